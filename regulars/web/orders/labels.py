"""The words and colors for where an order stands; a state that is not known keeps the source's own word."""

from dataclasses import dataclass

from django.utils.functional import Promise

from regulars.commerce.kinds import OrderKind
from regulars.commerce.models import Order
from regulars.web.components import states

GOOD = frozenset({
    "paid", "fulfilled", "delivered", "completed", "complete", "shipped", "sent", "received",
    "已付款", "已支付", "已完成", "交易成功", "已签收", "已簽收", "已送达", "已送達", "已发货", "已發貨", "已出貨",
})  # fmt: skip
WARM = frozenset({
    "pending", "authorized", "partially_paid", "partially_refunded", "processing", "on-hold", "unfulfilled", "partial",
    "late", "overdue", "待付款", "待发货", "待發貨", "待出貨", "部分退款", "配送中", "运输中", "運送中",
})  # fmt: skip
BAD = frozenset({
    "failed", "voided", "cancelled", "canceled", "expired", "lost", "unpaid",
    "已取消", "支付失败", "付款失敗", "丢失", "遺失",
})  # fmt: skip
KINDS = {OrderKind.RETURN: "warm", OrderKind.ADJUSTMENT: "calm", OrderKind.CANCELLED: "bad"}


@dataclass(frozen=True, slots=True)
class Label:
    """A word and the tone of its badge."""

    words: str | Promise
    tone: str = ""


def kind(order: Order) -> Label | None:
    """What an order is where it is no plain sale."""
    return None if order.kind == OrderKind.SALE else Label(order.get_kind_display(), KINDS[OrderKind(order.kind)])


def state(said: str) -> Label | None:
    """The state of a payment or a parcel; None where the source says nothing."""
    if not said:
        return None
    plain = states.plain(said)
    tone = "good" if plain in GOOD else "warm" if plain in WARM else "bad" if plain in BAD else ""
    return Label(states.words(said), tone)
