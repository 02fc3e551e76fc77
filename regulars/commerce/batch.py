"""Merge one range of orders, whole, in the caller's transaction.

A line is known again by `content`: a hash of its stock code (or its title, where it has no code), quantity, unit price
and discount. The title of a coded line, its kind, tax and cost stay out of the hash, because the next export of the
same invoice may say them otherwise (a product renamed, a column added), and a sale must not count twice for that.
Equal lines of an order are numbered, and only numbers that are not there yet are added: multiplicities are compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy
from psycopg import sql

from regulars.base.events import log
from regulars.base.events.kinds import Mode
from regulars.base.kit import ids, query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Store
from regulars.commerce import events, orders, products, reckoning, staged, supports
from regulars.commerce.kinds import OrderKind, Supported
from regulars.commerce.report import MergeReport

FACTS = (
    "kind", "placed_at", "placed_on", "currency", "channel", "payment_state", "parcel_state", "carrier",
    "return_reason", "cancelled_at", "discount_codes", "tags",
)  # fmt: skip
PERSONAL = (
    "note", "parcel_number", "ship_name", "ship_street", "ship_city", "ship_region", "ship_postcode", "ship_country",
)  # fmt: skip
AMOUNTS = ("goods", "discount", "tax", "shipping", "gift_card", "refunded", "total", "net")

STATED = (
    "s.order_subtotal, s.order_discount, s.order_tax, s.order_shipping, s.order_gift_card, s.order_refunded,"
    " s.order_total"
)

# The first row of an order speaks for it; a row that names the buyer goes before one that does not.
HEADERS = """
    create temp table batch_order on commit drop as
    select h.*, o.id is null as is_new, coalesce(o.id, nextval('commerce_order_id_seq')) as order_id
    from (
        select s.order_number as raw, {number} as number, {trace} as trace, coalesce(s.order_kind, 'sale') as kind,
               s.placed_at, s.placed_on, coalesce(s.currency, %(currency)s) as currency,
               nullif(left(s.channel, 120), '') as channel, nullif(left(s.payment_state, 40), '') as payment_state,
               nullif(left(s.parcel_state, 40), '') as parcel_state, nullif(left(s.parcel_carrier, 80), '') as carrier,
               nullif(left(s.parcel_number, 120), '') as parcel_number,
               nullif(left(s.return_reason, 200), '') as return_reason, s.cancelled_at,
               nullif(s.discount_codes, '{{}}')::varchar[] as discount_codes, nullif(s.order_tags,
                   '{{}}')::varchar[] as tags,
               case when num_nonnulls({stated}) = 0 then '{{}}' else jsonb_strip_nulls(jsonb_build_object(
                   'subtotal', s.order_subtotal, 'discount', s.order_discount, 'tax', s.order_tax,
                   'shipping', s.order_shipping, 'gift_card', s.order_gift_card, 'refunded', s.order_refunded,
                   'total', s.order_total)) end as stated,
               nullif(s.note, '') as note, nullif(left(s.name, 320), '') as ship_name,
               nullif(left(s.street, 500), '') as ship_street, nullif(left(s.city, 200), '') as ship_city,
               nullif(left(s.region, 200), '') as ship_region, nullif(left(s.postcode, 40), '') as ship_postcode,
               nullif(left(s.country, 80), '') as ship_country
        from (
            select distinct on (s.order_number collate "C") s.* from {staging} s
            where s.order_number collate "C" > %(low)s and s.order_number collate "C" <= %(high)s
            order by s.order_number collate "C", {nameless}, s.line_no
        ) s
    ) h
    left join commerce_order o on o.store_id = %(store)s and o.number = h.number
"""
BUYERS = """
    create temp table batch_buyer on commit drop as
    select b.order_id, t.by_id, t.person_id from batch_order b join {traces} t on t.trace = b.trace
