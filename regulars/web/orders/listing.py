"""The index of orders as a list: its columns and what it can be filtered by."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.base.workspace.models import Staff, Store
from regulars.commerce.kinds import OrderKind
from regulars.commerce.models import Order
from regulars.web.components import show
from regulars.web.lists.columns import Cell, Column
from regulars.web.lists.fields import FilterField, Kind
from regulars.web.lists.listing import Listing
from regulars.web.orders import choices, labels

CAME_BACK = """(exists (select from commerce_orderline l join commerce_returnmatch m on m.bought_id = l.id
                        where l.order_id = o.id))"""

REPEATED = """(exists (select from commerce_orderline l where l.order_id = o.id
                       group by l.product_id, l.quantity, l.unit_price, l.kind having count(*) > 1))"""


@dataclass(frozen=True, slots=True)
class Shown:
    """An order, and what its buyer is called by this reader."""

    order: Order
    name: str


def of(store: Store | None, staff: Staff) -> Listing:
    return Listing(
        name="orders",
        title=_("Orders"),
        address=reverse("orders"),
        columns=columns(),
        default_sort="placed_at",
        fields=fields(store, staff),
        search_words=_("Order, parcel, end of a phone number, customer"),
        keeps=("product",),
        empty="web/orders/empty.html",
    )


def columns() -> list[Column]:
    return [
        Column("number", _("Order"), number),
        Column("placed_at", _("Placed"), lambda row: show.moment(row.order.placed_at), sort="placed_at"),
        Column("customer", _("Customer"), lambda row: row.name or "–"),
        Column("total", _("Total"), lambda row: show.as_money(row.order.total, row.order.currency), is_figure=True),
        Column("payment", _("Payment"), lambda row: state(row.order.payment_state)),
        Column("parcel", _("Parcel"), lambda row: state(row.order.parcel_state)),
        Column("net", _("Net sales"), lambda row: show.as_money(row.order.net, row.order.currency), is_figure=True,
               is_default=False),
        Column("channel", _("Channel"), lambda row: row.order.channel or "–", is_default=False),
        Column("country", _("Country"), lambda row: row.order.ship_country or "–", is_default=False),
        Column("codes", _("Discount codes"), lambda row: ", ".join(row.order.discount_codes) or "–", is_default=False),
    ]  # fmt: skip


def number(row: Shown) -> Cell:
    kind = labels.kind(row.order)
    return Cell(row.order.number, badges=[kind.words] if kind else [])


def state(said: str) -> Cell | str:
    label = labels.state(said)
    return Cell(label.words, tone=label.tone) if label else "–"


def fields(store: Store | None, staff: Staff) -> list[FilterField]:
    """Who does not see contact details cannot guess at the staff's notes either."""
    note = FilterField("note", _("Note for the staff"), Kind.TEXT, "o.staff_note")
    used = choices.of(store)
    currency = store.currency if store and len(used["currency"]) <= 1 else ""
    return [
        FilterField("placed_on", _("Placed"), Kind.DAY, "o.placed_on"),
        FilterField("kind", _("Kind"), Kind.CHOICE, "o.kind", OrderKind.choices),
        FilterField("payment", _("Payment"), Kind.CHOICE, "nullif(o.payment_state, '')", used["payment_state"]),
        FilterField("parcel", _("Parcel"), Kind.CHOICE, "nullif(o.parcel_state, '')", used["parcel_state"]),
        FilterField("channel", _("Channel"), Kind.CHOICE, "nullif(o.channel, '')", used["channel"]),
        FilterField("total", _("Total"), Kind.MONEY, "o.total", currency=currency),
        FilterField("currency", _("Currency"), Kind.CHOICE, "o.currency", used["currency"]),
        FilterField("country", _("Country"), Kind.CHOICE, "nullif(o.ship_country, '')", used["ship_country"]),
        FilterField("code", _("Discount code"), Kind.TEXT, "array_to_string(o.discount_codes, ' ')"),
        FilterField("reason", _("Reason of return"), Kind.TEXT, "nullif(o.return_reason, '')"),
        FilterField("reasoned", _("Reason of return given"), Kind.YESNO, "(o.return_reason <> '')"),
        FilterField("customer", _("Customer known"), Kind.YESNO, "(o.person_id is not null)"),
        FilterField("came_back", _("Something came back"), Kind.YESNO, CAME_BACK),
        FilterField("repeated", _("A line stands twice"), Kind.YESNO, REPEATED),
        *([note] if staff.sees_contact_details else []),
    ]
