"""The shapes of Shopify's GraphQL Admin API, and how they are written as its webhooks write them.

https://shopify.dev/docs/api/admin-graphql
"""

from collections.abc import Callable
from typing import Any

from regulars.collect import records

ORDER_LINES = """
    pageInfo { hasNextPage endCursor }
    nodes {
        name title sku quantity vendor isGiftCard
        originalUnitPriceSet { shopMoney { amount } } totalDiscountSet { shopMoney { amount } }
        taxLines { priceSet { shopMoney { amount } } }
    }
"""
ADDRESS = "name firstName lastName company address1 address2 city province zip countryCodeV2 phone"
ORDER = f"""
    legacyResourceId name test createdAt processedAt updatedAt cancelledAt currencyCode email phone note tags sourceName
    displayFinancialStatus displayFulfillmentStatus discountCodes
    subtotalPriceSet {{ shopMoney {{ amount }} }} totalDiscountsSet {{ shopMoney {{ amount }} }}
    totalTaxSet {{ shopMoney {{ amount }} }} totalShippingPriceSet {{ shopMoney {{ amount }} }}
    totalRefundedSet {{ shopMoney {{ amount }} }} totalPriceSet {{ shopMoney {{ amount }} }}
    customer {{ legacyResourceId firstName lastName defaultEmailAddress {{ emailAddress }}
                defaultPhoneNumber {{ phoneNumber }} }}
    shippingAddress {{ {ADDRESS} }} billingAddress {{ {ADDRESS} }}
    fulfillments(first: 1) {{ trackingInfo(first: 1) {{ company number }} }}
    lineItems(first: 50) {{ {ORDER_LINES} }}
"""
CUSTOMER = f"""
    legacyResourceId firstName lastName note tags locale createdAt updatedAt
    defaultEmailAddress {{ emailAddress marketingState marketingOptInLevel marketingUpdatedAt }}
    defaultPhoneNumber {{ phoneNumber marketingState marketingOptInLevel marketingUpdatedAt marketingCollectedFrom }}
    defaultAddress {{ {ADDRESS} }}
"""
PRODUCT = """
    legacyResourceId title status vendor productType updatedAt featuredMedia { preview { image { url } } }
    variants(first: 100) { nodes { title sku price } }
"""
PAGE = """
    query Page($query: String!, $after: String) {{
        {name}(first: {size}, after: $after, query: $query, sortKey: UPDATED_AT) {{
            pageInfo {{ hasNextPage endCursor }}
            nodes {{ id {fields} }}
        }}
    }}
"""
LINES = f"""
    query Lines($id: ID!, $after: String) {{
        order(id: $id) {{ lineItems(first: 100, after: $after) {{ {ORDER_LINES} }} }}
    }}
"""
TOTALS = """
    query Totals($query: String!, $after: String) {
        orders(first: 250, after: $after, query: $query) {
            pageInfo { hasNextPage endCursor }
            nodes { name test totalPriceSet { shopMoney { amount } } }
        }
    }
"""
PAGES = {
    "orders": PAGE.format(name="orders", size=20, fields=ORDER),
    "customers": PAGE.format(name="customers", size=100, fields=CUSTOMER),
    "products": PAGE.format(name="products", size=20, fields=PRODUCT),
}


def as_webhook(thing: str, node: dict[str, Any]) -> dict[str, Any]:
    """A node of the API in the words of a webhook about the same thing."""
    written: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "orders": _order, "customers": _customer, "products": _product,
    }  # fmt: skip
    return written[thing](node) if thing in written else {}


def money(node: dict[str, Any], name: str) -> Any:
    return records.object_of(records.object_of(node.get(name), name).get("shopMoney"), name).get("amount")


