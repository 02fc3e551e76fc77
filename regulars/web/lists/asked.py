"""What a list was asked for, read from its address, and the addresses that ask for something else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from regulars.web.lists.conditions import Condition, Pair

TURNED = "-"  # before the name of an order: the other way round


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Search, conditions, order and page; `kept` are further parts of the query that the area understands itself.

    `sort` is the name of an order, or `-` and its name for the other way round. `editing` is the key of the filter
    whose editor is open.
    """

    search: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    kept: tuple[Pair, ...] = ()
    after: str = ""
    editing: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.search or self.conditions or self.kept)

    @property
    def filters(self) -> list[Pair]:
        """What decides who or what is in the list, without the order."""
        parts = [pair for condition in self.conditions for pair in condition.pairs]
        return [*([("q", self.search)] if self.search else []), *parts, *self.kept]

    @property
    def pairs(self) -> list[Pair]:
        return [*self.filters, *([("sort", self.sort)] if self.sort else [])]

    @property
    def query(self) -> str:
        """The same list, always written in the same way; what a saved view keeps."""
        return urlencode(self.pairs)

    @property
    def address(self) -> str:
        return f"?{self.query}"

    def with_condition(self, condition: Condition | None, *, key: str) -> Self:
        """The list with another condition on the field `key`, or with none; from its first page."""
        others = tuple(each for each in self.conditions if each.field.key != key)
        return replace(self, conditions=(*others, *([condition] if condition else [])), after="", editing="")

    def without(self, name: str) -> Self:
        """The list without a part that the area keeps itself."""
        return replace(self, kept=tuple(pair for pair in self.kept if pair[0] != name), after="", editing="")

    def sorted_by(self, sort: str) -> Self:
        return replace(self, sort=sort, after="", editing="")

    @property
    def column(self) -> str:
        """The name of the order that is asked for, whichever end stands first; empty for the usual one."""
        return self.sort.removeprefix(TURNED)

    @property
    def is_turned(self) -> bool:
        """Whether the end stands first that usually stands last."""
        return self.sort.startswith(TURNED)

    def editing_address(self, key: str) -> str:
        """The list as it is, with the editor of a filter open."""
        return "?" + urlencode([*self.pairs, ("edit", key)])

    def condition(self, key: str) -> Condition | None:
        return next((each for each in self.conditions if each.field.key == key), None)


def by_key(conditions: Sequence[Condition]) -> dict[str, Condition]:
    """The conditions under the keys of their fields."""
    return {condition.field.key: condition for condition in conditions}
