"""The words for what a column means, how sure that is, and where an import stands."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.collect.kinds import Kind, State
from regulars.collect.reading.columns import SYNONYMS
from regulars.collect.reading.look import Trust

type Words = str | Promise

KINDS: Mapping[str, tuple[Words, Words]] = {
    Kind.ORDERS: (gettext_lazy("Orders"), gettext_lazy("one row per item sold; people and products come with them")),
    Kind.CUSTOMERS: (gettext_lazy("Customers"), gettext_lazy("one row per person, with names, addresses, permissions")),
    Kind.PRODUCTS: (gettext_lazy("Products"), gettext_lazy("one row per stock code, with titles, categories, prices")),
    Kind.COSTS: (gettext_lazy("Costs"), gettext_lazy("what a unit costs you, so that margins can be reckoned")),
    Kind.TICKETS: (gettext_lazy("Tickets"), gettext_lazy("one row per ticket of your help desk, into the timelines")),
    Kind.POINTS: (gettext_lazy("Points"), gettext_lazy("what members have at your loyalty program, to be seen only")),
}
TRUST: Mapping[str, tuple[Words, str]] = {
    Trust.SAID: (gettext_lazy("chosen"), "accent"),
    Trust.PRESET: (gettext_lazy("known export"), "good"),
    Trust.HEADING: (gettext_lazy("sure"), "good"),
    Trust.CONTENT: (gettext_lazy("likely"), "calm"),
    Trust.GUESS: (gettext_lazy("perhaps"), "warm"),
    Trust.NONE: (gettext_lazy("not read"), ""),
}
STATES: Mapping[str, tuple[Words, str]] = {
    State.REGISTERED: (gettext_lazy("Waiting"), "calm"),
    State.STAGING: (gettext_lazy("Being read"), "calm"),
    State.STAGED: (gettext_lazy("Read"), "calm"),
    State.MERGING: (gettext_lazy("Being merged"), "calm"),
    State.DONE: (gettext_lazy("Done"), "good"),
    State.REFUSED: (gettext_lazy("Refused"), "bad"),
    State.CANCELLED: (gettext_lazy("Canceled"), ""),
    State.UNDOING: (gettext_lazy("Being undone"), "warm"),
    State.UNDONE: (gettext_lazy("Undone"), ""),
}
ROLES: Mapping[str, Words] = {
    "order_number": gettext_lazy("Order number"),
    "placed_at": gettext_lazy("Order date"),
    "placed_time": gettext_lazy("Order time"),
    "user_id": gettext_lazy("Customer number"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "name": gettext_lazy("Name"),
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "company": gettext_lazy("Company"),
    "street": gettext_lazy("Street"),
    "house": gettext_lazy("House number"),
    "street2": gettext_lazy("Street, second line"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Region"),
    "postcode": gettext_lazy("Postcode"),
    "country": gettext_lazy("Country"),
    "sku": gettext_lazy("Stock code"),
    "title": gettext_lazy("Product title"),
    "variant": gettext_lazy("Variant"),
    "category": gettext_lazy("Category"),
    "brand": gettext_lazy("Brand"),
    "quantity": gettext_lazy("Quantity"),
    "unit_price": gettext_lazy("Unit price"),
    "line_total": gettext_lazy("Line total"),
    "line_discount": gettext_lazy("Line discount"),
    "line_tax": gettext_lazy("Line tax"),
    "unit_cost": gettext_lazy("Unit cost"),
    "currency": gettext_lazy("Currency"),
    "order_subtotal": gettext_lazy("Order subtotal"),
    "order_discount": gettext_lazy("Order discount"),
    "order_tax": gettext_lazy("Order tax"),
    "order_shipping": gettext_lazy("Shipping cost"),
    "order_gift_card": gettext_lazy("Paid by gift card"),
    "order_refunded": gettext_lazy("Refunded amount"),
    "order_total": gettext_lazy("Order total"),
    "discount_codes": gettext_lazy("Discount code"),
    "channel": gettext_lazy("Channel"),
    "order_state": gettext_lazy("Order state"),
    "order_type": gettext_lazy("Order type"),
    "payment_state": gettext_lazy("Payment state"),
    "parcel_state": gettext_lazy("Parcel state"),
    "parcel_number": gettext_lazy("Parcel number"),
    "parcel_carrier": gettext_lazy("Carrier"),
    "return_reason": gettext_lazy("Reason of return"),
    "order_tags": gettext_lazy("Order tags"),
    "accepts_marketing": gettext_lazy("Accepts marketing"),
    "cancelled_at": gettext_lazy("Canceled at"),
    "items": gettext_lazy("All items in one cell"),
    "note": gettext_lazy("Note"),
    "language": gettext_lazy("Language"),
    "born_on": gettext_lazy("Birthday"),
    "tags": gettext_lazy("Tags"),
    "accepts_email": gettext_lazy("Accepts e-mail"),
    "accepts_sms": gettext_lazy("Accepts text messages"),
    "email_consent_at": gettext_lazy("Agreed to e-mail at"),
    "sms_consent_at": gettext_lazy("Agreed to text messages at"),
    "consent_source": gettext_lazy("Where they agreed"),
    "consent_ip": gettext_lazy("IP address when they agreed"),
    "consent_list": gettext_lazy("List they joined or left"),
    "consent_reason": gettext_lazy("Why they left"),
    "email_suppressed": gettext_lazy("Why nobody writes to the e-mail"),
    "email_suppressed_at": gettext_lazy("Nobody writes to the e-mail since"),
    "created_at": gettext_lazy("Known since"),
    "price": gettext_lazy("Price"),
    "cost": gettext_lazy("Cost"),
    "from_on": gettext_lazy("Valid from"),
    "url": gettext_lazy("Web address"),
    "image_url": gettext_lazy("Picture address"),
    "is_active": gettext_lazy("On sale"),
    "handle": gettext_lazy("Group of variants"),
    "ticket_number": gettext_lazy("Ticket number"),
    "subject": gettext_lazy("Subject"),
    "ticket_state": gettext_lazy("State of the ticket"),
    "ticket_channel": gettext_lazy("Channel of the ticket"),
    "priority": gettext_lazy("Priority"),
    "opened_at": gettext_lazy("Opened at"),
    "changed_at": gettext_lazy("Changed at"),
    "closed_at": gettext_lazy("Closed at"),
    "satisfaction": gettext_lazy("Satisfaction"),
    "ticket_url": gettext_lazy("Web address of the ticket"),
    "points": gettext_lazy("Points"),
    "tier": gettext_lazy("Tier"),
    "expires_on": gettext_lazy("Points expire on"),
    "as_of": gettext_lazy("As of"),
    "program": gettext_lazy("Loyalty program"),
    "line_subtotal": gettext_lazy("Line subtotal"),
}


def role(name: str) -> Words:
    return ROLES.get(name, name)


def roles(kind: str) -> list[tuple[str, Words]]:
    """What a column of such a file may mean, nothing first."""
    return [("", gettext_lazy("– not read –")), *((name, role(name)) for name in SYNONYMS[kind])]
