"""Findings about the store as a whole: its sales, its newest buyers, and what it cannot see."""

from math import sqrt

from regulars.insight.rules.finding import Finding, Ground, Range
from regulars.insight.value import Z

WORTH_A_WORD = 0.05  # changes in sales from five percent
NOBODY = 0.05  # share of sales without a person
SMALLEST_COHORT = 30


def sales_change(ground: Ground) -> Finding | None:
    """Net sales of the last 90 days beside the same days a year ago, or beside the 90 before in a younger store."""
    now = ground.first("pulse")
    beside = "year_ago" if now.get("year_ago") else "before"
    net, before = float(now.get("net") or 0), float(now.get(beside) or 0)
    if before <= 0 or abs(net / before - 1) < WORTH_A_WORD:
        return None
    rule = {True: "sales_up", False: "sales_down"}[net > before] + ("_on_year" if beside == "year_ago" else "")
    return Finding(
        rule, values={"net": net, "before": before, "change": abs(net / before - 1)}, stake=Range(abs(net - before))
    )


def newer_buyers_return_less(ground: Ground) -> Finding | None:
    """Whether those who first bought 90 to 180 days ago came back within 90 days less often than those before."""
    row = ground.first("newcomers")
    new, old = row.get("newer") or 0, row.get("older") or 0
    if min(new, old) < SMALLEST_COHORT:
        return None
    here, there = row["newer_back"] / new, row["older_back"] / old
    spread = sqrt(here * (1 - here) / new + there * (1 - there) / old)
    if abs(here - there) < 2 * Z * spread:
        return None
    worth = float(ground.first("summary").get("order_value") or 0)
    rule = "newer_buyers_return_less" if here < there else "newer_buyers_return_more"
    gap, give = abs(here - there) * new * worth, Z * spread * new * worth
    return Finding(rule, values={"newer": here, "older": there, "new": new}, stake=Range(gap, gap - give, gap + give))


def sales_of_nobody(ground: Ground) -> Finding | None:
    """What part of the sales of the last 90 days has no person behind it, so that nothing can be learned from it."""
    row = ground.first("pulse")
    sold, nobody = float(row.get("sold") or 0), float(row.get("of_nobody") or 0)
    if sold <= 0 or nobody / sold < NOBODY:
        return None
    return Finding("sales_of_nobody", values={"share": nobody / sold}, stake=Range(nobody))


def not_enough_yet(ground: Ground) -> Finding | None:
    """That expected value is not known yet, and why."""
    reason = ground.first("models").get("reason")
    return Finding(f"unknown_{reason}", values={}) if reason else None


RULES = (sales_change, newer_buyers_return_less, sales_of_nobody, not_enough_yet)
