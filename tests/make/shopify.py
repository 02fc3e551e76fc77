"""What a shop at Shopify sends: an order in the shape of its webhooks, with what a test wants otherwise."""

from typing import Any


def order(number: int = 1001, *, lines: list[dict[str, Any]] | None = None, **said: Any) -> dict[str, Any]:
    return {
        "id": 450_789_000 + number, "name": f"#{number}", "created_at": "2026-03-01T09:00:00Z",
        "updated_at": "2026-03-01T09:00:00Z", "currency": "GBP", "email": "li@tea.example",
        "financial_status": "paid", "fulfillment_status": None, "cancelled_at": None, "source_name": "web",
        "total_price": "30.00", "subtotal_price": "25.00", "total_tax": "0.00", "total_discounts": "0.00",
        "shipping_lines": [{"price": "5.00"}], "refunds": [], "discount_codes": [], "tags": "",
        "line_items": lines if lines is not None else [line()],
        "customer": {"id": 77, "email": "li@tea.example", "first_name": "Li", "last_name": "Wen"},
        "shipping_address": {"name": "Li Wen", "address1": "1 Tea Lane", "city": "London", "zip": "N1 1AA",
                             "country_code": "GB", "first_name": "Li", "last_name": "Wen"},
        **said,
    }  # fmt: skip


def line(sku: str = "T-1", quantity: int = 1, price: str = "25.00", **said: Any) -> dict[str, Any]:
    return {"sku": sku, "name": f"Tea {sku}", "title": "Tea", "quantity": quantity, "price": price,
            "total_discount": "0.00", "vendor": "Teahouse", **said}  # fmt: skip


def customer(**said: Any) -> dict[str, Any]:
    return {
        "id": 77, "email": "Li@Tea.example", "phone": "+44 20 7946 0000", "first_name": "Li", "last_name": "Wen",
        "updated_at": "2026-03-01T09:00:00Z", "created_at": "2025-01-01T09:00:00Z", "tags": "vip",
        "email_marketing_consent": {"state": "subscribed"}, "default_address": {"city": "London", "country_code": "GB"},
        **said,
    }  # fmt: skip


def product(**said: Any) -> dict[str, Any]:
    return {
        "id": 5, "title": "Oolong", "vendor": "Teahouse", "product_type": "Tea", "status": "active",
        "updated_at": "2026-03-01T09:00:00Z", "images": [{"src": "https://cdn.example/1.png"}],
        "variants": [{"title": "Default Title", "sku": "T-1", "price": "25.00"}],
        **said,
    }  # fmt: skip
