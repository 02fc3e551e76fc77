"""Attach what payment providers tell of money to the orders it is of.

First by the number that the shop has written to the payment, then by the payment that a refund or a dispute is about,
last by the person and the amount, where exactly one order fits. What fits none is shown, and tried again later.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from regulars.base.events.event import Logged
from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.collect.models import Source
from regulars.commerce import feeds
from regulars.commerce.kinds import MatchedBy

LOOKED_BACK = timedelta(days=90)
"""What has found no order by then will find none; it stays shown."""
COLUMNS = ("key", "parent", "reference", "kind", "amount", "fee", "currency", "state", "reason", "made_at", "version")
UPSERT = """
    insert into commerce_payment as p
        (source_id, store_id, person_id, key, parent, reference, kind, amount, fee, currency, state, reason, made_at,
         version, matched_by)
    select %(source)s, %(store)s, g.*, '' from unnest(
        %(person)s::bigint[], %(key)s::text[], %(parent)s::text[], %(reference)s::text[], %(kind)s::text[],
        %(amount)s::numeric[], %(fee)s::numeric[], %(currency)s::text[], %(state)s::text[], %(reason)s::text[],
        %(made_at)s::timestamptz[], %(version)s::timestamptz[]) as g
    on conflict (source_id, key) do update set
        person_id = coalesce(excluded.person_id, p.person_id), parent = coalesce(nullif(excluded.parent, ''), p.parent),
        reference = coalesce(nullif(excluded.reference, ''), p.reference), amount = excluded.amount,
        fee = coalesce(excluded.fee, p.fee), state = excluded.state,
        reason = coalesce(nullif(excluded.reason, ''), p.reason), version = excluded.version
    where p.version <= excluded.version
"""
BY_NUMBER = """
    update commerce_payment p set order_id = o.id, matched_by = %(by)s
    from commerce_order o
    where p.store_id = %(store)s and p.order_id is null and p.made_at > %(since)s and p.reference <> ''
      and o.store_id = %(store)s
      and (o.number in (p.reference, '#' || p.reference)
           or o.number = (select l.number from commerce_lastsaid l
                          where l.key = p.reference and l.feed = any(%(feeds)s) limit 1))
"""
BY_PAYMENT = """
    update commerce_payment p set order_id = m.order_id, person_id = coalesce(p.person_id, m.person_id),
        matched_by = %(by)s
    from commerce_payment m
    where p.store_id = %(store)s and p.order_id is null and p.made_at > %(since)s and p.parent <> ''
      and m.source_id = p.source_id and m.key = p.parent and m.order_id is not null
"""
# Only a payment that went through, only an order that no other payment has, and neither may fit another.
BY_PERSON = """
    update commerce_payment p set order_id = f.order_id, matched_by = %(by)s
    from (
        select payment_id, min(order_id) as order_id
        from (
            select p.id as payment_id, o.id as order_id, count(*) over (partition by p.id) as orders,
                   count(*) over (partition by o.id) as payments
            from commerce_payment p
            join identity_person w on w.id = p.person_id
            join identity_person b on b.canonical_id = w.canonical_id
            join commerce_order o on o.person_id = b.id and o.store_id = p.store_id
            where p.store_id = %(store)s and p.order_id is null and p.made_at > %(since)s and p.kind = 'payment'
              and p.state = 'succeeded' and o.currency = p.currency and o.total = p.amount
              and p.made_at between o.placed_at - interval '1 day' and o.placed_at + interval '3 days'
              and not exists (select from commerce_payment k where k.order_id = o.id and k.kind = 'payment'
                                and k.state = 'succeeded')
        ) pairs
        where orders = 1 and payments = 1 group by payment_id
    ) f
    where f.payment_id = p.id
"""


def take(source: Source, said: Sequence[Logged]) -> None:
    """Keep the newest word on each payment, refund and dispute."""
    latest: dict[str, Logged] = {}
    for event in said:
        known = latest.get(event.properties["id"])
        if known is None or known.properties["updated_at"] <= event.properties["updated_at"]:
            latest[event.properties["id"]] = event
    words = [e.properties | {"key": e.properties["id"], "version": e.properties["updated_at"]} for e in latest.values()]
    columns = {name: [word.get(name) for word in words] for name in COLUMNS}
    columns["person"] = [event.person for event in latest.values()]
    query.run(UPSERT, columns | {"source": source.id, "store": source.store_id})


def attach(store: Store, *, at: datetime) -> int:
    """Find the orders of the payments that have none yet, and say of how many."""
    since = at - LOOKED_BACK
    if not query.value(
        "select exists (select from commerce_payment where store_id = %s and order_id is null and made_at > %s)",
        [store.id, since],
    ):
        return 0
    sources = Source.objects.filter(store=store)
    values = {"store": store.id, "since": since}
    known = [feeds.Feed(source, "orders").id for source in sources]
    found = query.run(BY_NUMBER, **values, feeds=known, by=MatchedBy.NUMBER.value)
    found += query.run(BY_PERSON, **values, by=MatchedBy.PERSON.value)
    return found + query.run(BY_PAYMENT, **values, by=MatchedBy.PAYMENT.value)
