"""The parts of the address that the list keeps: a finding, or the bar or cell of a chart, as a filter and in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regulars.base.workspace.models import Store
from regulars.commerce.models import Product
from regulars.insight import behind, sentences
from regulars.insight.models import Finding, Run
from regulars.web.components import show
from regulars.web.customers.labels import GROUPS
from regulars.web.lists.asked import Asked

SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True)
class Kept:
    """
    Whom the kept parts mean, and what their chips say.

    `people` is a filter of the scores; `sent_back` is a product, for those who have sent it back.
    """

    people: Mapping[str, Any]
    words: Mapping[str, str]
    sent_back: int | None = None


EVERYBODY = Kept({}, {})


def of(asked: Asked, run: Run | None, store: Store | None) -> Kept:
    """Nobody in particular before the first learning, or for who may not see what was learned."""
    if run is None or store is None:
        return EVERYBODY
    kept = dict(asked.kept)
    finding, bar = finding_of(kept.get("finding", ""), run), kept.get("behind", "")
    people = {**(finding.behind["people"] if finding else {}), **behind.people(bar)}
    words = {"finding": sentences.told(finding, currency=store.currency)} if finding else {}
    if said := ", ".join(told(bar, store.currency)):
        words["behind"] = capfirst(said)
    sent_back = kept.get(SENT_BACK)
    product = Product.objects.filter(store=store, public_id=sent_back).first() if sent_back else None
    if product:
        words[SENT_BACK] = _("Sent back “%(title)s”") % {"title": product}
    return Kept(people, words, product.id if product else None)


def finding_of(id: str, run: Run) -> Finding | None:
    """The finding whose people are asked for; one of an older run is followed to its like in the current one."""
    asked = Finding.objects.filter(id=int(id), run__store=run.store_id).first() if id.isdecimal() else None
    found = asked and Finding.objects.filter(run=run, rule=asked.rule, key=asked.key).first()
    return found if found and "people" in found.behind else None


def told(bar: str, currency: str) -> Iterator[str]:
    """What a bar or a cell asks for, part by part."""
    asked = behind.asked(bar)
    for name, words in PARTS.items():
        if name in asked:
            yield words() % {"value": shown(name, asked[name])}
    for name, (between, least, most, say) in RANGES.items():
        low, high = asked.get(f"{name}_min"), asked.get(f"{name}_max")
        ends = {"low": say(low, currency), "high": say(high, currency)}
        if low is not None and high is not None:
            yield between() % ends
        elif low is not None or high is not None:
            yield (least if low is not None else most)() % ends


def shown(name: str, value: Any) -> str:
    match name:
        case "moved_from" if value == behind.NOT_KNOWN_YET:
            return _("New here")
        case "stage" | "moved_from" | "moved_to":
            return str(sentences.STAGES[value])
        case "group":
            return str(GROUPS[value])
        case "cohort":
            return show.month(value)
        case "bought_since":
            return show.day(date.fromisoformat(value))
        case _:
            return show.number(value)


def money(value: Any, currency: str) -> str:
    return show.whole(value, currency)


def number(value: Any, currency: str) -> str:
    return show.number(value)


def share(value: Any, currency: str) -> str:
    return show.share(value)


PARTS: Mapping[str, Callable[[], str]] = {
    "stage": lambda: _("stage %(value)s"),
    "moved_from": lambda: _("a month ago %(value)s"),
    "moved_to": lambda: _("now %(value)s"),
    "group": lambda: _("RFM group %(value)s"),
    "recency": lambda: _("recency %(value)s"),
    "frequency": lambda: _("frequency %(value)s"),
    "money": lambda: _("money %(value)s"),
    "cohort": lambda: _("first bought in %(value)s"),
    "bought_after": lambda: _("bought again in month %(value)s after"),
    "bought_since": lambda: _("last order on %(value)s or later"),
}
RANGES: Mapping[str, tuple[Callable[[], str], Callable[[], str], Callable[[], str], Callable[[Any, str], str]]] = {
    "value": (
        lambda: _("expected value from %(low)s to under %(high)s"),
        lambda: _("expected value of %(low)s or more"),
        lambda: _("expected value under %(high)s"),
        money,
    ),
    "spent": (
        lambda: _("net sales from %(low)s to under %(high)s"),
        lambda: _("net sales of %(low)s or more"),
        lambda: _("net sales under %(high)s"),
        money,
    ),
    "order_value": (
        lambda: _("mean order from %(low)s to under %(high)s"),
        lambda: _("mean order of %(low)s or more"),
        lambda: _("mean order under %(high)s"),
        money,
    ),
    "orders": (
        lambda: _("from %(low)s to under %(high)s orders"),
        lambda: _("%(low)s orders or more"),
        lambda: _("under %(high)s orders"),
        number,
    ),
    "second": (
        lambda: _("second purchase from %(low)s to under %(high)s days after the first"),
        lambda: _("second purchase %(low)s days or more after the first"),
        lambda: _("second purchase under %(high)s days after the first"),
        number,
    ),
    "before": (
        lambda: _("from %(low)s to under %(high)s purchases before the days of the test"),
        lambda: _("%(low)s purchases or more before the days of the test"),
        lambda: _("under %(high)s purchases before the days of the test"),
        number,
    ),
    "gap": (
        lambda: _("from %(low)s to under %(high)s days between purchases"),
        lambda: _("%(low)s days or more between purchases"),
        lambda: _("under %(high)s days between purchases"),
        number,
    ),
    "return": (
        lambda: _("from %(low)s to under %(high)s sent back"),
        lambda: _("%(low)s or more sent back"),
        lambda: _("under %(high)s sent back"),
        share,
    ),
}
