"""Ask a WooCommerce shop's REST API for what has changed.

Pages go by the ids of the records, from the oldest: whatever changes meanwhile can only come twice, never be missed.
Customers cannot be asked for by their changes, only by when they registered; what changes of them comes by webhook.
"""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from regulars.collect import records
from regulars.collect.kinds import Fault, Stream
from regulars.collect.messages import Unfit, moment
from regulars.collect.sources.contract import Ask, Found, Held, Page
from regulars.collect.sources.web import Answer, checked

PATH = "/wp-json/wc/v3"
SIZE = 100
THINGS = {Stream.ORDERS: "order", Stream.CUSTOMERS: "customer", Stream.PRODUCTS: "product"}


def fetch(ask: Ask) -> Page:
    """
    One page of orders, customers or products.

    :raises NotAllowed: if the shop does not take our key.
    :raises NoAnswer: if it gives no usable answer.
    """
    number = int(ask.cursor or 1)
    order = {"orderby": "id", "order": "asc"}
    asked = order | _window(ask)
    if ask.stream == Stream.CUSTOMERS and ask.since:
        asked = {"orderby": "registered_date", "order": "desc", "role": "all"}
    answer = _page(ask, str(ask.stream), number, asked)
    things = records.list_of(answer.content, "page")
    thing = THINGS[ask.stream]
    found = [Found(f"{thing}.pulled", f"{thing} {item.get('id')}@{_version(item)}", item) for item in things]
    return Page(found, "" if _is_past(ask, things) else _next(answer, number))


def count(ask: Ask) -> Held:
    """Numbers and totals of the orders made between two moments."""
    number = int(ask.cursor or 1)
    asked = {"orderby": "id", "order": "asc", "_fields": "id,number,total", **_window(ask)}
    answer = _page(ask, "orders", number, asked)
    held = {
        records.identity(item.get("number")) or records.identity(item.get("id")): records.needed(
            item.get("total"), "total"
        )
        for item in records.list_of(answer.content, "page")
    }
    return Held(held, _next(answer, number))


def check(settings: Mapping[str, Any]) -> dict[str, Any]:
    """
    :raises UnsafeAddress: if the shop's address is neither https nor on this computer.
    """
    shop = str(settings["shop"]).strip().rstrip("/")
    checked(shop)
    return {"shop": shop}


def _page(ask: Ask, name: str, number: int, asked: dict[str, str]) -> Answer:
    word = base64.b64encode(ask.secrets.get("key", "").encode()).decode()
    return ask.web.ask(
        f"{ask.settings['shop']}{PATH}/{name}",
        headers={"Authorization": f"Basic {word}"},
        query={"per_page": str(SIZE), "page": str(number), **asked},
    )


def _window(ask: Ask) -> dict[str, str]:
    if ask.stream == Stream.CUSTOMERS:
        return {"role": "all"}
    if ask.is_of_day:
        assert ask.since is not None
        # Both ends are left out by the shop, so the window begins a second earlier.
        return {"after": _written(ask.since, -1), "before": _written(ask.until), "dates_are_gmt": "true"}
    return {"modified_after": _written(ask.since), "dates_are_gmt": "true"} if ask.since else {}


def _is_past(ask: Ask, things: list[dict[str, Any]]) -> bool:
    """Whether a page of customers, the newest first, goes back beyond what is wanted."""
    if ask.stream != Stream.CUSTOMERS or ask.since is None:
        return False
    made = [moment(item.get("date_created_gmt")) for item in things]
    return any(at is not None and at < ask.since for at in made)


def _next(answer: Answer, number: int) -> str:
    pages = answer.headers.get("x-wp-totalpages", "")
    if not pages.isdigit():
        raise Unfit(Fault.NO_OBJECT, "X-WP-TotalPages")
    return str(number + 1) if number < int(pages) else ""


def _version(item: dict[str, Any]) -> str:
    return records.text(item.get("date_modified_gmt")) or records.text(item.get("date_created_gmt"))


def _written(at: datetime, seconds: int = 0) -> str:
    """As `dates_are_gmt` means it, whatever the zone of the store whose day is asked for."""
    return datetime.fromtimestamp(at.timestamp() + seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
