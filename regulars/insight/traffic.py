"""What visits say of a shop's site over some days: where people come in, what brings them, and what they leave."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from regulars.base.kit import clock, query
from regulars.base.workspace.models import Store

MOST = 12
# Of a visit `v`: what it was, where it did not go as a shop wishes.
BOUGHT_NOTHING = "v.carts = 0 and v.checkouts = 0 and v.purchases = 0"
SIGNS = {
    "bounced": f"v.pages <= 1 and v.products <= 1 and v.searches = 0 and {BOUGHT_NOTHING}",
    "left_at_price": f"v.last_act = 'product.viewed' and {BOUGHT_NOTHING}",
    "undecided": f"v.products >= 4 and {BOUGHT_NOTHING}",
}
# Of a look `l`: whether a product is watched, as it was looked at on several days and not bought.
WATCHED = """
    l.kind = 'product' and l.days >= 3 and not exists (
        select from identity_person own
        cross join lateral (
            select own.canonical_id as id
            union all
            select m.id from identity_person m where m.canonical_id = own.canonical_id and m.canonical_id <> m.id
        ) mine
        join commerce_order w on w.person_id = mine.id and w.store_id = l.store_id
        join commerce_orderline b on b.order_id = w.id
        join commerce_product h on h.id = b.product_id and h.sku = l.what
        where own.id = l.person_id)
"""
TOTALS = f"""
    select count(*), count(distinct o.canonical_id), coalesce(sum(v.pages), 0),
           percentile_cont(0.5) within group (order by v.seconds) filter (where v.seconds > 0),
           {", ".join(f"count(*) filter (where {sign})" for sign in SIGNS.values())},
           count(*) filter (where v.purchases > 0)
    from insight_visit v left join identity_person o on o.id = v.person_id
    where v.store_id = %(store)s and v.started_at >= %(since)s
"""
DAYS = """
    select (started_at at time zone %(zone)s)::date, count(*)
    from insight_visit where store_id = %(store)s and started_at >= %(since)s group by 1
"""
GROUPED = f"""
    select v.{{column}}, count(*), count(distinct o.canonical_id), count(*) filter (where {SIGNS["bounced"]}),
           count(*) filter (where v.carts > 0), count(*) filter (where v.purchases > 0)
    from insight_visit v left join identity_person o on o.id = v.person_id
    where v.store_id = %(store)s and v.started_at >= %(since)s and v.{{column}} <> ''
    group by v.{{column}} order by 3 desc, 2 desc, v.{{column}} limit {MOST}
"""
IN_VAIN = f"""
    select l.what, '', sum(l.in_vain), count(distinct o.canonical_id)
    from insight_look l join identity_person o on o.id = l.person_id
    where l.store_id = %(store)s and l.kind = 'search' and l.in_vain > 0 and l.last_at >= %(since)s
    group by l.what order by 4 desc, 3 desc, l.what limit {MOST}
"""
WATCHERS = f"""
    select l.what, coalesce(nullif(max(g.title), ''), max(l.title)), sum(l.times), count(distinct o.canonical_id)
    from insight_look l
    join identity_person o on o.id = l.person_id
    left join commerce_product g on g.store_id = l.store_id and g.sku = l.what
    where l.store_id = %(store)s and l.last_at >= %(since)s and {WATCHED}
    group by l.what order by 4 desc, 3 desc, l.what limit {MOST}
"""
CARTS = """
    select count(*), coalesce(sum(value) filter (where currency in (%(currency)s, '')), 0),
           count(*) filter (where currency not in (%(currency)s, '')), count(*) filter (where checkout_at is not null)
    from commerce_cart where store_id = %(store)s and bought_at is null and abandoned_at >= %(since)s
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """Visits and those who made them; `seconds` is the median of visits whose time is known."""

    visits: int
    people: int
    pages: int
    seconds: float | None
    bounced: int
    left_at_price: int
    undecided: int
    bought: int


@dataclass(frozen=True, slots=True)
class Group:
    """The visits that share an entry page, a campaign, a place they came from, or a kind of device."""

    what: str
    visits: int
    people: int
    bounced: int
    with_cart: int
    bought: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What people searched for in vain, or a product that they watch."""

    what: str
    title: str
    times: int
    people: int


@dataclass(frozen=True, slots=True)
class Left:
    """Carts that were left behind and not bought since; `others` are in another currency, and not in the value."""

    carts: int
    value: Decimal
    others: int
    at_checkout: int


class Traffic:
    """The visits of a store from a day on."""

    def __init__(self, store: Store, *, since: date) -> None:
        self.store, self.since = store, since
        at: datetime = clock.start_of(since, store.zone)
        self._asked = {"store": store.id, "since": at, "zone": store.timezone, "currency": store.currency}

    def totals(self) -> Totals:
        return Totals(*query.row(TOTALS, self._asked))

    def days(self) -> dict[date, int]:
        """How many visits began on each day that had any."""
        return dict(query.rows(DAYS, self._asked))

    def entries(self) -> list[Group]:
        return self._grouped("entry")

    def campaigns(self) -> list[Group]:
        return self._grouped("campaign")

    def origins(self) -> list[Group]:
        return self._grouped("origin")

    def devices(self) -> list[Group]:
        return self._grouped("device")

    def in_vain(self) -> list[Wanted]:
        """Searches that found nothing, those of most people first."""
        return [Wanted(*row) for row in query.rows(IN_VAIN, self._asked)]

    def watched(self) -> list[Wanted]:
        """Products that people came back to on three days and more, and have not bought."""
        return [Wanted(*row) for row in query.rows(WATCHERS, self._asked)]

    def carts(self) -> Left:
        return Left(*query.row(CARTS, self._asked))

    def _grouped(self, column: str) -> list[Group]:
        return [Group(*row) for row in query.rows(GROUPED.format(column=column), self._asked)]
