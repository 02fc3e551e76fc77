"""The columns of a file as the wizard shows them: what each means, how sure that is, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.functional import Promise

from regulars.base.workspace.models import Staff
from regulars.collect.models import Draft
from regulars.collect.reading.look import Trust
from regulars.web.imports import labels
from regulars.web.imports.forms import ReadingForm

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column with its choice; `guess` is a meaning that its heading resembles, which nobody has agreed to.

    Who does not see contact details is shown no examples.
    """

    heading: str
    field: BoundField
    trust: str | Promise
    tone: str
    guess: str | Promise
    examples: Sequence[str]


def of(draft: Draft, form: ReadingForm, staff: Staff) -> list[Column]:
    found, sample = [], draft.sample if staff.sees_contact_details else []
    for place, column in enumerate(draft.headings):
        words, tone = labels.TRUST[form.trust[place]]
        guess = labels.role(column["role"]) if form.trust[place] == Trust.GUESS else ""
        examples = [row[place] for row in sample if place < len(row) and row[place]][:SHOWN]
        found.append(Column(column["heading"], form[f"role_{place}"], words, tone, guess, examples))
    return found
