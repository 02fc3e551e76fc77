"""The history of operations as a list."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.web.components import show
from regulars.web.history import words
from regulars.web.history.index import Row
from regulars.web.lists.columns import Cell, Column
from regulars.web.lists.fields import FilterField, Kind
from regulars.web.lists.listing import Listing

UNDONE = gettext_lazy("undone")


def of() -> Listing:
    return Listing(
        name="operations",
        title=_("History & undo"),
        address=reverse("operations"),
        columns=columns(),
        fields=[
            FilterField("kind", _("Kind"), Kind.CHOICE, choices=list(words.KINDS.items())),
            FilterField("mine", _("Done by me"), Kind.YESNO),
            FilterField("begun_on", _("When"), Kind.DAY),
        ],
        search_words=_("Name of who did it"),
        empty="web/history/empty.html",
    )


def columns() -> list[Column]:
    return [
        Column("what", _("What"), what),
        Column("who", _("Who"), lambda row: row.who),
        Column("when", _("When"), lambda row: show.moment(row.operation.begun_at)),
        Column("changes", _("Changed rows"), changes, is_figure=True),
        Column("store", _("Store"), lambda row: row.operation.store.name if row.operation.store else "–",
               is_default=False),
    ]  # fmt: skip


def what(row: Row) -> Cell:
    return Cell(row.sentence, below=row.detail, badges=[UNDONE] if row.undone_by else [])


def changes(row: Row) -> str:
    """How many rows; beyond a thousand nobody counts."""
    if row.is_many:
        return _("more than %(count)s") % {"count": show.number(row.changes)}
    return show.number(row.changes) if row.changes else "–"
