"""The key numbers of a store: what was learned of its last 90 days, beside the 90 before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from regulars.insight.models import Result, Run
from regulars.web.components import show

TECHNIQUES = ("pulse", "summary", "newcomers", "models", "stages")
MONTHS = "months"
MONTHS_SHOWN = 12

type Months = list[dict[str, Any]]
"""What each month brought, the oldest first; the running month is left out, since it is not over."""


@dataclass(frozen=True, slots=True)
class Change:
    """How a number moved; `tone` says whether more of it is better."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with its meaning; `formula` and `source` are what its card says."""

    label: str
    value: str
    formula: str
    source: str
    change: Change | None = None
    trend: tuple[float, ...] = ()
    """The last full months, the oldest first."""


def results(run: Run) -> dict[str, dict[str, Any]]:
    """The first row of each technique that Home shows."""
    stored = dict(Result.objects.filter(run=run, technique__in=[*TECHNIQUES, MONTHS]).values_list("technique", "rows"))
    months = stored.pop(MONTHS, [])
    full = [month for month in months if month["month"][:7] < f"{run.as_of:%Y-%m}"]
    firsts = {technique: rows[0] if rows else {} for technique, rows in stored.items()}
    return firsts | {MONTHS: {"rows": full[-MONTHS_SHOWN:]}}


def key_numbers(learned: Mapping[str, dict[str, Any]], currency: str) -> list[Number]:
    """Net sales, orders, buyers, new customers, average order and repeat rate; what is not known is left out."""
    pulse, summary = learned.get("pulse", {}), learned.get("summary", {})
    months: Months = learned[MONTHS]["rows"]
    return [
        *_pulse(pulse, months, currency), *_new(learned.get("newcomers", {}), months), *_whole(summary)
    ]  # fmt: skip


def net_sales(learned: Mapping[str, Mapping[str, Any]], currency: str) -> str:
    """Net sales of the last 90 days; empty while they are not known."""
    net = learned.get("pulse", {}).get("net")
    return "" if net is None else show.worth(Decimal(net), currency)


def _pulse(pulse: Mapping[str, Any], months: Months, currency: str) -> Iterator[Number]:
    if pulse.get("net") is None:
        return
    orders = _("Orders of kind sale, returns and cancellations aside.")
    sold = Decimal(pulse["sold"] or 0)
    yield Number(
        _("Net sales"), net_sales({"pulse": pulse}, currency),
        _("The sum of all orders of the last 90 days, less what came back."),
        _("All orders with their date in the store's time zone; what counts as net sales is set under Stores."),
        change(pulse["net"], pulse["before"]), trend(months, "net"),
    )  # fmt: skip
    yield Number(
        _("Orders"), show.number(pulse["orders"]), _("How many were placed in the last 90 days."), orders,
        change(pulse["orders"], pulse["before"] and pulse["orders_before"]), trend(months, "orders"),
    )  # fmt: skip
    yield Number(
        _("Buyers"), show.number(pulse["buyers"]), _("How many different people placed them."),
        _("Orders without a known person count for nobody."),
        change(pulse["buyers"], pulse["before"] and pulse["buyers_before"]), trend(months, "buyers"),
    )  # fmt: skip
    if pulse["orders"]:
        means = tuple(float(month["bought"]) / month["orders"] for month in months if month["orders"])
        yield Number(_("Average order"), show.as_money(sold / pulse["orders"], currency),
                     _("Net sales before returns, divided by the number of orders."), orders, None, means)  # fmt: skip


def _new(newcomers: Mapping[str, Any], months: Months) -> Iterator[Number]:
    now = newcomers.get("newest")
    if now is None:
        return
    yield Number(
        _("New customers"), show.number(now), _("How many bought for the first time in the last 90 days."),
        _("The first order of each person, over all imported history."),
        change(now, newcomers.get("newer")), trend(months, "first_buyers"),
    )  # fmt: skip


def _whole(summary: Mapping[str, Any]) -> Iterator[Number]:
    if summary.get("repeat_rate") is not None:
        yield Number(
            _("Repeat rate"), show.share(summary["repeat_rate"]),
            _("Buyers with two orders or more, divided by all buyers."), _("The whole imported history."),
        )  # fmt: skip


def trend(months: Months, column: str) -> tuple[float, ...]:
    return tuple(float(month[column]) for month in months)


def change(now: Any, before: Any) -> Change | None:
    """The movement in percent; None where there is nothing to compare with."""
    if now is None or not before or Decimal(before) <= 0:
        return None
    moved = Decimal(now) / Decimal(before) - 1
    words = {
        1: _("▲ %(share)s more than in the 90 days before"),
        -1: _("▼ %(share)s less than in the 90 days before"),
        0: _("as much as in the 90 days before"),
    }
    way = (moved > 0) - (moved < 0)
    return Change(words[way] % {"share": show.share(abs(moved))}, {1: "better", -1: "worse", 0: ""}[way])
