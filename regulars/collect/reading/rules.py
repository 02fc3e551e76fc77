"""What a line and an order are, for a record that comes by itself, by the same rules as in a file (`orders.sql`)."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from regulars.collect.reading import linekinds
from regulars.collect.reading.judge import CANCELLED, VOIDED

IS_CANCELLED = re.compile(CANCELLED)
IS_VOIDED = re.compile(VOIDED)
TELLS_BAD_DEBT = re.compile(linekinds.BAD_DEBT)


def is_cancelled(state: str, payment_state: str) -> bool:
    """Whether the states of an order, or of its payment, say that nothing came of it."""
    bare = state.removeprefix("wc-").lower()
    return bool(IS_CANCELLED.fullmatch(bare) or IS_VOIDED.fullmatch(payment_state.lower()))


@lru_cache(maxsize=50_000)
def titled(sku: str, title: str) -> str:
    """The kind of a line as its code and title tell it."""
    lowered, code = title.lower(), sku.upper()
    kinds = [kind for kind, words in linekinds.TITLES.items() if _titles()[kind].fullmatch(lowered)]
    agrees = not title or title.upper() == code or bool(kinds)
    for kind, codes in linekinds.CODES.items():
        if code and re.fullmatch(codes, code) and (re.fullmatch(linekinds.CERTAIN, code) or agrees):
            return kind
    return kinds[0] if title and kinds else "merchandise"


def line_kind(sku: str, title: str, *, quantity: Decimal, unit_price: Decimal, has_buyer: bool) -> str:
    """The kind of a line; merchandise that costs nothing is a sample for somebody, or a correction."""
    kind = "manual" if sku.upper() == "PADS" and abs(unit_price) <= Decimal("0.01") else titled(sku, title)
    if kind != "merchandise" or quantity * unit_price != 0:
        return kind
    return "sample" if has_buyer and quantity > 0 else "correction"


def order_kind(lines: Sequence[tuple[Decimal, Decimal, str]], *, is_void: bool, has_buyer: bool) -> str:
    """The kind of an order, from the quantities, unit prices and titles of its lines."""
    if is_void:
        return "cancelled"
    if any(TELLS_BAD_DEBT.fullmatch(title) for _, _, title in lines):
        return "adjustment"
    worth = [quantity * price for quantity, price, _ in lines] or [Decimal(0)]
    if min(worth) < 0 and max(worth) <= 0:
        return "return" if all(quantity < 0 for quantity, _, _ in lines) else "adjustment"
    return "adjustment" if max(worth) == 0 and not has_buyer and lines else "sale"


@lru_cache(maxsize=1)
def _titles() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(f"(?:{words}){linekinds.TAIL}") for kind, words in linekinds.TITLES.items()}
