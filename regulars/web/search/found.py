"""Ask every source, and put together what is found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.workspace import seen
from regulars.base.workspace.models import Staff, Store
from regulars.web.layout import palette
from regulars.web.layout.hits import Hit
from regulars.web.search.sources import SOURCES

SHORTEST = 2
FEW_PAGES = 6
PAGES = gettext_lazy("Pages and acts")
LATELY = gettext_lazy("Looked at lately")
FEW_SEEN = 5


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind under their title."""

    title: str | Promise
    hits: Sequence[Hit]


def everywhere(typed: str, store: Store | None, staff: Staff) -> list[Group]:
    """Pages first, because they are few; then people, orders and so on, a handful of each."""
    groups = [Group(PAGES, pages(typed, staff))]
    if len(typed) >= SHORTEST or not typed.isascii():
        groups += [
            Group(source.title, source.search(typed, store, staff))
            for source in SOURCES
            if source.search and source.is_open_to(staff)
        ]
    return [group for group in groups if group.hits]


def at_first(store: Store | None, staff: Staff) -> list[Group]:
    """Before anything is typed: what was looked at last, and every page."""
    groups = [Group(LATELY, lately(store, staff)[:FEW_SEEN]), Group(PAGES, pages("", staff))]
    return [group for group in groups if group.hits]


def pages(typed: str, staff: Staff) -> list[Hit]:
    matching = palette.matching(typed, staff)
    shown = matching[:FEW_PAGES] if typed else matching
    return [Hit(entry.address, entry.label, entry.address, icon=entry.icon) for entry in shown]


def lately(store: Store | None, staff: Staff) -> list[Hit]:
    """What this person has looked at, the latest first, as far as they may still see it."""
    kept = seen.of(staff)
    ids: dict[str, list[str]] = defaultdict(list)
    for kind, id in kept:
        ids[kind].append(id)
    named = {
        (source.kind, hit.id): hit
        for source in SOURCES
        if source.named and ids[source.kind] and source.is_open_to(staff)
        for hit in source.named(ids[source.kind], store, staff)
    }
    return [named[key] for key in kept if key in named]
