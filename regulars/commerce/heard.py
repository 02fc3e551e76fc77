"""What commerce makes of what sources say: orders, products, refunds, each source by itself."""

from collections.abc import Callable, Sequence
from datetime import datetime

from regulars.base.events.event import Logged
from regulars.base.kit import money
from regulars.collect import records
from regulars.collect.kinds import SourceKind
from regulars.collect.models import Source
from regulars.commerce import amendments, browsed, feeds, live, payments, purchases, wares
from regulars.commerce.feeds import Feed

NAMES = frozenset({records.ORDER, records.PRODUCT, records.PAYMENT, *amendments.BY_NAME, *purchases.NAMES})


def hear(events: Sequence[Logged], *, at: datetime) -> None:
    """Bring what a batch of events says into the stores; a word that was heard before changes nothing."""
    sources = feeds.named([event.source for event in events])
    for source in sources:
        mine = [event for event in events if event.source == f"source:{source.public_id}"]
        hear_source(source, mine, at=at)
    for store in {source.store for source in sources}:
        payments.attach(store, at=at)


def hear_source(source: Source, events: Sequence[Logged], *, at: datetime) -> None:
    orders = Feed(source, "orders")
    if source.kind == SourceKind.EVENTS:
        if not browsed.has_server(source.store):
            told = [event for event in events if event.name in purchases.NAMES]
            found = purchases.as_orders(told, currency=source.store.currency, currencies=money.currencies())
            live.take(orders, found, at=at)
        return
    acts: list[tuple[str, Callable[[Sequence[Logged]], object]]] = [
        (records.PRODUCT, lambda said: wares.take(Feed(source, "products"), said, at=at)),
        (records.ORDER, lambda said: live.take(orders, said, at=at)),
        (records.PAYMENT, lambda said: payments.take(source, said)),
        *((name, lambda said, act=act: act(orders, said, at=at)) for name, act in amendments.BY_NAME.items()),
    ]
    for name, act in acts:
        said = [event for event in events if event.name == name]
        if said:
            act(said)
