"""What a list can be filtered by, and which conditions each kind of field knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Words = str | Promise


class Kind(StrEnum):
    """What sort of value a field has, which decides how it is asked for."""

    TEXT = "text"
    CHOICE = "choice"
    MANY = "many"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    YESNO = "yesno"


class Op(StrEnum):
    """What is asked of a field; each has an ending of its own in the address, the plainest has none."""

    IS = "is"
    NOT = "not"
    HAS = "has"
    BETWEEN = "between"
    WITHIN = "within"
    BEYOND = "beyond"
    KNOWN = "known"
    UNKNOWN = "unknown"


OPS: dict[Kind, tuple[Op, ...]] = {
    Kind.TEXT: (Op.HAS, Op.IS, Op.NOT, Op.KNOWN, Op.UNKNOWN),
    Kind.CHOICE: (Op.IS, Op.NOT, Op.KNOWN, Op.UNKNOWN),
    Kind.MANY: (Op.IS, Op.NOT, Op.KNOWN, Op.UNKNOWN),
    Kind.NUMBER: (Op.BETWEEN, Op.KNOWN, Op.UNKNOWN),
    Kind.MONEY: (Op.BETWEEN, Op.KNOWN, Op.UNKNOWN),
    Kind.DAY: (Op.BETWEEN, Op.WITHIN, Op.BEYOND, Op.KNOWN, Op.UNKNOWN),
    Kind.YESNO: (Op.IS, Op.KNOWN, Op.UNKNOWN),
}
OP_WORDS: dict[tuple[Kind, Op] | Op, Words] = {
    Op.HAS: gettext_lazy("contains"),
    Op.IS: gettext_lazy("is"),
    Op.NOT: gettext_lazy("is not"),
    Op.BETWEEN: gettext_lazy("is between"),
    Op.WITHIN: gettext_lazy("in the last … days"),
    Op.BEYOND: gettext_lazy("more than … days ago"),
    Op.KNOWN: gettext_lazy("is known"),
    Op.UNKNOWN: gettext_lazy("is not known"),
    (Kind.CHOICE, Op.IS): gettext_lazy("is any of"),
    (Kind.CHOICE, Op.NOT): gettext_lazy("is none of"),
    (Kind.MANY, Op.IS): gettext_lazy("has any of"),
    (Kind.MANY, Op.NOT): gettext_lazy("has none of"),
}
YES_NO: tuple[tuple[str, Words], ...] = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))


@dataclass(frozen=True, slots=True)
class FilterField:
    """
    A field that a list can be filtered by, under the name `key` in the address.

    `column` is its SQL expression, written in code and never from outside; an area that finds its rows otherwise leaves
    it empty and reads the conditions itself. `choices` are values with their words; a column of kind many is an array.
    `type` is the column's in SQL, so that an index of it serves.
    """

    key: str
    label: Words
    kind: Kind = Kind.TEXT
    column: str = ""
    choices: Sequence[tuple[str, Words]] = ()
    currency: str = ""
    group: Words = ""
    type: str = "text"

    @property
    def ops(self) -> tuple[Op, ...]:
        return OPS[self.kind]

    @property
    def options(self) -> Sequence[tuple[str, Words]]:
        return YES_NO if self.kind == Kind.YESNO else self.choices

    def op_words(self, op: Op, *, of_many: bool = True) -> Words:
        """What is asked, in words; of a single value a choice simply is it."""
        plain = OP_WORDS[op]
        return OP_WORDS.get((self.kind, op), plain) if of_many or self.kind == Kind.MANY else plain
