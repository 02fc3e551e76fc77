# ruff: noqa: E501
"""Exports of well-known shops, and of what they send mail, serve and reward with, told by their headings and read without a mapping.

A preset's columns are tried in the order in which they are named; where several have one meaning, the first that
is filled in a row counts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from regulars.collect.reading import addressbooks, headings

BILLING = "Billing"


@dataclass(frozen=True, slots=True)
class Preset:
    """How one kind of export is told (`signature`) and what its columns mean (heading to role)."""

    name: str
    kind: str
    signature: tuple[str, ...]
    columns: Mapping[str, str]
    fills_down: bool = False
    """Cells of the order stand on its first row only."""
    packed: str | None = None
    """How several items of an order share one row: `packed.py` has the ways."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What is true of everybody in such a file, though it has no column for it."""
    agrees_when_timed: bool = False
    """Whoever has a time of consent has agreed; whoever has none is not known to."""
    is_utc: bool = False
    """Its times are in UTC and do not say so."""
    file: str = ""
    """What the name of the file must begin with, where the headings alone do not tell."""
    keeps_all: bool = False
    """All addresses and numbers of a row are the person's: those beyond the first stay among the extras as well."""

    def fits(self, names: Sequence[str], file: str) -> bool:
        keys = {headings.key(name) for name in names}
        is_named_so = re.match(self.file, file, re.IGNORECASE) is not None
        return is_named_so and all(headings.key(name) in keys for name in self.signature)


def _shopify_address(side: str) -> dict[str, str]:
    ends = {
        "Name": "name", "Company": "company", "Address1": "street", "Street": "street", "Address2": "street2",
        "City": "city", "Province": "region", "Zip": "postcode", "Country": "country", "Phone": "phone",
    }  # fmt: skip
    return {f"{side} {end}": role for end, role in ends.items()}


SHOPIFY_ORDERS = Preset(
    "shopify-orders",
    "orders",
    ("Name", "Lineitem quantity", "Lineitem price"),
    {
        "Name": "order_number", "Created at": "placed_at", "Email": "email", "Phone": "phone",
        "Financial Status": "payment_state", "Fulfillment Status": "parcel_state", "Accepts Marketing": "accepts_marketing",
        "Currency": "currency", "Subtotal": "order_subtotal", "Shipping": "order_shipping", "Taxes": "order_tax",
        "Total": "order_total", "Discount Code": "discount_codes", "Discount Amount": "order_discount",
        "Refunded Amount": "order_refunded", "Gift Card Amount": "order_gift_card",
        "Lineitem quantity": "quantity", "Lineitem name": "title", "Lineitem price": "unit_price", "Lineitem sku": "sku",
        "Lineitem discount": "line_discount", "Vendor": "brand", "Cancelled at": "cancelled_at", "Notes": "note",
        "Tags": "order_tags", "Source": "channel", "Tracking Number": "parcel_number", "Tracking Company": "parcel_carrier",
        "Customer ID": "user_id", "Paid at": "placed_at",
        **_shopify_address("Billing"), **_shopify_address("Shipping"),
    },
    fills_down=True,
)  # fmt: skip

SHOPIFY_CUSTOMERS = Preset(
    "shopify-customers",
    "customers",
    ("First Name", "Last Name", "Email", "Total Spent", "Total Orders"),
    {
        "Customer ID": "user_id", "First Name": "given_name", "Last Name": "family_name", "Email": "email", "Phone": "phone",
        "Accepts Email Marketing": "accepts_email", "Accepts Marketing": "accepts_email",
        "Accepts SMS Marketing": "accepts_sms", "Tags": "tags", "Note": "note",
        **{
            f"{before}{end}": role
            for before in ("", "Default Address ")
            for end, role in {
                "Company": "company", "Address1": "street", "Address2": "street2", "City": "city", "Province": "region",
                "Province Code": "region", "Country Code": "country", "Country": "country", "Zip": "postcode",
                "Phone": "phone",
            }.items()
        },
    },
)  # fmt: skip

