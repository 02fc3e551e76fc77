"""Pairs of people who may be one, and how many of them wait for this member of staff."""

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.identity.models import Suggestion, SuggestionQuerySet

MOST_COUNTED = 1_000


def waiting(staff: Staff) -> SuggestionQuerySet:
    return Suggestion.objects.visible_to(staff).open()


def number(staff: Staff) -> int:
    """How many pairs wait, counted as far as a thousand; none for those who may not judge them."""
    return waiting(staff).order_by()[:MOST_COUNTED].count() if staff.may(Act.EDIT, Thing.PEOPLE) else 0
