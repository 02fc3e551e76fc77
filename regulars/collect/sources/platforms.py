"""All platforms in one table, and the reading of what any of them has sent."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.collect import messages
from regulars.collect.kinds import Fault, SourceKind, Stream
from regulars.collect.messages import AHEAD, EARLIEST, Arrival, Unfit, is_deeper, moment
from regulars.collect.models import Source
from regulars.collect.receive import calls
from regulars.collect.receive.sender import Sender
from regulars.collect.sources.contract import Delivery, Platform
from regulars.collect.sources.forms import read as forms
from regulars.collect.sources.generic import mapping
from regulars.collect.sources.generic import query as generic_query
from regulars.collect.sources.generic import read as generic
from regulars.collect.sources.shopify import pull as shopify_pull
from regulars.collect.sources.shopify import read as shopify
from regulars.collect.sources.stripe import read as stripe
from regulars.collect.sources.woocommerce import pull as woo_pull
from regulars.collect.sources.woocommerce import read as woocommerce

DEEPEST = 32


def checked_mapping(settings: Mapping[str, Any]) -> dict[str, Any]:
    """
    :raises BadMapping: if there is one that cannot be read.
    """
    return {"mapping": mapping.checked(str(settings["mapping"]))} if settings.get("mapping") else {}


EVERYTHING = (Stream.ORDERS, Stream.CUSTOMERS, Stream.PRODUCTS)

PLATFORMS: Mapping[SourceKind, Platform] = {
    SourceKind.SHOPIFY: Platform(
        shopify.read, shopify_pull.fetch, shopify_pull.count, EVERYTHING, settings=("shop",), secrets=("token",),
        check=shopify_pull.check,
    ),
    SourceKind.WOOCOMMERCE: Platform(
        woocommerce.read, woo_pull.fetch, woo_pull.count, EVERYTHING, settings=("shop",), secrets=("key",),
        check=woo_pull.check,
    ),
    SourceKind.STRIPE: Platform(stripe.read),
    SourceKind.WEBHOOK: Platform(generic.read, check=checked_mapping),
    SourceKind.FORMS: Platform(forms.read),
    SourceKind.QUERY: Platform(
        generic.read, generic_query.fetch, streams=(Stream.ORDERS,), settings=("sql",), secrets=("database",),
        check=generic_query.check,
    ),
}  # fmt: skip


class MissingSetting(Refusal):
    message = gettext_lazy("%(kind)s needs to be told its %(name)s.")
    status = 422


type Understood = Callable[[str, str, Sender, datetime], list[Arrival]]


def reader(source: Source) -> Understood:
    """What understands the messages of a source."""
    if source.kind == SourceKind.EVENTS:
        return lambda kind, body, told, at: [messages.understood(kind, body, told, received_at=at)]
    platform = PLATFORMS[SourceKind(source.kind)]
    return lambda kind, body, told, at: understood(source, platform, kind, body, told, at)


def checked(kind: SourceKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """
    The settings of a source to be, in one spelling.

    :raises MissingSetting: if one is missing that its platform cannot do without.
    :raises Refusal: if one is none that can be used.
    """
    platform = PLATFORMS.get(kind)
    if platform is None:
        return {}
    told = {name: value for name, value in given.items() if value not in (None, "")}
    for name in platform.settings:
        if name not in told:
            raise MissingSetting(kind=kind.label, name=name)
    return {**told, **(platform.check(told) if platform.check else {})}


def understood(
    source: Source, platform: Platform, kind: str, body: str, told: Sender, received_at: datetime
) -> list[Arrival]:
    """
    The events in a message of a platform.

    :raises Unfit: if it is none that can be understood.
    """
    delivery = Delivery(
        kind=kind, content=content_of(body), message=told.delivery[: messages.LONGEST_VALUE],
        sent_at=within(moment(told.sent_at), received_at), settings=source.settings, currency=source.store.currency,
    )  # fmt: skip
    return [dated(arrival, received_at) for arrival in platform.read(delivery)]


def content_of(body: str) -> object:
    try:
        content = calls.read(body.encode(), object)
    except RecursionError:
        raise Unfit(Fault.TOO_DEEP) from None
    except (ValueError, msgspec.DecodeError):
        raise Unfit(Fault.NO_OBJECT) from None
    if is_deeper(content, DEEPEST):
        raise Unfit(Fault.TOO_DEEP)
    return content


def dated(arrival: Arrival, received_at: datetime) -> Arrival:
    """
    A word from the future would let no later one count, so it is taken as said when it came.

    :raises Unfit: if an order was placed more than a day later than that.
    """
    placed_at = arrival.properties.get("placed_at")
    if placed_at is not None and placed_at > received_at + timedelta(days=1):
        raise Unfit(Fault.BAD_FIELD, f"placed_at: {placed_at}")
    at = within(arrival.happened_at, received_at)
    if at == arrival.happened_at:
        return arrival
    properties = arrival.properties | ({"updated_at": at} if "updated_at" in arrival.properties else {})
    return replace(arrival, happened_at=at, properties=properties)


def within(said: datetime | None, received_at: datetime) -> datetime:
    return said if said is not None and EARLIEST <= said <= received_at + AHEAD else received_at