SHOPIFY_PRODUCTS = Preset(
    "shopify-products",
    "products",
    ("Handle", "Title", "Variant Price"),
    {
        "Variant SKU": "sku", "Handle": "handle", "Title": "title", "Vendor": "brand", "Product Category": "category",
        "Type": "category", "Variant Price": "price", "Cost per item": "cost", "Image Src": "image_url", "Status": "is_active",
        "Published": "is_active", "Option1 Value": "variant",
    },
    fills_down=True,
)  # fmt: skip

WOO_BUYER = {
    "customer_id": "user_id", "customer_user": "user_id", "Customer User ID": "user_id", "customer_email": "email",
    "billing_email": "email", "billing_phone": "phone", "Email (Billing)": "email", "Phone (Billing)": "phone",
    **{
        name: role
        for side in ("Billing", "Shipping")
        for end, role in {
            "First Name": "given_name", "Last Name": "family_name", "Company": "company", "Address 1&2": "street",
            "Address 1": "street", "Address 2": "street2", "City": "city", "State": "region", "State Code": "region",
            "Postcode": "postcode", "Country Code": "country", "Country": "country",
        }.items()
        for name in (f"{end} ({side})", f"{side}_{end}")
    },
}  # fmt: skip

WOO_ORDER = {
    "order_number": "order_number", "order_number_formatted": "order_number", "order_id": "order_number",
    "Order Number": "order_number", "Order ID": "order_number",
    "order_date": "placed_at", "date": "placed_at", "Order Date": "placed_at", "paid_date": "placed_at",
    "status": "order_state", "Order Status": "order_state", "order_currency": "currency", "currency": "currency",
    "Order Currency": "currency", "order_subtotal": "order_subtotal", "Order Subtotal Amount": "order_subtotal",
    "discount_total": "order_discount", "cart_discount": "order_discount", "Cart Discount Amount": "order_discount",
    "tax_total": "order_tax", "Order Total Tax Amount": "order_tax", "shipping_total": "order_shipping",
    "Order Shipping Amount": "order_shipping", "order_total": "order_total", "Order Total Amount": "order_total",
    "refunded_total": "order_refunded", "Order Refund Amount": "order_refunded", "Coupon Code": "discount_codes",
    "Coupons Used": "discount_codes", "coupons": "discount_codes", "coupon_items": "discount_codes",
    "customer_note": "note", "Customer Note": "note", "created_via": "channel", "attribution": "channel",
    "tracking_number": "parcel_number", "shipment_tracking": "parcel_number", "Tracking Number": "parcel_number",
    "tracking_provider": "parcel_carrier", "Tracking Provider": "parcel_carrier",
    **WOO_BUYER,
}  # fmt: skip

WOO_ORDERS_PER_ITEM = Preset(
    "woocommerce-orders",
    "orders",
    ("order_id", "item_name", "item_quantity"),
    {
        **WOO_ORDER, "item_name": "title", "item_sku": "sku", "item_product_id": "sku", "item_quantity": "quantity",
        "item_price": "unit_price", "item_subtotal": "line_subtotal", "item_total": "line_total", "item_total_tax": "line_tax",
        "item_tax": "line_tax",
    },
    fills_down=True,
)  # fmt: skip

WOO_ORDERS_ADVANCED = Preset(
    "woocommerce-orders",
    "orders",
    ("Order Number", "Order Date", "Item Cost"),
    {
        **WOO_ORDER, "SKU": "sku", "Item Name": "title", "Name": "title", "Product Variation": "variant",
        "Quantity": "quantity", "Quantity (- Refund)": "quantity", "Item Cost": "unit_price", "Category": "category",
        "Order Line Tax": "line_tax", "Item Tax Amount": "line_tax",
    },
    fills_down=True,
)  # fmt: skip

WOO_ORDERS_PACKED = Preset(
    "woocommerce-orders",
    "orders",
    ("order_id", "order_date", "line_items"),
    {**WOO_ORDER, "line_items": "items"},
    packed="fields",
)

WOO_ORDERS_SKYVERGE = Preset(
    "woocommerce-orders",
    "orders",
    ("order_id", "date", "line_items"),
    {**WOO_ORDER, "line_items": "items"},
    packed="fields",
)

