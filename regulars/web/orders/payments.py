"""What providers tell of the money of one order: each payment, refund and dispute, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.commerce.kinds import PaymentKind
from regulars.commerce.models import Order, Payment
from regulars.web.components import show

DONE = frozenset({"succeeded", "success", "paid"})
SETTLED = frozenset({"won", "lost", "accepted", "charge_refunded", "warning_closed"})
STATES = {
    "succeeded": (gettext_lazy("went through"), "good"), "success": (gettext_lazy("went through"), "good"),
    "paid": (gettext_lazy("went through"), "good"), "pending": (gettext_lazy("under way"), "warm"),
    "failed": (gettext_lazy("failed"), "bad"), "failure": (gettext_lazy("failed"), "bad"),
    "error": (gettext_lazy("failed"), "bad"), "canceled": (gettext_lazy("canceled"), ""),
    "needs_response": (gettext_lazy("needs your answer"), "bad"),
    "under_review": (gettext_lazy("under review"), "warm"),
    "won": (gettext_lazy("won"), "good"), "lost": (gettext_lazy("lost"), "bad"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    """One payment, refund or dispute in words."""

    payment: Payment
    words: str | Promise
    tone: str


@dataclass(frozen=True, slots=True)
class Account:
    """All of them, and a sentence with the sums of those that went through."""

    rows: Sequence[Money]
    sentence: str


def of(order: Order) -> Account | None:
    """In one statement; None where no provider has told of any."""
    found = list(Payment.objects.filter(order=order).select_related("source").order_by("made_at", "id"))
    if not found:
        return None
    rows = [Money(each, *STATES.get(each.state, (each.state, ""))) for each in found]
    return Account(rows, " ".join(sums(found, order.currency)))


def sums(found: Sequence[Payment], currency: str) -> list[str]:
    mine = [each for each in found if each.currency == currency]
    told = (
        (_("Paid %(money)s."), total(mine, PaymentKind.PAYMENT)),
        (_("Refunded %(money)s."), total(mine, PaymentKind.REFUND)),
        (_("In dispute %(money)s."), disputed(mine)),
        (_("Fees %(money)s."), sum((p.fee for p in mine if p.fee is not None), Decimal(0))),
    )
    return [words % {"money": show.as_money(money, currency)} for words, money in told if money]


def disputed(found: Sequence[Payment]) -> Decimal:
    """What is still argued about."""
    open_ = (each for each in found if each.kind == PaymentKind.DISPUTE and each.state not in SETTLED)
    return sum((each.amount for each in open_), Decimal(0))


def total(found: Sequence[Payment], kind: PaymentKind) -> Decimal:
    return sum((each.amount for each in found if each.kind == kind and each.state in DONE), Decimal(0))
