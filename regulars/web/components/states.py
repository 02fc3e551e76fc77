"""The words in which shops say where a payment or a parcel stands, in the reader's language; others stay as is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

WORDS: Mapping[str, Promise | str] = {
    "paid": gettext_lazy("paid"),
    "unpaid": gettext_lazy("unpaid"),
    "pending": gettext_lazy("pending"),
    "authorized": gettext_lazy("authorized"),
    "partially_paid": gettext_lazy("paid in part"),
    "refunded": gettext_lazy("refunded"),
    "partially_refunded": gettext_lazy("refunded in part"),
    "voided": gettext_lazy("voided"),
    "failed": gettext_lazy("failed"),
    "expired": gettext_lazy("expired"),
    "cancelled": gettext_lazy("canceled"),
    "canceled": gettext_lazy("canceled"),
    "processing": gettext_lazy("being prepared"),
    "on-hold": gettext_lazy("on hold"),
    "unfulfilled": gettext_lazy("not sent"),
    "partial": gettext_lazy("sent in part"),
    "fulfilled": gettext_lazy("fulfilled"),
    "shipped": gettext_lazy("shipped"),
    "sent": gettext_lazy("shipped"),
    "delivered": gettext_lazy("delivered"),
    "received": gettext_lazy("received"),
    "completed": gettext_lazy("completed"),
    "complete": gettext_lazy("completed"),
    "returned": gettext_lazy("sent back"),
    "late": gettext_lazy("late"),
    "overdue": gettext_lazy("overdue"),
    "lost": gettext_lazy("lost on the way"),
}


def plain(said: str) -> str:
    return said.casefold().replace(" ", "_")


def words(said: str) -> str | Promise:
    return WORDS.get(plain(said), said)