WOO_ORDERS_NUMBERED = Preset(
    "woocommerce-orders",
    "orders",
    ("order_id", "order_date", "line_item_1"),
    {**WOO_ORDER, "line_item_#": "items"},
    packed="fields",
)

WOO_ORDERS_REST = Preset(
    "woocommerce-orders",
    "orders",
    ("id", "date_created_gmt", "line_items", "billing.email"),
    {
        "number": "order_number", "id": "order_number", "date_created_gmt": "placed_at", "status": "order_state",
        "currency": "currency", "discount_total": "order_discount", "shipping_total": "order_shipping",
        "total_tax": "order_tax", "total": "order_total", "customer_id": "user_id", "customer_note": "note",
        "created_via": "channel", "line_items": "items", "coupon_lines": "discount_codes",
        **{
            f"billing.{end}": role
            for end, role in {
                "email": "email", "phone": "phone", "first_name": "given_name", "last_name": "family_name",
                "company": "company", "address_1": "street", "address_2": "street2", "city": "city", "state": "region",
                "postcode": "postcode", "country": "country",
            }.items()
        },
    },
    packed="fields",
)  # fmt: skip

WOO_ANALYTICS = Preset(
    "woocommerce-orders",
    "orders",
    ("Date", "Order #", "Product(s)", "Items sold", "N. Revenue"),
    {
        "Order #": "order_number", "Date": "placed_at", "Status": "order_state", "Customer": "name", "Product(s)": "title",
        "Items sold": "quantity", "N. Revenue": "line_total", "Coupon(s)": "discount_codes", "Attribution": "channel",
    },
)  # fmt: skip

WOO_CUSTOMERS = Preset(
    "woocommerce-customers",
    "customers",
    ("user_email", "billing_country"),
    {
        "customer_id": "user_id", "ID": "user_id", "user_email": "email", "first_name": "given_name", "last_name": "family_name",
        "user_registered": "created_at", "date_registered": "created_at", "locale": "language", "billing_email": "email",
        "billing_phone": "phone", **{name: role for name, role in WOO_BUYER.items() if "_" in name},
    },
)  # fmt: skip

WOO_CUSTOMERS_ANALYTICS = Preset(
    "woocommerce-customers",
    "customers",
    ("Name", "Username", "Last active", "Email", "AOV"),
    {
        "Name": "name", "Email": "email", "Sign up": "created_at", "Country / Region": "country", "City": "city",
        "Region": "region", "Postal code": "postcode",
    },
)  # fmt: skip

WOO_PRODUCTS = Preset(
    "woocommerce-products",
    "products",
    ("SKU", "Name", "Regular price", "Categories"),
    {
        "SKU": "sku", "ID": "handle", "Name": "title", "Categories": "category", "Brands": "brand", "Sale price": "price",
        "Regular price": "price", "Cost of goods": "cost", "Images": "image_url", "External URL": "url", "Published": "is_active",
    },
)  # fmt: skip

KLAVIYO_PROFILES = Preset(
    "klaviyo-profiles",
    "customers",
    ("Email", "Klaviyo ID"),
    {
        "External ID": "user_id", "Email": "email", "Phone Number": "phone", "First Name": "given_name",
        "Last Name": "family_name", "Organization": "company", "Address": "street", "Address 2": "street2", "City": "city",
        "State / Region": "region", "Zip Code": "postcode", "Country": "country", "Locale": "language",
        "Profile Created On": "created_at", "Email Marketing Consent": "accepts_email",
        "Email Marketing Consent Timestamp": "email_consent_at", "SMS Marketing Consent": "accepts_sms",
        "SMS Marketing Consent Timestamp": "sms_consent_at", "SMS Consent": "accepts_sms",
        "SMS Consent Timestamp": "sms_consent_at", "Email Marketing Consent Method": "consent_source",
        "$consent_method": "consent_source", "Consent Method": "consent_source", "Source": "consent_source",
        "Email Suppressions": "email_suppressed", "Email Suppressions Timestamp": "email_suppressed_at",
        "Shopify Tags": "tags", "Tags": "tags",
    },
    is_utc=True,
)  # fmt: skip