"""
KNOWN_LINES = """
    create temp table known_line on commit drop as
    select l.* from commerce_orderline l join batch_order b on b.order_id = l.order_id where not b.is_new
"""
LINES = """
    create temp table batch_line on commit drop as
    select n.*, coalesce(k.id, nextval('commerce_orderline_id_seq')) as line_id, k.id is null as is_new,
           case when k.id is not null and (k.kind, k.title, k.tax, k.unit_cost) is distinct
               from (n.kind, n.title, n.tax, n.unit_cost)
                then jsonb_build_object('kind', n.kind, 'title', n.title, 'tax', n.tax, 'unit_cost',
                    n.unit_cost) end as said
    from (
        select *, row_number() over (partition by order_id, content order by line_no)::int as ordinal
        from (
            select b.order_id, s.line_no, {sku} as sku,
                   md5(concat_ws(chr(31), coalesce(nullif(s.sku, ''), lower(s.title)), s.quantity, s.unit_price,
                                 coalesce(s.line_discount, 0)))::uuid as content,
                   coalesce(s.line_kind, 'merchandise') as kind, coalesce(left(s.title, 500), '') as title,
                   s.quantity, s.unit_price, coalesce(s.line_discount, 0)::numeric(20,6) as discount,
                   coalesce(s.line_tax, 0)::numeric(20,6) as tax, s.unit_cost
            from {staging} s join batch_order b on b.raw = s.order_number
            where s.order_number collate "C" > %(low)s and s.order_number collate "C" <= %(high)s
        ) hashed
    ) n
    left join known_line k on k.order_id = n.order_id and k.content = n.content and k.ordinal = n.ordinal
"""
NEW_ORDERS = """
    create temp table new_order on commit drop as
    select m.*, public_id_after(%(head)s) as public_id
    from ({money}) m
"""
WEIGHED = """
    select b.*, p.person_id, s.goods, s.postage, s.fees, s.line_discount, s.line_tax, s.items
    from batch_order b
    join (select order_id, {sums} from batch_line l group by order_id) s on s.order_id = b.order_id
    left join batch_buyer p on p.order_id = b.order_id
    where b.is_new
"""
INSERT_ORDERS = """
    insert into commerce_order
        (id, store_id, person_id, public_id, number, stated, rate_source, store_value, {facts}, {personal}, {amounts})
    select order_id, %(store)s, person_id, public_id, number, stated, '',
        case when currency = %(currency)s then net end,
           kind, placed_at, placed_on, currency, coalesce(channel, ''), coalesce(payment_state, ''),
           coalesce(parcel_state, ''), coalesce(carrier, ''), coalesce(return_reason, ''), cancelled_at,
           coalesce(discount_codes, '{{}}'), coalesce(tags, '{{}}'),
           coalesce(note, ''), coalesce(parcel_number, ''), coalesce(ship_name, ''), coalesce(ship_street, ''),
           coalesce(ship_city, ''),
           coalesce(ship_region, ''), coalesce(ship_postcode, ''), coalesce(ship_country, ''), {amounts}
    from new_order order by order_id
"""
INSERT_LINES = """
    with made as (
        insert into commerce_orderline
            (id, order_id, store_id, product_id, content, ordinal, kind, title, quantity, unit_price, discount, tax,
                total, unit_cost)
        select l.line_id, l.order_id, %(store)s, p.id, l.content, l.ordinal, l.kind, l.title, l.quantity, l.unit_price,
               l.discount, l.tax, round(l.quantity * l.unit_price, 6) - l.discount, l.unit_cost
        from batch_line l left join commerce_product p on p.store_id = %(store)s and p.sku = l.sku
        where l.is_new order by l.order_id, l.line_no
        returning total as money
    )
    select count(*), coalesce(sum(money), 0) from made
"""
KNOWN_MONEY = """
    select count(*), coalesce(sum(round(k.quantity * k.unit_price, 6) - k.discount), 0)
    from known_line k join batch_line l on l.line_id = k.id
