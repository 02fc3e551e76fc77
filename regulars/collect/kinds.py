"""What an import may hold and why a row may be rejected; what sources there are and why a message may be set aside."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What one file is about."""

    ORDERS = "orders", _("orders")
    CUSTOMERS = "customers", _("customers")
    PRODUCTS = "products", _("products")
    COSTS = "costs", _("costs")
    TICKETS = "tickets", _("tickets")
    POINTS = "points", _("points")


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
    NO_TICKET = "no_ticket", _("The ticket has no number.")
    NO_POINTS = "no_points", _("The number of points is missing.")
    NOBODY = "nobody", _("The row names nobody: no id, e-mail, phone or name.")


class SourceKind(TextChoices):
    """What sends by itself: a site or an app by events, a platform by its own webhooks, or what we look at."""

    EVENTS = "events", _("Website or app")
    SHOPIFY = "shopify", _("Shopify")
    WOOCOMMERCE = "woocommerce", _("WooCommerce")
    STRIPE = "stripe", _("Stripe")
    WEBHOOK = "webhook", _("Signed webhook")
    FOLDER = "folder", _("Folder of files")
    QUERY = "query", _("Database query")
    FORMS = "forms", _("Forms and reviews")


OWN = frozenset({SourceKind.FORMS})
"""Sources that each store has of itself, once it needs them; nobody adds them."""


class Stream(TextChoices):
    """What a source is asked for, page by page."""

    ORDERS = "orders", _("orders")
    CUSTOMERS = "customers", _("customers")
    PRODUCTS = "products", _("products")


class Fault(TextChoices):
    """Why a message was set aside instead of becoming an event."""

    NO_OBJECT = "no_object", _("The message is no JSON object.")
    NO_TYPE = "no_type", _("The message does not say what it is: track, identify, page, screen, group or alias.")
    NOBODY = "nobody", _("The message names neither a user nor a visitor.")
    NO_NAME = "no_name", _("The message does not name its event.")
    BAD_FIELD = "bad_field", _("A field of the message holds something else than it should.")
    TOO_LARGE = "too_large", _("The message is larger than 32 KB.")
    UNKNOWN = "unknown", _("Messages of this kind are not understood.")
    NO_RECORD = "no_record", _("The message lacks what an order, a customer or a product must say.")
    NO_MAPPING = "no_mapping", _("The mapping of the source does not fit the message.")
    TOO_DEEP = "too_deep", _("The message is nested too deeply.")
    NOT_TAKEN = "not_taken", _("The message could not be taken in; the reason is beside it.")


class Traffic(TextChoices):
    """Who is behind an event; only people count in figures."""

    PERSON = "person", _("a person")
    BOT = "bot", _("a program")
    TEST = "test", _("a test")
    STAFF = "staff", _("the shop’s own staff")
