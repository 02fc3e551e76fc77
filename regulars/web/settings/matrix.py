"""The rights as a table to read: what each role may do with each thing, and how far."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from regulars.base.workspace import access
from regulars.base.workspace.kinds import Act, Role, Scope, Thing

type Words = str | Promise
SUMS: dict[Role, Words] = {
    Role.OWNER: gettext_lazy("Everything, and alone keys, the audit and other owners."),
    Role.MANAGER: gettext_lazy("The daily business and the set-up of stores; colleagues of the own branch."),
    Role.MARKETER: gettext_lazy("All customers to write to and to take away; looks at the rest."),
    Role.AGENT: gettext_lazy("Customers and orders of the own branch."),
    Role.SALES: gettext_lazy("Customers and orders that are given to this person."),
    Role.ANALYST: gettext_lazy("All figures to look at and take away, without contact details."),
    Role.VIEWER: gettext_lazy("Looks at the business, without contact details."),
}
WIDE_FIRST = (Scope.ALL, Scope.BRANCH, Scope.OWN)
TONES = {Scope.ALL: "good", Scope.BRANCH: "calm", Scope.OWN: "warm"}


@dataclass(frozen=True, slots=True)
class Right:
    """Some acts of equal reach."""

    scope: Scope
    acts: Sequence[Words]

    @property
    def tone(self) -> str:
        return TONES[self.scope]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a role may do with a thing; nothing where there are no rights."""

    role: Role
    rights: Sequence[Right]


@dataclass(frozen=True, slots=True)
class Line:
    thing: Thing
    cells: Sequence[Cell]


def lines() -> list[Line]:
    """Each thing with what every role may do."""
    return [Line(thing, [Cell(role, rights(role, thing)) for role in Role]) for thing in Thing]


def rights(role: Role, thing: Thing) -> list[Right]:
    """The acts of a role on a thing, those that reach furthest first."""
    found: dict[Scope, list[Words]] = defaultdict(list)
    for act in Act:
        found[access.reach(role, act, thing)].append(act.label)
    return [Right(scope, found[scope]) for scope in WIDE_FIRST if scope in found]


def heads() -> list[tuple[Role, Words, bool]]:
    """The roles, what each is for, and whether it sees contact details."""
    return [(role, SUMS[role], not access.is_masked(role)) for role in Role]


def choices() -> list[tuple[str, Words]]:
    """The roles with what each is for, to choose from."""
    return [(role.value, format_lazy("{} – {}", role.label, SUMS[role])) for role in Role]
