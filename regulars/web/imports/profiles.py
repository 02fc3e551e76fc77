"""The profile of an imported file, as its page shows it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from regulars.base.workspace.models import Staff
from regulars.collect.models import FileProfile, Import
from regulars.web.components import show
from regulars.web.imports import labels

type Words = str | Promise

SHAPES: Mapping[str, Words] = {
    "email": gettext_lazy("e-mail addresses"),
    "day": gettext_lazy("days"),
    "date": gettext_lazy("dates"),
    "phone": gettext_lazy("phone numbers"),
    "number": gettext_lazy("numbers"),
    "text": gettext_lazy("text"),
}
WRONG: Mapping[str, Callable[[int], str]] = {
    "empty": lambda n: ngettext("%(n)s cell is empty, all there are", "all %(n)s cells are empty", n),
    "nearly_empty": lambda n: ngettext("%(n)s cell is empty, nearly all", "%(n)s cells are empty, nearly all", n),
    "one_value": lambda n: ngettext("the same in %(n)s cell", "the same in all %(n)s cells", n),
    "mixed": lambda n: ngettext("%(n)s cell looks otherwise", "%(n)s cells look otherwise", n),
    "repeated": lambda n: ngettext("%(n)s row repeats another one", "%(n)s rows repeat another one", n),
    "spaces": lambda n: ngettext("stray spaces in %(n)s cell", "stray spaces in %(n)s cells", n),
    "broken": lambda n: ngettext("broken letters in %(n)s cell", "broken letters in %(n)s cells", n),
    "blanks": lambda n: ngettext("%(n)s cell says that nothing is known", "%(n)s cells say that nothing is known", n),
    "unread": lambda n: ngettext("%(n)s cell is not read", "%(n)s cells are not read", n),
}


@dataclass(frozen=True, slots=True)
class Often:
    cell: str
    times: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file; what stands in it is for those alone who see contact details."""

    heading: str
    meaning: Words
    shape: Words
    filled: str
    distinct: str
    ends: str
    often: Sequence[Often]
    wrong: Sequence[str]


def of(row: Import, staff: Staff) -> list[Column]:
    """Nothing where the file has not been looked at, or not yet."""
    found = FileProfile.objects.filter(imported=row).first()
    return list(columns(found, staff)) if found else []


def columns(found: FileProfile, staff: Staff) -> Iterator[Column]:
    for each in found.columns:
        open_ = staff.sees_contact_details
        yield Column(
            heading=each["heading"],
            meaning=labels.role(each["role"]) if each["role"] else "",
            shape=SHAPES[each["shape"]] if each["filled"] else "",
            filled=show.share(each["filled"] / each["rows"]) if each["rows"] else show.NOTHING,
            distinct=show.number(each["distinct"]),
            ends=" – ".join(dict.fromkeys(end(each[name]) for name in ("least", "most") if each[name] is not None)),
            often=[Often(cell, show.number(times)) for cell, times in each["often"]] if open_ else [],
            wrong=[WRONG[name](count) % {"n": show.number(count)} for name, count in each["wrong"] if name in WRONG],
        )


def end(value: Any) -> str:
    if isinstance(value, str):
        try:
            return show.day(date.fromisoformat(value[:10]))
        except ValueError:
            return value
    return show.number(value)
