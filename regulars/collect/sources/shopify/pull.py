"""Ask Shopify's GraphQL Admin API for what has changed, within the points that it gives us.

A query costs points, which come back with time; what the shop says of them after each answer decides how long we wait.
https://shopify.dev/docs/api/usage/limits
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.collect import records
from regulars.collect.sources.contract import Ask, Found, Held, Page
from regulars.collect.sources.shopify import graph
from regulars.collect.sources.web import NoAnswer, checked

VERSION = "2026-07"
TRIES = 8
MOST_PAGES_OF_LINES = 50
SHOP = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")


class NoShop(Refusal):
    message = gettext_lazy("“%(shop)s” is not the address of a shop at Shopify, such as name.myshopify.com.")
    status = 422


def fetch(ask: Ask) -> Page:
    """
    One page of orders, customers or products.

    :raises NotAllowed: if the shop does not take our token.
    :raises NoAnswer: if it gives no usable answer.
    """
    stream = str(ask.stream)
    content = query(ask, graph.PAGES[stream], {"query": _when(ask), "after": ask.cursor or None})
    page = records.object_of(content.get(stream), stream)
    found = graph.nodes(content, stream)
    if stream == "orders":
        for node in found:
            _fill_lines(ask, node)
    kept = [Found(f"graphql/{stream}", f"{node.get('id')}@{node.get('updatedAt')}", node) for node in found]
    return Page(kept, _next(page))


def count(ask: Ask) -> Held:
    """Numbers and totals of the orders made between two moments."""
    content = query(ask, graph.TOTALS, {"query": _when(ask), "after": ask.cursor or None})
    page = records.object_of(content.get("orders"), "orders")
    held = {
        records.identity(node.get("name")): records.needed(graph.money(node, "totalPriceSet"), "total")
        for node in graph.nodes(content, "orders")
        if node.get("test") is not True
    }
    return Held(held, _next(page))


def query(ask: Ask, text: str, values: dict[str, Any]) -> dict[str, Any]:
    """
    The data that answers a query; when the shop says that our points are used up, we wait for more.

    :raises NoAnswer: if it reports anything else, or does not give in.
    """
    address = f"{base(ask)}/admin/api/{ask.settings.get('version') or VERSION}/graphql.json"
    headers = {"X-Shopify-Access-Token": ask.secrets.get("token", "")}
    for _ in range(TRIES):
        answer = ask.web.ask(address, headers=headers, content={"query": text, "variables": values}).content
        said = records.object_of(answer, "answer")
        faults = records.list_of(said.get("errors"), "errors")
        _spare(ask, records.object_of(said.get("extensions"), "extensions"), is_throttled=bool(faults))
        if not faults:
            return records.object_of(said.get("data"), "data")
        if not any(records.object_of(f.get("extensions"), "extensions").get("code") == "THROTTLED" for f in faults):
            raise NoAnswer(host=base(ask), reason=records.text(faults[0].get("message"), 200))
    raise NoAnswer(host=base(ask), reason="THROTTLED")


def base(ask: Ask) -> str:
    """The address of the shop, or the one that stands in for it."""
    return str(ask.settings.get("address") or f"https://{checked_shop(str(ask.settings.get('shop', '')))}").rstrip("/")


def checked_shop(shop: str) -> str:
    """
    :raises NoShop: if it is no address of a shop, so that a token never goes anywhere else.
    """
    bare = shop.strip().lower().removeprefix("https://").rstrip("/")
    if not SHOP.fullmatch(bare):
        raise NoShop(shop=shop[:100])
    return bare


def check(settings: Mapping[str, Any]) -> dict[str, Any]:
    """
    :raises NoShop: if there is no shop of that address.
    """
    if "address" in settings:
        checked(str(settings["address"]))
    return {"shop": checked_shop(str(settings["shop"]))}


def _spare(ask: Ask, said: dict[str, Any], *, is_throttled: bool) -> None:
    """Wait until the points suffice for a query of the same cost, if they do not."""
    cost = records.object_of(said.get("cost"), "cost")
    state = records.object_of(cost.get("throttleStatus"), "throttleStatus")
    needed = records.amount(cost.get("requestedQueryCost"), "cost") or 0
    left, rate = (records.amount(state.get(name), name) for name in ("currentlyAvailable", "restoreRate"))
    if left is not None and rate and left < needed:
        ask.web.sleep(float((needed - left) / rate))
    elif is_throttled:
        ask.web.sleep(1.0)


def _fill_lines(ask: Ask, node: dict[str, Any]) -> None:
    """Further pages of an order's lines."""
    lines = records.object_of(node.get("lineItems"), "lineItems")
    for _ in range(MOST_PAGES_OF_LINES):
        after = _next(lines)
        if not after:
            return
        content = query(ask, graph.LINES, {"id": node.get("id"), "after": after})
        more = records.object_of(records.object_of(content.get("order"), "order").get("lineItems"), "lineItems")
        lines["nodes"] = [*records.list_of(lines.get("nodes"), "nodes"), *records.list_of(more.get("nodes"), "nodes")]
        lines["pageInfo"] = more.get("pageInfo")


def _next(page: dict[str, Any]) -> str:
    info = records.object_of(page.get("pageInfo"), "pageInfo")
    return records.text(info.get("endCursor"), 1_000) if info.get("hasNextPage") is True else ""


def _when(ask: Ask) -> str:
    field = "created_at" if ask.is_of_day else "updated_at"
    since = f"{field}:>='{_written(ask.since)}' AND " if ask.since else ""
    return f"{since}{field}:<'{_written(ask.until)}'"


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