MAILCHIMP_CONTACT = {
    "Email Address": "email", "Phone Number": "phone", "First Name": "given_name", "Last Name": "family_name",
    "Company": "company", "Address": "street", "REGION": "region", "CC": "country", "TAGS": "tags", "NOTES": "note",
}  # fmt: skip
MAILCHIMP_OPTIN = {
    "CONFIRM_TIME": "email_consent_at", "OPTIN_TIME": "email_consent_at", "CONFIRM_IP": "consent_ip", "OPTIN_IP": "consent_ip",
    "SOURCE": "consent_source",
}  # fmt: skip

MAILCHIMP_NONSUBSCRIBED = Preset(
    "mailchimp-nonsubscribed",
    "customers",
    ("Email Address", "MEMBER_RATING", "LEID", "EUID"),
    MAILCHIMP_CONTACT,
    is_utc=True,
    file=r"non[-_ ]?subscribed",
)

MAILCHIMP_CLEANED = Preset(
    "mailchimp-cleaned",
    "customers",
    ("Email Address", "CLEAN_TIME", "LEID"),
    MAILCHIMP_CONTACT | {"CLEAN_TIME": "email_suppressed_at"},
    said={"email_suppressed": "cleaned"},
    is_utc=True,
)

MAILCHIMP_UNSUBSCRIBED = Preset(
    "mailchimp-unsubscribed",
    "customers",
    ("Email Address", "UNSUB_TIME", "LEID"),
    MAILCHIMP_CONTACT
    | {"UNSUB_TIME": "email_consent_at", "UNSUB_CAMPAIGN_TITLE": "consent_source", "UNSUB_REASON": "consent_reason"},
    said={"accepts_email": "no"},
    is_utc=True,
)

MAILCHIMP_SUBSCRIBED = Preset(
    "mailchimp-subscribed",
    "customers",
    ("Email Address", "MEMBER_RATING", "OPTIN_TIME", "LEID", "EUID"),
    MAILCHIMP_CONTACT | MAILCHIMP_OPTIN,
    agrees_when_timed=True,
    is_utc=True,
)

ZENDESK = {
    "Id": "ticket_number", "Subject": "subject", "Requester": "name", "Requester email": "email", "requester.email": "email",
    "requester.name": "name", "requester.phone": "phone", "Status": "ticket_state", "Priority": "priority",
    "Via": "ticket_channel", "via.channel": "ticket_channel", "Created at": "opened_at", "Updated at": "changed_at",
    "Solved at": "closed_at", "Satisfaction Score": "satisfaction", "satisfaction_rating.score": "satisfaction",
}  # fmt: skip
ZENDESK_VIEW = Preset("zendesk", "tickets", ("Id", "Requester email", "Via"), ZENDESK, is_utc=True)
ZENDESK_JSON = Preset("zendesk", "tickets", ("id", "requester.email", "via.channel"), ZENDESK, is_utc=True)
FRESHDESK = Preset(
    "freshdesk",
    "tickets",
    ("Ticket ID", "Created time", "Resolved time"),
    {
        "Ticket ID": "ticket_number", "Subject": "subject", "Status": "ticket_state", "Priority": "priority",
        "Source": "ticket_channel", "Created time": "opened_at", "Last update time": "changed_at",
        "Closed time": "closed_at", "Resolved time": "closed_at", "Survey results": "satisfaction", "Full name": "name",
        "Email": "email", "Mobile phone": "phone", "Work phone": "phone",
    },
)  # fmt: skip
GORGIAS = {
    "id": "ticket_number", "Ticket id": "ticket_number", "subject": "subject", "status": "ticket_state",
    "channel": "ticket_channel", "priority": "priority", "customer.email": "email", "customer email": "email",
    "customer.name": "name", "customer name": "name", "created_datetime": "opened_at", "updated_datetime": "changed_at",
    "closed_datetime": "closed_at", "satisfaction_survey.score": "satisfaction", "satisfaction score": "satisfaction",
    "uri": "ticket_url",
}  # fmt: skip
GORGIAS_TICKETS = Preset("gorgias", "tickets", ("created_datetime", "customer.email"), GORGIAS, is_utc=True)
CHATWOOT = Preset(
    "chatwoot",
    "tickets",
    ("id", "meta.sender.email", "created_at"),
    {
        "id": "ticket_number", "meta.sender.email": "email", "meta.sender.phone_number": "phone", "meta.sender.name": "name",
        "meta.sender.identifier": "user_id", "status": "ticket_state", "meta.channel": "ticket_channel",
        "priority": "priority", "created_at": "opened_at", "updated_at": "changed_at",
        "additional_attributes.mail_subject": "subject",
    },
    is_utc=True,
)  # fmt: skip
BALANCE = {
    "Email": "email", "Customer ID": "user_id", "Merchant ID": "user_id", "Phone": "phone", "Points Balance": "points",
    "Points": "points", "Points Approved": "points", "VIP Tier": "tier", "VIP Tier Name": "tier", "Loyalty Tier": "tier",
    "Loyalty Tier Name": "tier", "Points Expire At": "expires_on", "Points Expiration": "expires_on",
    "Points Expiration Date": "expires_on", "Updated At": "as_of",
}  # fmt: skip
SMILE = Preset("smile", "points", ("Email", "Points Balance"), BALANCE, is_utc=True, file=r".*smile")
YOTPO = Preset("yotpo", "points", ("Email", "Points Balance"), BALANCE, is_utc=True, file=r".*(yotpo|swell)")
LOYALTYLION = Preset("loyaltylion", "points", ("Email", "Points Approved"), BALANCE, is_utc=True)
PROGRAMS = {
    "zendesk": "Zendesk", "freshdesk": "Freshdesk", "gorgias": "Gorgias", "chatwoot": "Chatwoot", "smile": "Smile.io",
    "yotpo": "Yotpo", "loyaltylion": "LoyaltyLion",
}  # fmt: skip
"""What the program is called whose export a preset reads."""

