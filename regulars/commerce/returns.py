"""Match returned lines with the purchases they came from.

Returns and purchases of one product by one person (of orders without a person: of one invoice, whose number the
return repeats, as in C536379 for 536379) are read as a stack: each return takes from the latest earlier purchase that
has units left, first among those of its unit price, then among all. So no unit comes back twice.

A stack is reckoned in sets. Each line moves a level up or down; cut at all levels that occur, every slice is crossed
by purchases and returns in turn, and a return in a slice belongs to the purchase just before it. Where there is
nothing left to take from, the level stays at zero, and the rest of the return is unmatched.
"""

from decimal import Decimal

from regulars.base.kit import query
from regulars.base.workspace.models import Store

# Persons and invoices whose returns may have changed: those of the orders, and those from whom an order was taken
# since its lines were matched, as the other side of its matches tells.
TOUCHED_BY_IMPORT = """
    select o.person_id, o.number from commerce_order o join {said} s on s.row_id = o.id
    union
    select o.person_id, o.number
    from (
        select r.bought_id as other_id, l.order_id
        from commerce_returnmatch r join commerce_orderline l on l.id = r.returned_id
        union all
        select r.returned_id, l.order_id
        from commerce_returnmatch r join commerce_orderline l on l.id = r.bought_id
    ) matched
    join {said} s on s.row_id = matched.order_id
    join commerce_orderline other on other.id = matched.other_id
    join commerce_order o on o.id = other.order_id
"""
INVOICE = (
    r"regexp_replace(regexp_replace({number}, '^[^0-9]+(?=[0-9])', ''),"
    r" '(?<=[0-9])[-/ ]?(R|RET|RETURN|REFUND|CR)[0-9]*$', '', 'i')"
)
HOLDER = f"coalesce('p' || {{o}}.person_id, 'i' || {INVOICE})"
MATCHABLE = "{l}.kind = 'merchandise' and {l}.product_id is not null and {o}.kind in ('sale', 'return')"

