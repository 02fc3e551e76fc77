"""The pictures that were drawn ahead: which there should be, which there are, and one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from regulars import __version__
from regulars.base.events import log
from regulars.base.workspace.kinds import Language
from regulars.base.workspace.models import Account, Store
from regulars.insight.events import ChartsMissed
from regulars.insight.models import Chart, Run

DRAWING = 2  # raised with every change of how pictures look
CODE = f"{__version__}.{DRAWING}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    A picture in one language; no `png` where this machine has no font for the language.

    `narrow` is the same picture for a telephone.
    """

    name: str
    svg: str
    png: bytes | None
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A picture for a page, wide and narrow, and whether there is a PNG of it."""

    svg: str
    narrow: str
    has_png: bool


def of(run: Run, names: Iterable[str], language: str) -> dict[str, Ready]:
    """The pictures of those names that are drawn, by name."""
    found = Chart.objects.filter(run=run, name__in=list(names), language=language, code=CODE)
    is_bare = ExpressionWrapper(Q(png__isnull=True), output_field=BooleanField())
    rows = found.values_list("name", "svg", "narrow", is_bare)
    return {name: Ready(svg, narrow, not bare) for name, svg, narrow, bare in rows}


def one(run: Run, name: str, language: str) -> Chart | None:
    return Chart.objects.filter(run=run, name=name, language=language, code=CODE).first()


def keep(run: Run, language: str, drawn: Iterable[Drawn]) -> None:
    """Put what was drawn in the place of what an older version has drawn."""
    rows = [
        Chart(run=run, name=one.name, language=language, code=CODE, svg=one.svg, narrow=one.narrow, png=one.png)
        for one in drawn
    ]
    Chart.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["run", "name", "language"],
        update_fields=["code", "svg", "narrow", "png"],
    )


def miss(run: Run, *, at: datetime) -> None:
    """Say that somebody looks at a page whose pictures are not drawn in their language; whoever draws hears of it."""
    log.append(ChartsMissed(store=run.store_id), by="web", at=at)


def languages(store: Store) -> list[str]:
    """Those in use by the accounts of its circle; all where somebody leaves it to the browser."""
    chosen = set(
        Account.objects.filter(staff__circle=store.circle_id, is_active=True).values_list("language", flat=True)
    )
    return sorted(Language.values if "" in chosen or not chosen else chosen)


def wanting(store: Store) -> list[str]:
    """The languages in which the store's current run has no picture yet."""
    run = Run.objects.current(store)
    if run is None:
        return []
    drawn = set(Chart.objects.filter(run=run, code=CODE).values_list("language", flat=True).distinct())
    return [language for language in languages(store) if language not in drawn]
