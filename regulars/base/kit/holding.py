"""What each table of ours holds of people, told by the stage that owns it: for erasure, and for whoever asks to see it.

Every column is named, those that tell something of a person apart from the others, so that a new one is noticed.
Conditions speak of a row `t`; beside them stand `gone_person (id, public_id, circle_id)`, `gone_order (id)`, and
`gone_value (kind, value, pattern)` with the addresses of these people, in small letters: names are no proof of whom a
text is about, since others bear them too. Each stage's tables come in the order in
which they can go.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Becomes(StrEnum):
    """What erasure does with the rows of a person."""

    NOTHING = "nothing"
    REMOVED = "removed"
    BLANKED = "blanked"


@dataclass(frozen=True, kw_only=True)
class Holding:
    """
    A table, or all whose name begins so, where it ends with `_*`.

    :param plain: the columns that tell nothing of anybody, separated by spaces.
    :param personal: those that do.
    :param whose: the condition by which rows are these people's; empty where none ever is.
    :param blanks: what the personal columns become, where the row itself stays.
    :param why: why no row is anybody's, or why rows are treated so.
    :param is_shown: whether the rows belong into what is handed out to the person.
    """

    table: str
    plain: str
    personal: str = ""
    whose: str = ""
    becomes: Becomes = Becomes.NOTHING
    blanks: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    is_shown: bool = False

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(self.plain.split()) | frozenset(self.personal.split())


def nobodys(table: str, plain: str, why: str) -> Holding:
    """A table in which no row is of a person."""
    return Holding(table=table, plain=plain, why=why)


def removed(table: str, *, plain: str, personal: str, whose: str, is_shown: bool = False, why: str = "") -> Holding:
    """A table whose rows go with the person."""
    return Holding(
        table=table, plain=plain, personal=personal, whose=whose, becomes=Becomes.REMOVED, is_shown=is_shown, why=why
    )


def blanked(
    table: str, *, plain: str, personal: str, whose: str, blanks: Mapping[str, str], why: str, is_shown: bool = False
) -> Holding:
    """A table whose rows stay without what they told of the person."""
    return Holding(
        table=table, plain=plain, personal=personal, whose=whose, becomes=Becomes.BLANKED, blanks=blanks, why=why,
        is_shown=is_shown,
    )  # fmt: skip


OF_PERSON = "t.person_id in (select id from gone_person)"
OF_TWO = "t.older_id in (select id from gone_person) or t.newer_id in (select id from gone_person)"
SETUP = "The shop's own set-up; people do not occur in it."
STAFF = "About staff, whose accounts are ended under Settings, and not about customers."
ANYWHERE = """
    {circle} in (select circle_id from gone_person)
    and exists (select from gone_value v where position(v.value in lower({text})) > 0 and lower({text}) ~ v.pattern)
"""
OF_STORE = "(select s.circle_id from workspace_store s where s.id = {store})"


def mentions(text: str, *, circle: str) -> str:
    """The condition that a text of a circle has an address of one of these people anywhere, as a word of its own."""
    return f"({ANYWHERE.format(text=text, circle=circle)})"