CARD = ("Name", "Given name", "Family name", "Further e-mails", "Further phones")
VCARD = Preset("vcard", "customers", CARD, addressbooks.VCARD, keeps_all=True)
GOOGLE_CONTACTS = Preset("google-contacts", "customers", ("E-mail 1 - Value",), addressbooks.GOOGLE, keeps_all=True)
GOOGLE_PHONES = Preset("google-contacts", "customers", ("Phone 1 - Value",), addressbooks.GOOGLE, keeps_all=True)
OUTLOOK_CONTACTS = Preset(
    "outlook-contacts",
    "customers",
    ("First Name", "Last Name", "E-mail Address", "Mobile Phone"),
    addressbooks.OUTLOOK,
    keeps_all=True,
)

PRESETS = (
    SHOPIFY_ORDERS, SHOPIFY_CUSTOMERS, SHOPIFY_PRODUCTS, WOO_ORDERS_PER_ITEM, WOO_ORDERS_ADVANCED, WOO_ORDERS_PACKED,
    WOO_ORDERS_SKYVERGE, WOO_ORDERS_NUMBERED, WOO_ORDERS_REST, WOO_ANALYTICS, WOO_CUSTOMERS, WOO_CUSTOMERS_ANALYTICS,
    WOO_PRODUCTS, KLAVIYO_PROFILES, MAILCHIMP_NONSUBSCRIBED, MAILCHIMP_CLEANED, MAILCHIMP_UNSUBSCRIBED, MAILCHIMP_SUBSCRIBED,
    ZENDESK_VIEW, ZENDESK_JSON, FRESHDESK, GORGIAS_TICKETS, CHATWOOT, SMILE, YOTPO, LOYALTYLION, VCARD, GOOGLE_CONTACTS,
    GOOGLE_PHONES, OUTLOOK_CONTACTS,
)  # fmt: skip
PLAIN = "lines"


def of(kind: str) -> list[Preset]:
    """The presets for one kind of file."""
    return [preset for preset in PRESETS if preset.kind == kind]


def detected(names: Sequence[str], kind: str, file: str) -> Preset | None:
    """The preset that a row of headings belongs to, if it is one we know."""
    return next((preset for preset in of(kind) if preset.fits(names, file)), None)
