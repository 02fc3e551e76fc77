"""What taking an operation back would do, told beforehand in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Change, Operation
from regulars.base.events.preview import Preview
from regulars.base.workspace.models import Staff
from regulars.identity import suggestions
from regulars.profile import reversals
from regulars.web.components import show
from regulars.web.history import changes, words
from regulars.web.history.changes import Thing

NAMED = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays because it was changed since, or because something else needs it."""

    table: str | Promise
    thing: Thing
    field: str | Promise


@dataclass(frozen=True, slots=True)
class Outlook:
    """The sentences, and the first of what stays; `is_empty` where nothing is left to take back."""

    sentences: Sequence[str | Promise]
    kept: Sequence[Kept] = ()
    kept_count: int = 0
    is_empty: bool = False


BY_KIND: Mapping[str, Sequence[str | Promise]] = {
    OperationKind.IMPORT: (
        gettext_lazy("What only this file has brought goes; what other imports also say stays."),
        gettext_lazy("What somebody has changed by hand since stays as it is."),
        gettext_lazy("It takes about as long as merging took, and goes on by itself."),
    ),
    OperationKind.MERGE: (gettext_lazy("The two people are told apart again, each with their own orders."),),
}


def is_ageless(operation: Operation) -> bool:
    """Whether an operation that is not undone can be taken back however old it is, as an import can."""
    is_by_kind = operation.kind in BY_KIND and not suggestions.is_rejection(operation)
    return is_by_kind and getattr(operation, "undone_by", None) is None


def of(operation: Operation, staff: Staff) -> Outlook | None:
    """None where an operation of its kind is never taken back."""
    first = operation.undoes or operation
    kind = OperationKind.EDIT if suggestions.is_rejection(first) else first.kind
    if operation.undoes and kind == OperationKind.IMPORT:
        return None
    if operation.undoes and kind == OperationKind.MERGE:
        return Outlook([_("The two people are linked again.")])
    if kind in BY_KIND:
        return Outlook(BY_KIND[kind])
    seen = reversals.outlook(operation)
    return Outlook(list(sentences(seen)), kept(seen, staff), len(seen.kept), seen.is_empty)


def sentences(seen: Preview) -> Iterator[str]:
    back, gone, again = seen.restored, seen.removed, seen.revived
    told = (
        (back, ngettext("%(count)s value comes back.", "%(count)s values come back.", back)),
        (gone, ngettext("%(count)s row that it made goes.", "%(count)s rows that it made go.", gone)),
        (again, ngettext("%(count)s removed row comes back.", "%(count)s removed rows come back.", again)),
    )
    for count, sentence in told:
        if count:
            yield sentence % {"count": show.number(count)}
    if seen.is_empty:
        yield _("Nothing of it is left: all was changed since.")
    if seen.is_cut:
        yield _("There is more than can be counted beforehand.")


def kept(seen: Preview, staff: Staff) -> list[Kept]:
    first = seen.kept[:NAMED]
    things = changes.named([Change(table=table, key=key) for table, _column, key in first], staff)
    return [
        Kept(
            words.table(table), things.get((table, key)) or Thing(_("number %(key)s") % {"key": key}),
            words.field(column) if column else "",
        )
        for table, column, key in first
    ]  # fmt: skip
