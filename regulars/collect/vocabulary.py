"""The names of shop events in the words of this house, and what of an event is personal.

Segment's e-commerce v2 names: https://segment.com/docs/connections/spec/ecommerce/v2/
GA4's names: https://developers.google.com/analytics/devguides/collection/ga4/reference/events
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

NAMES = {
    "products searched": "product.searched", "search": "product.searched", "view_search_results": "product.searched",
    "product list viewed": "list.viewed", "product list filtered": "list.filtered", "view_item_list": "list.viewed",
    "promotion viewed": "promotion.viewed", "view_promotion": "promotion.viewed",
    "promotion clicked": "promotion.clicked", "select_promotion": "promotion.clicked",
    "product clicked": "product.clicked", "select_item": "product.clicked",
    "product viewed": "product.viewed", "view_item": "product.viewed",
    "product added": "cart.added", "add_to_cart": "cart.added",
    "product removed": "cart.removed", "remove_from_cart": "cart.removed",
    "cart viewed": "cart.viewed", "view_cart": "cart.viewed", "cart updated": "cart.updated",
    "checkout started": "checkout.started", "begin_checkout": "checkout.started",
    "checkout step viewed": "checkout.step_viewed", "checkout step completed": "checkout.step_completed",
    "payment info entered": "checkout.payment_entered", "add_payment_info": "checkout.payment_entered",
    "add_shipping_info": "checkout.shipping_entered",
    "order completed": "purchase.completed", "purchase": "purchase.completed",
    "order updated": "purchase.updated", "order refunded": "purchase.refunded", "refund": "purchase.refunded",
    "order cancelled": "purchase.cancelled", "order canceled": "purchase.cancelled",
    "coupon entered": "coupon.entered", "coupon applied": "coupon.applied", "coupon denied": "coupon.denied",
    "coupon removed": "coupon.removed",
    "product added to wishlist": "wishlist.added", "add_to_wishlist": "wishlist.added",
    "product removed from wishlist": "wishlist.removed",
    "wishlist product added to cart": "cart.added",
    "product shared": "product.shared", "share": "product.shared", "cart shared": "cart.shared",
    "product reviewed": "product.reviewed",
    "form submitted": "form.submitted", "generate_lead": "form.submitted",
    "signed up": "account.made", "sign_up": "account.made", "signed in": "account.entered", "login": "account.entered",
    "session started": "session.started", "page left": "page.left", "consent given": "consent.said",
    "segment consent preference updated": "consent.said",
}  # fmt: skip
OTHER = "custom."
LONGEST_NAME = 60

# What the two vocabularies call the same thing.
ALIASES = {
    "item_id": "sku", "item_name": "title", "name": "title", "item_brand": "brand", "item_variant": "variant",
    "item_category": "category", "search_term": "query", "transaction_id": "order", "order_id": "order",
    "value": "total", "product_id": "product",
}  # fmt: skip
LISTS = ("products", "items")
MONEY = frozenset({"price", "total", "revenue", "subtotal", "shipping", "tax", "discount", "refund"})
LARGEST_AMOUNT = Decimal(10) ** 12

PERSONAL = re.compile(
    r"e-?mail|phone|mobile|first_?name|last_?name|full_?name|sur_?name|given_?name|family_?name|user_?name|nick_?name"
    r"|address|street|postal|postcode|zip|birth|password|passport|tax_?id|ssn|iban|card|ip$|^ip_|latitude|longitude"
    r"|message$|comment|free_?text|^review$|review_?(body|text|title)|电话|電話|手机|手機|邮箱|郵箱|姓名|地址|生日",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[^\s@/]+@[^\s@/]+\.[^\s@/]+")


def translated(event: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """
    The name of an event here, and what it holds in our words.

    One that has no name here keeps its own behind `custom.`, and its own words.
    """
    known = NAMES.get(event.strip().lower())
    if known is None:
        return OTHER + slug(event), {"event": event[:200], **given}
    properties = {ALIASES.get(key, key): value for key, value in given.items()}
    for name in LISTS:
        wares = properties.pop(name, None)
        if isinstance(wares, list):
            properties["items"] = [_ware(ware) for ware in wares if isinstance(ware, dict)]
    return known, _ware(properties)


def slug(event: str) -> str:
    """A name of lower-case words between underscores, at most sixty characters long."""
    return re.sub(r"\W+", "_", event.strip().lower()).strip("_")[:LONGEST_NAME] or "unnamed"


def parted(properties: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What may be reckoned with, and what tells who somebody is: by its name, or because it is an e-mail address."""
    open_: dict[str, Any] = {}
    personal: dict[str, Any] = {}
    for key, value in properties.items():
        (personal if _is_personal(key, value) else open_)[key] = value
    return open_, personal


def amount(value: Any) -> str | None:
    """An amount as a plain decimal text; None for what is no amount or cannot be one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return format(number, "f") if number.is_finite() and abs(number) < LARGEST_AMOUNT else None


def _ware(given: Mapping[str, Any]) -> dict[str, Any]:
    """One product, in our words; `sku` falls back on the product's id, as most shops send only that."""
    ware = {ALIASES.get(key, key): value for key, value in given.items()}
    for key in MONEY & ware.keys():
        found = amount(ware[key])
        if found is None:
            del ware[key]
        else:
            ware[key] = found
    if "sku" not in ware and isinstance(ware.get("product"), str | int):
        ware["sku"] = str(ware["product"])
    return ware


def _is_personal(key: str, value: Any) -> bool:
    if PERSONAL.search(key):
        return True
    if isinstance(value, str):
        return ADDRESS.search(value) is not None
    if isinstance(value, dict):
        return any(_is_personal(str(inner), held) for inner, held in value.items())
    if isinstance(value, list):
        return any(_is_personal("", held) for held in value)
    return False