# All returns of the touched holders, then all purchases of the same holders and products.
CAME_BACK = """
    create temp table came_back on commit drop as
    select l.id, l.product_id, {holder} as holder, o.person_id, o.number
    from commerce_orderline l join commerce_order o on o.id = l.order_id
    where l.quantity < 0 and l.store_id = %(store)s and {matchable}
      and {holder} in (select {touched_holder} from ({touched}) t)
"""
# What has come back of whom, and then all movements of these products by these holders. A planner knows nothing of how
# often an expression such as a holder occurs, nor of a store that is new, and may join every line with everybody who
# sent its product back: the orders of the holders come first, in tables that can be counted.
GOODS = """
    create temp table goods on commit drop as select distinct holder, product_id from came_back
"""
HOLDERS = """
    create temp table holder_order on commit drop as
    select h.* from (
        select o.id, o.store_id, o.kind, o.placed_at, o.number, {holder} as holder from commerce_order o
        where o.person_id in (select person_id from came_back where person_id is not null)
        union all
        select o.id, o.store_id, o.kind, o.placed_at, o.number, {holder} from commerce_order o
        where o.store_id = %(store)s and o.person_id is null and exists (select from came_back where person_id is null)
    ) h
    where h.holder in (select holder from goods)
"""
MOVES = """
    create temp table moves on commit drop as
    with theirs as materialized (
        select l.id, o.holder, l.product_id, l.unit_price, l.quantity, o.placed_at, o.number, l.content, l.ordinal
        from holder_order o join commerce_orderline l on l.order_id = o.id
        where l.quantity <> 0 and {matchable}
    )
    select t.id, t.holder, t.product_id, t.unit_price, t.quantity < 0 as is_return, abs(t.quantity) as units,
           row_number() over (order by t.placed_at, t.quantity < 0, t.number collate "C", t.content, t.ordinal) as place
    from theirs t join goods g on g.product_id = t.product_id and g.holder = t.holder
"""
STACK = """
    insert into matched (returned_id, bought_id, quantity)
    with moved as (
        select id, is_return, units, place, {key} as key, case when is_return then -units else units end as step
        from moves where units > 0
    ),
    wanted as (select key from moved group by key having bool_or(is_return) and not bool_and(is_return)),
    summed as (
        select moved.*, sum(step) over (partition by key order by place) as upto
        from moved where key in (select key from wanted)
    ),
    floored as (
        select *, least(0, min(upto) over (partition by key order by place)) as low,
               least(0, min(upto) over (partition by key order by place rows between unbounded preceding
                   and 1 preceding)) as low_before
        from summed
    ),
    spans as (
        select id, key, place, is_return, least(a, b) as bottom, greatest(a, b) as top
        from (select *, upto - step - coalesce(low_before, 0) as a, upto - low as b from floored) levels
        where a <> b
    ),
    cuts as (select key, bottom as level from spans union select key, top from spans),
    slices as (select key, level, lead(level) over (partition by key order by level) as next from cuts),
    crossings as (
        select s.id, s.is_return, c.next - c.level as units,
               lag(s.id) over w as before_id, lag(s.is_return) over w as before_is_return
        from spans s join slices c on c.key = s.key and c.level >= s.bottom and c.next <= s.top
        window w as (partition by c.key, c.level order by s.place)
    )
    select id, before_id, sum(units) from crossings where is_return and not before_is_return group by id, before_id
"""
TAKE = """
    update moves m set units = m.units - t.taken
    from (
        select id, sum(quantity) as taken
        from (select returned_id as id, quantity from matched union all select bought_id, quantity
            from matched) both_sides
        group by id
    ) t where t.id = m.id
"""
KEYS = ("(holder, product_id, unit_price)::text", "(holder, product_id)::text")
GATHER = "select returned_id, bought_id, sum(quantity) as quantity from all_matched group by 1, 2"
FORGET = """
    delete from commerce_returnmatch r using came_back c
    where c.id = r.returned_id
      and not exists (select from all_matched m where m.returned_id = r.returned_id and m.bought_id = r.bought_id
                      group by m.returned_id having sum(m.quantity) = r.quantity)
"""
# A return whose order was cancelled since, or that is no return any more.
STALE = """
    delete from commerce_returnmatch r using commerce_orderline l, commerce_order o
    where l.id = r.returned_id and o.id = l.order_id and l.store_id = %(store)s and not ({matchable})
"""
KEEP = f"""
    insert into commerce_returnmatch (returned_id, bought_id, quantity)
    select returned_id, bought_id, quantity from ({GATHER}) m
    where not exists (select from commerce_returnmatch r where r.returned_id = m.returned_id
        and r.bought_id = m.bought_id)
"""
COUNT = """
    select count(*), count(*) filter (where matched >= -quantity), coalesce(-sum(quantity), 0),
        coalesce(sum(matched), 0)
    from (
        select l.id, l.quantity, coalesce(sum(m.quantity), 0) as matched
        from commerce_orderline l
        join commerce_order o on o.id = l.order_id
        left join commerce_returnmatch m on m.returned_id = l.id
        where l.quantity < 0 and {matchable} and l.id in (select row_id from {lines})
        group by l.id
    ) returned
"""


def match(store: Store, touched: str) -> None:
    """
    Match the returns of the touched people and invoices anew,
        in the caller's transaction; only differences are written.

    :param touched: selects `person_id` and `number` of orders that are new, changed or gone.
    """
    holder = HOLDER.format(o="o", number="o.number")
    matchable = MATCHABLE.format(l="l", o="o")
    query.run("drop table if exists came_back, goods, holder_order, moves, matched, all_matched")
    query.run(STALE.format(matchable=matchable), store=store.id)
    found = query.run(
        CAME_BACK.format(
            holder=holder, matchable=matchable, touched=touched, touched_holder=HOLDER.format(o="t", number="t.number")
        ),
        store=store.id,
    )
    if not found:
        return
    query.run("analyze came_back")
    query.run(GOODS)
    query.run("analyze goods")
    query.run(HOLDERS.format(holder=holder), store=store.id)
    query.run("delete from holder_order where store_id <> %s", [store.id])
    query.run("analyze holder_order")
    query.run(MOVES.format(matchable=matchable))
    query.run("create temp table matched (returned_id bigint, bought_id bigint, quantity numeric) on commit drop")
    query.run("create temp table all_matched (like matched) on commit drop")
    for key in KEYS:
        query.run("analyze moves")
        query.run(STACK.format(key=key))
        query.run(TAKE)
        query.run("insert into all_matched select * from matched")
        query.run("truncate matched")
    query.run(FORGET)
    query.run(KEEP)


def count(lines: str) -> dict[str, int | Decimal]:
    """How many lines and units that an import supports came back, and for how many a purchase was found."""
    statement = COUNT.format(lines=lines, matchable=MATCHABLE.format(l="l", o="o"))
    returned, whole, units, matched = query.row(statement)
    return {
        "return_lines": returned,
        "return_lines_matched": whole,
        "units_returned": units,
        "units_matched": matched,
    }
