"""Take an import back: what no other import supports goes, what others support becomes what they say together.

The state afterwards is the one that the remaining imports alone would have made, whatever the order in which imports
came and go, with one exception: people who were told apart while the import stood are not joined by its undoing.
What somebody changed by hand since is left as it is, and counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from psycopg import sql

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.workspace.models import Staff, Store
from regulars.commerce import merging, orders, products, release, returns, staged, supports
from regulars.commerce.events import OrderWithdrawn
from regulars.commerce.kinds import Supported
from regulars.commerce.models import Merge
from regulars.identity import resolve

# Rows that somebody changed by hand, a rule or a merge of people, not an import or an undoing.
EDITED = """
    select c.key from events_change c join events_operation o on o.id = c.operation
    where c."table" = '{target}' and c.kind = 'updated' and o.kind not in ('import', 'undo')
"""
GONE_ORDERS = """
    create temp table gone_order on commit drop as
    select mine.row_id as id from (select distinct row_id from {mine}) mine
    join commerce_order o on o.id = mine.row_id
    where not exists (select from commerce_order_said s where s.import_id = any(%(others)s) and s.row_id = mine.row_id)
      and o.operation in (select under_id from commerce_merge)
      and o.id not in ({edited})
"""
GONE_LINES = """
    create temp table gone_line on commit drop as
    select mine.row_id as id from (select distinct row_id from {mine}) mine
    join commerce_orderline l on l.id = mine.row_id
    where not exists (select from commerce_support s
                      where s.import_id = any(%(others)s) and s.kind = {line} and s.row_id = mine.row_id)
      and l.id not in ({edited})
      and l.order_id not in ({edited_orders})
"""
TOUCHED = """
    create temp table withdrawn on commit drop as
    select o.id as row_id, o.person_id, o.number, o.id in (select id from gone_order) as is_gone
    from commerce_order o where o.id in (select row_id from {mine})
"""
# Lines are as their first import said; when that one goes, the next speaks, and the rest are compared with it anew.
HEIRS = """
    create temp table heir on commit drop as
    select distinct on (s.row_id) s.row_id, s.import_id, s.said
    from commerce_support s
    where s.kind = {line} and s.import_id = any(%(others)s)
      and s.row_id in (select row_id from {mine} where said is null)
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
GONE_PRODUCTS = """
    delete from commerce_{table} t
    where t.id in (select row_id from {facts} where kind = {kind})
      and not exists (select from commerce_support s
                      where s.import_id = any(%(others)s) and s.kind = {kind} and s.row_id = t.id)
      and t.operation in (select under_id from commerce_merge)
      and t.id not in ({edited}) and not exists (select from {child} c where c.product_id = t.id)
"""


OF_PRODUCTS = "(select product_id from commerce_orderline union all select product_id from commerce_productcost)"


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
    kept: dict[str, int] = field(default_factory=dict)
    """Rows that no import supports any more and that stay, because somebody changed them or something holds them."""


def nothing(work: Merge) -> None:
    """No later stage has anything to take back."""


def undo(work: Merge, *, by: Staff | None, at: datetime, first: Callable[[Merge], None] = nothing) -> Undone:
    """Take the import of a merge back in one transaction, under an operation that undoes the merge's."""
    with transaction.atomic():
        hold_still(work.store)
        merges = Merge.objects.select_for_update(of=("self",)).select_related("under", "store")
        work = merges.get(import_id=work.import_id)
        if work.undone_at is not None:
            return Undone()
        undoing = operations.begin(OperationKind.UNDO, at=at, store=work.store, by=by, undoes=work.under)
        with operations.under(undoing):
            done = Undone(undoing)
            supports.prepare(work.import_id)
            first(work)
            withdraw(work, done, at=at)
            Merge.objects.filter(import_id=work.import_id).update(undone_at=at)
            query.run(f"drop table if exists {staged.traces_table(work.import_id)}")
            supports.drop(work.import_id)
    return done


def hold_still(store: Store) -> None:
    """Let no batch of another import come between: what it has found must not go, and what goes it must not find."""
    query.lock(resolve.LOCK, store.circle_id)
    query.lock(products.LOCK, store.id)
    query.lock(merging.STORE_LOCK, store.id)


def withdraw(work: Merge, done: Undone, *, at: datetime) -> None:
    query.run("set local work_mem = '64MB'")
    number, store = work.import_id, work.store
    imports = merging.standing(work)
    others = [other for other in imports if other != number]
    find_gone(number, others)
    inherit_lines(number, others)
    done.events = tell(number, done, at=at)
    query.run(UNMATCH)
    done.lines_removed = query.run("delete from commerce_orderline where id in (select id from gone_line)")
    done.orders_removed = query.run(
        "delete from commerce_order o where id in (select id from gone_order)"
        " and not exists (select from commerce_orderline l where l.order_id = o.id)"
    )
    facts = supports.facts(number)
    done.identifiers_removed = release.identifiers(facts, others=others)
    done.orders_changed = orders.refold(
        number, store, "select row_id from withdrawn where not is_gone", imports=imports, adding=False
    )
    done.people_removed = release.people(facts, others=others)
    done.products_removed = withdraw_products(number, imports, others)
    returns.match(store, "select person_id, number from withdrawn union select o.person_id, o.number"
                         " from commerce_order o join withdrawn w on w.row_id = o.id")  # fmt: skip


def find_gone(number: int, others: Sequence[int]) -> None:
    """Note the orders and lines that only this import supports, and all orders that it speaks of."""
    query.run("drop table if exists gone_order, gone_line, withdrawn, heir")
    said, lines = supports.orders(number), supports.lines(number)
    edited, edited_orders = EDITED.format(target="commerce_orderline"), EDITED.format(target="commerce_order")
    query.run(GONE_ORDERS.format(mine=said, edited=edited_orders), others=list(others))
    query.run(
        GONE_LINES.format(mine=lines, line=Supported.LINE.value, edited=edited, edited_orders=edited_orders),
        others=list(others),
    )
    query.run(TOUCHED.format(mine=said))
    query.run("analyze gone_order, gone_line, withdrawn")


def inherit_lines(number: int, others: Sequence[int]) -> None:
    values = {"others": list(others)}
    line = Supported.LINE.value
    if query.run(HEIRS.format(mine=supports.lines(number), line=line), **values):
        query.run(CAUGHT.format(line=line), **values)
        query.run(INHERIT)


def tell(number: int, done: Undone, *, at: datetime) -> int:
    told = sql.SQL(WITHDRAWN).format(name=sql.Literal(OrderWithdrawn.name))
    actor = done.operation.actor if done.operation else operations.SYSTEM
    return log.append_select(told, {"at": at, "source": merging.source_of(number), "actor": actor})


def withdraw_products(number: int, imports: Sequence[int], others: Sequence[int]) -> int:
    """Remove the costs and products that nobody else names, and give the rest the words of the others."""
    facts, removed = supports.facts(number), 0
    for kind, table, blank, child in (
        (Supported.COST, "productcost", products.COST_BLANK, "(select null::bigint as product_id)"),
        (Supported.PRODUCT, "product", products.BLANK, OF_PRODUCTS),
    ):  # fmt: skip
        target = f"commerce_{table}"
        statement = GONE_PRODUCTS.format(
            table=table, facts=facts, kind=kind.value, edited=EDITED.format(target=target), child=child
        )
        removed = query.run(statement, others=list(others))
        supports.refold(number, kind, target, blank, imports=imports, adding=False)
    return removed
