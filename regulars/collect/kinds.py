"""What an import may hold, why a row may be rejected, and the kinds of orders and lines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What one file is about."""

    ORDERS = "orders", _("orders")
    CUSTOMERS = "customers", _("customers")
    PRODUCTS = "products", _("products")
    COSTS = "costs", _("costs")


class DateOrder(TextChoices):
    """In which order day, month and year stand in dates written with numbers only."""

    DAY_FIRST = "dmy", _("day, month, year")
    MONTH_FIRST = "mdy", _("month, day, year")
    YEAR_FIRST = "ymd", _("year, month, day")


class DecimalMark(TextChoices):
    """What stands before the decimals of a number."""

    POINT = "point", _("decimal point, 1,234.50")
    COMMA = "comma", _("decimal comma, 1.234,50")


class State(TextChoices):
    """How far an import has come."""

    REGISTERED = "registered", _("waiting")
    STAGING = "staging", _("being read")
    STAGED = "staged", _("read")
    MERGING = "merging", _("being merged")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("cancelled")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class DraftState(TextChoices):
    """How far the checking of a file has come."""

    WAITING = "waiting", _("waiting")
    READING = "reading", _("being checked")
    CHECKED = "checked", _("checked")
    REFUSED = "refused", _("refused")


class Reason(TextChoices):
    """Why a row was not accepted."""

    CELLS = "cells", _("The row has more cells than there are headings.")
    NO_ORDER = "no_order", _("The order number is missing.")
    NO_DATE = "no_date", _("The date is missing.")
    BAD_DATE = "bad_date", _("This is not a date in the order that the rest of the column has.")
    BAD_ZONE = "bad_zone", _("The time zone is not known.")
    EARLY_DATE = "early_date", _("The date is before 1970.")
    LATE_DATE = "late_date", _("The date is more than a day in the future.")
    NO_AMOUNT = "no_amount", _("The amount is missing.")
    BAD_AMOUNT = "bad_amount", _("This is not a number in the way the rest of the column is written.")
    LARGE_AMOUNT = "large_amount", _("The amount has more digits than can be kept (14 before the point, 18 after).")
    BAD_CURRENCY = "bad_currency", _("This is no ISO 4217 currency.")
    NO_ITEMS = "no_items", _("The order holds no items.")
    NO_SKU = "no_sku", _("The product has neither an SKU nor a title.")
    NOBODY = "nobody", _("The row names nobody: no id, e-mail, phone or name.")
