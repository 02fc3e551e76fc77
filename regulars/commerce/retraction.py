"""What an import said, taken back a part at a time: its orders with their lines, and its products.

Each part is the next rows that the import still names; when they are settled, the import names them no longer. So at
every moment the rows are what the imports say that are left, and other imports may come and go in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import sql

from regulars.base.events import log
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.commerce import merging, orders, products, release, returns, supports
from regulars.commerce.events import OrderWithdrawn
from regulars.commerce.kinds import Supported
from regulars.commerce.models import Merge

ORDERS_AT_ONCE = 10_000
ROWS_AT_ONCE = 20_000

# Whether somebody changed a row by hand, by a rule or by a merge of people, not by an import, a source or an undoing,
# and that has not been undone.
EDITED = """
    exists (select from events_change change join events_operation doing on doing.id = change.operation
            where change."table" = '{target}' and change.key = {key} and change.kind = 'updated'
              and doing.kind not in ('import', 'undo') and doing.id not in (select under_id from commerce_merge)
              and not is_undone(doing.id))
"""
# Whether it was made by imports, or by somebody who has undone that since: it goes with the last import behind it.
OF_IMPORTS = "({made_by} in (select under_id from commerce_merge) or is_undone({made_by}))"
# One person's orders come together, so that their returns are matched anew once.
NEXT_ORDERS = """
    create temp table picked_order on commit drop as
    select mine.row_id from (select distinct row_id from {said}) mine left join commerce_order o on o.id = mine.row_id
    order by o.person_id, mine.row_id limit {most}
"""
NEXT_LINES = """
    create temp table picked_line on commit drop as
    select s.row_id, s.said from {lines} s join commerce_orderline l on l.id = s.row_id
    where l.order_id in (select row_id from picked_order)
"""
GONE_ORDERS = """
    create temp table gone_order on commit drop as
    select o.id from commerce_order o
    where o.id in (select row_id from picked_order)
      and not exists (select from commerce_order_said s where s.import_id = any(%(others)s) and s.row_id = o.id)
      and {of_imports} and not {edited}
"""
GONE_LINES = """
    create temp table gone_line on commit drop as
    select l.id from commerce_orderline l
    where l.id in (select row_id from picked_line)
      and not exists (select from commerce_support s
                      where s.import_id = any(%(others)s) and s.kind = {line} and s.row_id = l.id)
      and not {edited} and not {edited_order}
"""
TOUCHED = """
    create temp table withdrawn on commit drop as
    select o.id as row_id, o.person_id, o.number, o.id in (select id from gone_order) as is_gone
    from commerce_order o where o.id in (select row_id from picked_order)
"""
# Lines are as their first import said; when that one goes, the next speaks, and the rest are compared with it anew.
HEIRS = """
    create temp table heir on commit drop as
    select distinct on (s.row_id) s.row_id, s.import_id, s.said
    from commerce_support s
    where s.kind = {line} and s.import_id = any(%(others)s)
      and s.row_id in (select row_id from picked_line where said is null)
      and s.row_id in (select row_id from commerce_support where kind = {line} and import_id = any(%(others)s)
          and said is not null)
    order by s.row_id, s.import_id
"""
CAUGHT = """
    update commerce_support s
    set said = case when s.said is null
                    then jsonb_build_object('kind', l.kind, 'title', l.title, 'tax', l.tax, 'unit_cost', l.unit_cost)
                    when s.said <> h.said then s.said end
    from heir h join commerce_orderline l on l.id = h.row_id
    where s.kind = {line} and s.import_id = any(%(others)s) and s.row_id = h.row_id and h.said is not null
"""
INHERIT = """
    update commerce_orderline l
    set kind = h.said ->> 'kind', title = h.said ->> 'title', tax = (h.said ->> 'tax')::numeric,
        unit_cost = (h.said ->> 'unit_cost')::numeric
    from heir h where h.row_id = l.id and h.said is not null
"""
WITHDRAWN = """
    select 'record', o.store_id, o.person_id, {name}, o.placed_at, %(at)s::timestamptz, %(source)s::text,
        %(actor)s::text,
           'history',
           jsonb_build_object('order', o.public_id, 'number', o.number, 'total', o.total::text, 'currency', o.currency,
                              'items', coalesce((select sum(l.quantity) from commerce_orderline l
                                  where l.order_id = o.id), 0)::text),
           '{{}}'::jsonb
    from commerce_order o where o.id in (select id from gone_order) order by o.placed_at, o.id
"""
UNMATCH = """
    delete from commerce_returnmatch where returned_id in (select id from gone_line) or bought_id in (select id
        from gone_line)
"""
WORK_TABLES = "drop table if exists picked_order, picked_line, gone_order, gone_line, withdrawn, heir"
GONE_PRODUCTS = """
    delete from commerce_{table} t
    where t.id in (select row_id from picked_row)
      and not exists (select from commerce_support s
                      where s.import_id = any(%(others)s) and s.kind = {kind} and s.row_id = t.id)
      and {of_imports} and not {edited} and not exists (select from {child} c where c.product_id = t.id)