"""
STAGED_MONEY = """
    select coalesce(s.currency, %(currency)s), count(*),
           sum(round(quantity * unit_price, 6) - coalesce(line_discount, 0))
    from {staging} s
    where s.order_number collate "C" > %(low)s and s.order_number collate "C" <= %(high)s
    group by 1
"""
SUPPORT_LINES = """
    insert into {table} (import_id, kind, row_id, said) select {import_id}, {kind}, line_id, said from batch_line
"""
SUPPORT_ORDERS = """
    insert into {table} (import_id, row_id, by_id, stated, {facts}, {personal})
    select {import_id}, b.order_id, p.by_id, b.stated, {facts}, {personal}
    from batch_order b left join batch_buyer p on p.order_id = b.order_id
"""
CHANGED = """
    create temp table changed_order on commit drop as
    select b.order_id from batch_order b
    join commerce_order o on o.id = b.order_id
    left join batch_buyer p on p.order_id = b.order_id
    where not b.is_new and (
        coalesce(p.person_id, o.person_id) is distinct from o.person_id or not o.stated @> b.stated or {differs}
        or exists (select from batch_line l where l.order_id = b.order_id and l.is_new))
"""
HAPPENED = """
    select 'record', {store}, person_id,
           case kind when 'sale' then {placed} when 'return' then {returned} when 'adjustment' then {adjusted}
               else {cancelled} end,
           placed_at, %(at)s::timestamptz, %(source)s::text, %(actor)s::text, {mode},
           jsonb_build_object('order', public_id, 'number', number, 'total', total::text, 'currency', currency,
                              'items', items::text),
           '{{}}'::jsonb
    from new_order order by order_id
"""
COUNTS = """
    select count(*) filter (where b.is_new), count(*) filter (where not b.is_new),
           (select count(*) from changed_order),
           (select count(*) from batch_line l left join batch_buyer p on p.order_id = l.order_id
               where p.person_id is null)
    from batch_order b
"""
HISTORY = sql.Literal(Mode.HISTORY.value)
WORK_TABLES = "drop table if exists batch_order, batch_buyer, known_line, batch_line, new_order, changed_order"


class MoneyLost(Refusal):
    message = gettext_lazy(
        "%(staged)s were read, but %(stored)s would be stored for orders up to %(high)s; nothing of them was kept."
    )


@dataclass(frozen=True, slots=True)
class Range:
    """The orders of an import whose numbers lie in (`low`, `high`], byte by byte."""

    import_id: int
    store: Store
    low: str
    high: str

    def __str__(self) -> str:
        return f"import {self.import_id}: {self.low} to {self.high}"


def merge(batch: Range, *, imports: Sequence[int], source: str, actor: str, at: datetime, report: MergeReport) -> None:
    """
    Merge the orders of a range and count them into the report.

    :param imports: the imports of the store that may speak of the same orders, this one among them.
    :raises MoneyLost: if the lines stored and known do not add up to the lines staged.
    """
    query.run("set local work_mem = '64MB'")
    query.run(WORK_TABLES)
    gather(batch)
    insert_orders(batch)
    check_money(batch, insert_lines(batch), report)
    support(batch)
    change_known(batch, imports)
    tell(batch, source=source, actor=actor, at=at)
    new, known, changed, without_person = query.row(COUNTS)
    report.add(
        orders_new=new, orders_known=known - changed, orders_changed=changed, lines_without_person=without_person
    )


def gather(batch: Range) -> None:
    """Put the range's orders and lines into work tables, each with its id, old or new."""
    staging = staged.table(batch.import_id)
    values = {"low": batch.low, "high": batch.high, "store": batch.store.id, "currency": batch.store.currency}
    number = staged.fitting("s.order_number", staged.LONGEST_NUMBER)
    query.run(
        HEADERS.format(
            staging=staging, number=number, trace=staged.trace("s"), nameless=staged.nameless("s"), stated=STATED
        ),
        **values,
    )
    query.run("analyze batch_order (order_id, raw, number, is_new, trace)")
    query.run(BUYERS.format(traces=staged.traces_table(batch.import_id)))
    query.run(KNOWN_LINES)
    query.run("analyze known_line (order_id, content, id)")
    sku = staged.fitting(products.SKU, staged.LONGEST_SKU)
    query.run(LINES.format(staging=staging, sku=sku), **values)
    # Only what the planner asks for: to look at every column of wide rows takes longer than it saves.
    query.run("analyze batch_buyer (order_id), batch_line (order_id, line_id, is_new)")


