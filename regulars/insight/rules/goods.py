"""Findings about products: what falls, what rises, what comes back, what goes together."""

from collections.abc import Iterator
from typing import Any

from regulars.insight.rules.finding import Finding, Ground, Range

SURE = 3.0  # a change counts from three times its own spread
EACH = 3  # products named per rule
TWICE = 1.5  # a return rate is worth a word from this many times the store's


def falling_products(ground: Ground) -> Iterator[Finding]:
    """The products that lost most sales beside the 90 days before, beyond chance."""
    rows = [row for row in ground.results["products"] if row["is_falling"] and row["sureness"] <= -SURE]
    for row in sorted(rows, key=lambda row: float(row["change"]))[:EACH]:
        yield _change("falling_products", row)


def rising_products(ground: Ground) -> Iterator[Finding]:
    """The products that gained most, beyond chance."""
    rows = [row for row in ground.results["products"] if row["is_rising"] and row["sureness"] >= SURE]
    for row in sorted(rows, key=lambda row: -float(row["change"]))[:EACH]:
        yield _change("rising_products", row)


def returned_products(ground: Ground) -> Iterator[Finding]:
    """The products that come back more often than the store's usual, by the lower end of their interval."""
    usual = ground.first("returns").get("back") or 0.0
    rows = [row for row in ground.results["products"] if row["is_returned_most"] and row["back_low"] > TWICE * usual]
    for row in sorted(rows, key=lambda row: -float(row["lost_year"]))[:EACH]:
        yield Finding(
            "returned_products", key=str(row["product_id"]), behind={"product": row["product_id"]},
            values={
                "title": _title(row), "back": row["back"], "back_low": row["back_low"],
                "back_high": row["back_high"], "usual": usual,
            },
            stake=Range(row["lost_year"]),
        )  # fmt: skip


def bought_together(ground: Ground) -> Iterator[Finding]:
    """The pairs that meet most often beyond chance, by the orders that chance does not explain."""
    rows = [row for row in ground.results["pairs"] if row["lift"] >= 2]

    def beyond_chance(row: dict[str, Any]) -> float:
        return -float(row["together"]) * (1 - 1 / float(row["lift"]))

    for row in sorted(rows, key=beyond_chance)[:EACH]:
        pair = [row["product_id"], row["other_id"]]
        yield Finding(
            "bought_together", key="+".join(map(str, pair)), behind={"pair": pair},
            values={
                "title": _title(row), "other": _title(row, "other_"), "together": row["together"],
                "confidence": row["confidence"], "lift": row["lift"],
            },
        )  # fmt: skip


def _change(rule: str, row: dict[str, Any]) -> Finding:
    return Finding(
        rule, key=str(row["product_id"]), behind={"product": row["product_id"]},
        values={"title": _title(row), "net": float(row["net"]), "before": float(row["net_before"])},
        stake=Range(abs(float(row["change"]))),
    )  # fmt: skip


def _title(row: dict[str, Any], side: str = "") -> str:
    name = row.get(f"{side}title") or row.get(f"{side}sku") or row[f"{side}id" if side else "product_id"]
    return str(name).strip()


RULES = (falling_products, rising_products, returned_products, bought_together)
