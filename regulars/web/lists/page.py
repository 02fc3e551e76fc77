"""Answer with a list: the whole page, or to htmx what lies below the search."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from regulars.base.kit.paging import Page
from regulars.base.workspace import saved_views
from regulars.base.workspace.models import SavedView
from regulars.web.layout.answers import wants_part
from regulars.web.layout.middleware import StaffRequest
from regulars.web.lists import columns
from regulars.web.lists.asked import TURNED, Asked
from regulars.web.lists.columns import Choice, Head, Row, Table, Words
from regulars.web.lists.editor import Editor, editor
from regulars.web.lists.listing import Listing

PART = "web/lists/rows.html"
WIDE_FROM = 9


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: its words, where it is changed, and the list without it."""

    words: str
    away: str
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A choice in a menu or a tab."""

    label: Words
    address: str
    is_current: bool = False
    count: int | None = None


def unsettled(request: HttpRequest, listing: Listing) -> HttpResponse | None:
    """Where the editor of a filter was sent: the way on to the list in its usual words."""
    if listing.is_settled(request):
        return None
    return HttpResponseRedirect(listing.address_of(listing.ask(request)))


def answer(
    request: StaffRequest,
    listing: Listing,
    asked: Asked,
    page: Page[Row],
    *,
    template: str = "web/lists/page.html",
    count: Callable[[], int] | None = None,
    kept_words: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """
    The list of `page`.

    `template` extends `web/lists/page.html`. `count` says how many rows match, and is asked only when somebody chooses
    all of them. `kept_words` says in words what the kept parts of the query mean.
    """
    if count is not None and "count" in request.GET:
        return render(request, "web/lists/count.html", {"count": count()})
    context = {**shown(request, listing, asked, page), "chips": chips(asked, listing, kept_words or {}), **more}
    context["can_choose_all"] = count is not None
    found = render(request, PART if wants_part(request) else template, context)
    patch_vary_headers(found, ["HX-Request"])
    return found


def shown(request: StaffRequest, listing: Listing, asked: Asked, page: Page[Row]) -> dict[str, Any]:
    chosen = listing.chosen_columns(request.staff)
    table = Table(
        caption=listing.title,
        heads=[head(column, listing, asked) for column in chosen],
        rows=columns.shown(chosen, page.rows),
        is_wide=len(chosen) >= WIDE_FROM,
        can_choose=bool(listing.acts),
    )
    return {
        "listing": listing,
        "asked": asked,
        "page": page,
        "table": table,
        "editor": opened(listing, asked),
        "fields": [Link(field.label, asked.editing_address(field.key)) for field in listing.fields],
        "sorts": sorts(listing, asked),
        "choices": [Choice(column.key, column.label, column in chosen) for column in listing.columns[1:]],
        **views(request, listing, asked),
    }


def opened(listing: Listing, asked: Asked) -> Editor | None:
    field = listing.field(asked.editing)
    return editor(field, asked) if field else None


def head(column: columns.Column, listing: Listing, asked: Asked) -> Head:
    if not column.sort:
        return Head(column.label, is_figure=column.is_figure)
    is_current = column.sort == (asked.column or listing.default_sort)
    is_turned = is_current and asked.is_turned
    return Head(
        column.label, ordered(listing, asked, column.sort, is_turned=is_current and not is_turned), column.is_figure,
        is_current, column.is_falling != is_turned,
    )  # fmt: skip


def ordered(listing: Listing, asked: Asked, sort: str, *, is_turned: bool) -> str:
    """The address of the list in an order; the usual one is not said."""
    if is_turned:
        return asked.sorted_by(f"{TURNED}{sort}").address
    return asked.sorted_by("" if sort == listing.default_sort else sort).address


def sorts(listing: Listing, asked: Asked) -> list[Link]:
    """The orders as a menu, for those who see no heads; last, the present one turned round."""
    now = asked.column or listing.default_sort
    found = [
        Link(column.label, ordered(listing, asked, sort, is_turned=False), sort == now)
        for sort, column in listing.sorts.items()
    ]
    if now in listing.sorts:
        found.append(Link(_("The other way round"), ordered(listing, asked, now, is_turned=not asked.is_turned)))
    return found


def chips(asked: Asked, listing: Listing, kept_words: Mapping[str, str]) -> list[Chip]:
    """What is on: the filters, and the parts that the area keeps and has words for."""
    filters = [
        Chip(
            condition.words,
            asked.with_condition(None, key=condition.field.key).address,
            asked.editing_address(condition.field.key),
        )
        for condition in asked.conditions
        if condition.field.key != asked.editing
    ]
    return [*(Chip(words, asked.without(name).address) for name, words in kept_words.items()), *filters]


def views(request: StaffRequest, listing: Listing, asked: Asked) -> dict[str, Any]:
    """The saved views as tabs, and which of them is open."""
    saved = saved_views.of(listing.name, staff=request.staff)
    current = next((view for view in saved if view.query == asked.query), None)
    tabs = [Link(_("All"), listing.address, not asked.query), *(tab(view, listing, current) for view in saved)]
    return {
        "view_tabs": tabs if saved else [],
        "current_view": current,
        "may_change_view": current is not None and saved_views.may_change(current, request.staff),
    }


def tab(view: SavedView, listing: Listing, current: SavedView | None) -> Link:
    return Link(view.name, f"{listing.address}?{view.query}", view == current)


def links(pairs: Sequence[tuple[Words, str]], current: str) -> list[Link]:
    """Choices for `{% tabs %}` and `{% chips %}` from labels and addresses."""
    return [Link(label, address, address == current) for label, address in pairs]