def insert_orders(batch: Range) -> None:
    source = WEIGHED.format(sums=reckoning.SUMS.format(l="l"))
    query.run(NEW_ORDERS.format(money=reckoning.money(source, batch.store)), head=ids.head("ord"))
    names = {"facts": ", ".join(FACTS), "personal": ", ".join(PERSONAL), "amounts": ", ".join(AMOUNTS)}
    query.run(INSERT_ORDERS.format(**names), store=batch.store.id, currency=batch.store.currency)


def insert_lines(batch: Range) -> tuple[int, Decimal]:
    lines, money = query.row(INSERT_LINES, store=batch.store.id)
    return int(lines), Decimal(money)


def check_money(batch: Range, made: tuple[int, Decimal], report: MergeReport) -> None:
    """Hold what was staged against what is stored now and what was stored before."""
    (new_lines, new_money), (known_lines, known_money) = made, query.row(KNOWN_MONEY)
    given = query.rows(
        STAGED_MONEY.format(staging=staged.table(batch.import_id)),
        low=batch.low,
        high=batch.high,
        currency=batch.store.currency,
    )
    lines, money = sum(row[1] for row in given), sum((row[2] for row in given), Decimal(0))
    if (lines, money) != (new_lines + known_lines, new_money + known_money):
        raise MoneyLost(staged=money, stored=new_money + known_money, high=batch.high)
    report.add(
        lines_new=new_lines,
        lines_known=known_lines,
        money_staged=money,
        money_new=new_money,
        money_known=known_money,
    )
    for currency, _, amount in given:
        report.currencies[currency] = report.currencies.get(currency, Decimal(0)) + amount


def support(batch: Range) -> None:
    lines, orders_said = supports.lines(batch.import_id), supports.orders(batch.import_id)
    query.run(SUPPORT_LINES.format(table=lines, import_id=batch.import_id, kind=Supported.LINE.value))
    query.run(
        SUPPORT_ORDERS.format(
            table=orders_said, import_id=batch.import_id, facts=", ".join(FACTS), personal=", ".join(PERSONAL)
        )
    )


def change_known(batch: Range, imports: Sequence[int]) -> None:
    """Renew the known orders of which the file says something else, or more."""
    differs = " or ".join(f"coalesce(b.{fact}, o.{fact}) is distinct from o.{fact}" for fact in (*FACTS, *PERSONAL))
    if query.run(CHANGED.format(differs=differs)):
        touched = "select order_id as row_id from changed_order"
        orders.refold(batch.import_id, batch.store, touched, imports=imports, adding=True)


def tell(batch: Range, *, source: str, actor: str, at: datetime, mode: sql.Composable = HISTORY) -> None:
    """Say which orders are new; `mode` is an expression over `new_order`."""
    names = {
        word: sql.Literal(events.NAMES[kind])
        for word, kind in (
            ("placed", OrderKind.SALE),
            ("returned", OrderKind.RETURN),
            ("adjusted", OrderKind.ADJUSTMENT),
            ("cancelled", OrderKind.CANCELLED),
        )
    }
    told = sql.SQL(HAPPENED).format(store=sql.Literal(batch.store.id), mode=mode, **names)
    log.append_select(told, {"at": at, "source": source, "actor": actor})