def nodes(node: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return records.list_of(records.object_of(node.get(name), name).get("nodes"), name)


def _order(node: dict[str, Any]) -> dict[str, Any]:
    tracked = [info for item in records.list_of(node.get("fulfillments"), "fulfillments")
               for info in records.list_of(item.get("trackingInfo"), "trackingInfo")][:1]  # fmt: skip
    return {
        "id": node.get("legacyResourceId"), "name": node.get("name"), "test": node.get("test"),
        "created_at": node.get("createdAt"), "processed_at": node.get("processedAt"),
        "updated_at": node.get("updatedAt"), "cancelled_at": node.get("cancelledAt"),
        "currency": node.get("currencyCode"), "email": node.get("email"), "phone": node.get("phone"),
        "note": node.get("note"), "tags": node.get("tags"), "source_name": node.get("sourceName"),
        "financial_status": _state(node.get("displayFinancialStatus")),
        "fulfillment_status": _parcel(node.get("displayFulfillmentStatus")),
        "discount_codes": [{"code": code} for code in node.get("discountCodes") or []],
        "subtotal_price": money(node, "subtotalPriceSet"), "total_discounts": money(node, "totalDiscountsSet"),
        "total_tax": money(node, "totalTaxSet"), "total_price": money(node, "totalPriceSet"),
        "shipping_lines": [{"price": money(node, "totalShippingPriceSet")}],
        "refunds": [{"transactions": [{"kind": "refund", "amount": money(node, "totalRefundedSet") or "0"}]}],
        "customer": _person(records.object_of(node.get("customer"), "customer")),
        "shipping_address": _address(node.get("shippingAddress")),
        "billing_address": _address(node.get("billingAddress")),
        "fulfillments": [{"tracking_number": x.get("number"), "tracking_company": x.get("company")} for x in tracked],
        "line_items": [_line(item) for item in nodes(node, "lineItems")],
    }  # fmt: skip


def _line(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": item.get("name") or item.get("title"), "sku": item.get("sku"), "quantity": item.get("quantity"),
        "vendor": item.get("vendor"), "gift_card": item.get("isGiftCard"), "price": money(item, "originalUnitPriceSet"),
        "total_discount": money(item, "totalDiscountSet"),
        "tax_lines": [{"price": money(tax, "priceSet")} for tax in records.list_of(item.get("taxLines"))],
    }  # fmt: skip


def _customer(node: dict[str, Any]) -> dict[str, Any]:
    mail = records.object_of(node.get("defaultEmailAddress"), "defaultEmailAddress")
    phone = records.object_of(node.get("defaultPhoneNumber"), "defaultPhoneNumber")
    return _person(node) | {
        "note": node.get("note"), "tags": node.get("tags"), "locale": node.get("locale"),
        "created_at": node.get("createdAt"), "updated_at": node.get("updatedAt"),
        "default_address": _address(node.get("defaultAddress")),
        "email_marketing_consent": _consent(mail), "sms_marketing_consent": _consent(phone),
    }  # fmt: skip


def _consent(node: dict[str, Any]) -> dict[str, Any]:
    return {
        "state": _state(node.get("marketingState")), "opt_in_level": node.get("marketingOptInLevel"),
        "consent_updated_at": node.get("marketingUpdatedAt"),
        "consent_collected_from": node.get("marketingCollectedFrom"),
    }  # fmt: skip


def _person(node: dict[str, Any]) -> dict[str, Any]:
    mail = records.object_of(node.get("defaultEmailAddress"), "defaultEmailAddress")
    phone = records.object_of(node.get("defaultPhoneNumber"), "defaultPhoneNumber")
    return {
        "id": node.get("legacyResourceId"), "first_name": node.get("firstName"), "last_name": node.get("lastName"),
        "email": mail.get("emailAddress"), "phone": phone.get("phoneNumber"),
    }  # fmt: skip


def _product(node: dict[str, Any]) -> dict[str, Any]:
    media = records.object_of(node.get("featuredMedia"), "featuredMedia")
    image = records.object_of(records.object_of(media.get("preview"), "preview").get("image"), "image")
    return {
        "id": node.get("legacyResourceId"), "title": node.get("title"), "status": _state(node.get("status")),
        "vendor": node.get("vendor"), "product_type": node.get("productType"), "updated_at": node.get("updatedAt"),
        "images": [{"src": image.get("url")}], "variants": nodes(node, "variants"),
    }  # fmt: skip


def _address(value: Any) -> dict[str, Any]:
    place = records.object_of(value, "address")
    known = {"firstName": "first_name", "lastName": "last_name", "countryCodeV2": "country_code"}
    return {known.get(name, name): word for name, word in place.items()}


def _state(value: Any) -> str:
    return records.text(value, 40).lower()


def _parcel(value: Any) -> str:
    state = _state(value)
    return {"unfulfilled": "", "partially_fulfilled": "partial"}.get(state, state)
