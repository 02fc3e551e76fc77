"""The history of imports as a list."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.base.kit import paging
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.models import Staff, Store
from regulars.collect.models import Import
from regulars.web.components import show
from regulars.web.imports import labels
from regulars.web.lists.asked import Asked
from regulars.web.lists.columns import Cell, Column, Row
from regulars.web.lists.fields import FilterField, Kind, Op
from regulars.web.lists.listing import Listing

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """An import as the list shows it."""

    row: Import

    @property
    def read(self) -> int | None:
        read: int | None = self.row.totals.get("read", self.row.rows_done or None)
        return read


def of() -> Listing:
    return Listing(
        name="imports",
        title=_("Imports"),
        address=reverse("imports"),
        columns=columns(),
        fields=[
            FilterField("kind", _("Kind"), Kind.CHOICE, choices=[(key, said[0]) for key, said in labels.KINDS.items()]),
            FilterField(
                "state", _("State"), Kind.CHOICE, choices=[(key, said[0]) for key, said in labels.STATES.items()]
            ),
        ],
        search_words=_("Name of the file"),
        empty="web/imports/empty.html",
    )


def columns() -> list[Column]:
    return [
        Column("file", _("File"), lambda shown: Cell(shown.row.file_name, below=str(labels.KINDS[shown.row.kind][0]))),
        Column("state", _("State"), state),
        Column("rows", _("Rows"), lambda shown: show.number(shown.read), is_figure=True),
        Column("rejected", _("Rejected"), lambda shown: show.number(shown.row.totals.get("rejected")), is_figure=True),
        Column("at", _("Handed in"), lambda shown: show.moment(shown.row.registered_at)),
        Column("by", _("By"), lambda shown: str(shown.row.by.account) if shown.row.by else "–"),
    ]


def state(shown: Shown) -> Cell:
    words, tone = labels.STATES[shown.row.state]
    return Cell(words, tone=tone)


def page(asked: Asked, *, store: Store | None, staff: Staff) -> Page[Row]:
    """
    The imports into a store, the newest first.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    found = Import.objects.visible_to(staff).filter(store=store)
    for condition in asked.conditions:
        chosen = {f"{condition.field.key}__in": condition.values}
        match condition.op:
            case Op.IS:
                found = found.filter(**chosen)
            case Op.NOT:
                found = found.exclude(**chosen)
    if asked.search:
        found = found.filter(file_name__icontains=asked.search)
    if asked.after:
        found = found.filter(id__lt=opened(asked.after))
    rows = list(found.select_related("by__account").order_by("-id")[: PAGE_SIZE + 1])
    following = paging.cursor(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None
    shown = [Row(row.public_id, reverse("import", args=[row.public_id]), Shown(row)) for row in rows[:PAGE_SIZE]]
    return Page(shown, following)


def opened(after: str) -> int:
    [last] = paging.opened(after, 1)
    try:
        return int(last or "")
    except ValueError as error:
        raise BadCursor from error
