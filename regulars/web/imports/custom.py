"""Custom fields as meanings of a column: those that there are, and new ones made from the column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.collect.kinds import Kind
from regulars.collect.models import Draft
from regulars.collect.reading.look import Trust
from regulars.collect.reading.plan import CUSTOM, UNREAD
from regulars.profile import fields, guess
from regulars.profile.kinds import WITH_CHOICES, FieldKind
from regulars.profile.models import Field

NEW = "new:"
PLAIN_KINDS = [kind for kind in FieldKind if kind not in WITH_CHOICES]

type Words = str | Promise
type Options = list[tuple[Words, list[tuple[str, Words]]]]


@dataclass(frozen=True, slots=True)
class Custom:
    """What the columns of a customers' file may become; for other files there is nothing to choose."""

    known: Sequence[Field] = ()
    named: Mapping[str, Field] = field(default_factory=dict)
    may_define: bool = False
    is_open: bool = False

    def options(self, kind: FieldKind) -> Options:
        """The groups of choices of a column that looks like this kind."""
        if not self.is_open:
            return []
        groups: Options = []
        if self.known:
            groups.append((gettext_lazy("Custom fields"), [(f"{CUSTOM}{each.key}", each.name) for each in self.known]))
        if self.may_define:
            kinds = sorted(PLAIN_KINDS, key=lambda each: each != kind)
            groups.append(
                (gettext_lazy("A new custom field"), [(f"{NEW}{each}", new_words(each, kind)) for each in kinds])
            )
        return groups

    def meaning(self, heading: str, said: Mapping[str, str]) -> tuple[str, Trust]:
        """What a column that means nothing else is: what somebody said, or the field that is called so."""
        told = next((role for role, other in said.items() if other == heading and role.startswith(CUSTOM)), "")
        if told:
            return ("", Trust.NONE) if told.startswith(UNREAD) else (told, Trust.SAID)
        named = self.named.get(heading)
        return (f"{CUSTOM}{named.key}", Trust.HEADING) if named else ("", Trust.NONE)


def new_words(kind: FieldKind, guessed: FieldKind) -> Words:
    words = gettext_lazy("New field: {kind}, as it looks") if kind == guessed else gettext_lazy("New field: {kind}")
    return format_lazy(words, kind=kind.label)


def of(draft: Draft, staff: Staff) -> Custom:
    """What somebody may choose for the columns of a draft; two statements, for files of customers alone."""
    if draft.kind != Kind.CUSTOMERS:
        return Custom()
    known = list(Field.objects.visible_to(staff).live().order_by("place", "id"))
    named = fields.suggested(draft.store.circle, [column["heading"] for column in draft.headings]) if known else {}
    return Custom(known, named, may_define=staff.may(Act.EDIT, Thing.STORES), is_open=True)


def looks_like(draft: Draft, place: int) -> FieldKind:
    return guess.kind(row[place] for row in draft.sample if place < len(row))