"""

OF_PRODUCTS = "(select product_id from commerce_orderline union all select product_id from commerce_productcost)"
NOTHING = "(select null::bigint as product_id)"


@dataclass
class Undone:
    """What the undoing of an import did; all zero where nothing was left to undo."""

    operation: Operation | None = None
    orders_removed: int = 0
    orders_changed: int = 0
    lines_removed: int = 0
    products_removed: int = 0
    people_removed: int = 0
    identifiers_removed: int = 0
    events: int = 0

    def counts(self) -> dict[str, int]:
        return {name: value for name, value in vars(self).items() if name != "operation"}


@dataclass(frozen=True, slots=True)
class Part:
    """What a transaction of an undoing has to know."""

    work: Merge
    imports: Sequence[int]
    done: Undone
    at: datetime

    @property
    def number(self) -> int:
        return self.work.import_id

    @property
    def others(self) -> list[int]:
        return [other for other in self.imports if other != self.number]


def take_identifiers(part: Part) -> bool:
    more = supports.pick(part.number, Supported.IDENTIFIER, ROWS_AT_ONCE)
    part.done.identifiers_removed += release.identifiers(supports.facts(part.number), others=part.others)
    supports.let_go(part.number, Supported.IDENTIFIER)
    return more


def take_blocked_values(part: Part) -> bool:
    more = supports.pick(part.number, Supported.BLOCKED_VALUE, ROWS_AT_ONCE)
    release.blocked_values(others=part.others)
    supports.let_go(part.number, Supported.BLOCKED_VALUE)
    return more


def take_people(part: Part) -> bool:
    more = supports.pick(part.number, Supported.PERSON, ROWS_AT_ONCE)
    part.done.people_removed += release.people(supports.facts(part.number), others=part.others)
    supports.let_go(part.number, Supported.PERSON)
    return more


def take_orders(part: Part) -> bool:
    picked = pick_orders(part)
    find_gone(part.others)
    inherit_lines(part.others)
    part.done.events += tell(part)
    query.run(UNMATCH)
    part.done.lines_removed += query.run("delete from commerce_orderline where id in (select id from gone_line)")
    part.done.orders_removed += query.run(
        "delete from commerce_order o where id in (select id from gone_order)"
        " and not exists (select from commerce_orderline l where l.order_id = o.id)"
    )
    staying = "select row_id from withdrawn where not is_gone"
    part.done.orders_changed += orders.refold(
        part.number, part.work.store, staying, imports=part.imports, adding=False
    )  # fmt: skip
    returns.match(part.work.store, "select person_id, number from withdrawn union select o.person_id, o.number"
                                   " from commerce_order o join withdrawn w on w.row_id = o.id")  # fmt: skip
    query.run(f"delete from {supports.lines(part.number)} where row_id in (select row_id from picked_line)")
    query.run(f"delete from {supports.orders(part.number)} where row_id in (select row_id from picked_order)")
    return picked == ORDERS_AT_ONCE


def pick_orders(part: Part) -> int:
    query.run(WORK_TABLES)
    picked = query.run(NEXT_ORDERS.format(said=supports.orders(part.number), most=ORDERS_AT_ONCE))
    query.run("analyze picked_order")
    query.run(NEXT_LINES.format(lines=supports.lines(part.number)))
    query.run("analyze picked_line (row_id)")
    return picked


def find_gone(others: Sequence[int]) -> None:
    """Note the picked orders and lines that no other import supports."""
    edited = EDITED.format(target="commerce_order", key="o.id")
    of_imports = OF_IMPORTS.format(made_by="o.operation")
    query.run(GONE_ORDERS.format(edited=edited, of_imports=of_imports), others=list(others))
    lines = GONE_LINES.format(
        line=Supported.LINE.value,
        edited=EDITED.format(target="commerce_orderline", key="l.id"),
        edited_order=EDITED.format(target="commerce_order", key="l.order_id"),
    )
    query.run(lines, others=list(others))
    query.run("analyze gone_order, gone_line")
    query.run(TOUCHED)
    query.run("analyze withdrawn")


def inherit_lines(others: Sequence[int]) -> None:
    values = {"others": list(others)}
    line = Supported.LINE.value
    if query.run(HEIRS.format(line=line), **values):
        query.run(CAUGHT.format(line=line), **values)
        query.run(INHERIT)


def tell(part: Part) -> int:
    told = sql.SQL(WITHDRAWN).format(name=sql.Literal(OrderWithdrawn.name))
    assert part.done.operation is not None
    actor = part.done.operation.actor
    return log.append_select(told, {"at": part.at, "source": merging.source_of(part.number), "actor": actor})


def take_costs(part: Part) -> bool:
    return take_named(part, Supported.COST, "productcost", products.COST_BLANK, NOTHING)


def take_products(part: Part) -> bool:
    return take_named(part, Supported.PRODUCT, "product", products.BLANK, OF_PRODUCTS)


def take_named(part: Part, kind: Supported, table: str, blank: dict[str, object], child: str) -> bool:
    """Remove the costs or products that nobody else names, and give the rest the words of the others."""
    more = supports.pick(part.number, kind, ROWS_AT_ONCE)
    target = f"commerce_{table}"
    edited = EDITED.format(target=target, key="t.id")
    statement = GONE_PRODUCTS.format(
        table=table, kind=kind.value, edited=edited, child=child, of_imports=OF_IMPORTS.format(made_by="t.operation")
    )
    removed = query.run(statement, others=part.others)
    if kind is Supported.PRODUCT:
        part.done.products_removed += removed
    supports.refold(part.number, kind, target, blank, imports=part.imports, adding=False, touched=supports.PICKED)
    supports.let_go(part.number, kind)
    return more
