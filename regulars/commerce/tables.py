"""
What commerce gives to the lake: orders, their lines, and products, with all money in the store's currency.

What an order brought net is spread over the lines that the store counts as sales, so that they add up to it to the
last digit. What the order says beside its lines (a discount, a refund) takes the same share of each of them.
"""

from regulars.base.lake.table import RollUp, Source, Table, Type
from regulars.base.workspace.kinds import NetSales
from regulars.commerce.kinds import LineKind, OrderKind

# A line of one of these kinds hands goods over, so without a cost the order's margin is unknown.
GOODS = f"('{LineKind.MERCHANDISE}', '{LineKind.MANUAL}', '{LineKind.SAMPLE}')"
# No sale, so their net is zero, and no goods were handed over for it.
NO_SALE = f"('{OrderKind.CANCELLED}', '{OrderKind.ADJUSTMENT}')"

READ_ORDERS = """
    select o.id, o.store_id, o.person_id, o.kind, o.placed_on, o.placed_at at time zone 'UTC' as placed_at,
           o.currency, coalesce(o.rate, 1)::numeric(20, 10) as rate, o.store_value, o.discount, o.channel,
           o.discount_codes[1] as coupon, nullif(o.return_reason, '') as reason, s.currency as store_currency,
           s.net_sales
    from {commerce_order.id} o join workspace_store s on s.id = o.store_id
"""
READ_LINES = """
    select l.id, l.order_id, l.product_id, l.kind, l.quantity, l.total, l.discount, l.unit_cost
    from {commerce_orderline.order_id} l
"""
READ_RETURNS = """
    select m.bought_id, m.quantity
    from commerce_returnmatch m join {commerce_orderline.order_id} l on l.id = m.bought_id
"""
READ_COSTS = """
    select c.product_id, c.cost, c.currency, coalesce(c.from_on, date '0001-01-01') as from_on,
           coalesce(lead(c.from_on) over (partition by c.product_id order by c.from_on nulls first),
                    date '9999-12-31') as until_on
    from commerce_productcost c
"""

# Most shops have one currency, and decimals of 38 digits are slow: nothing is multiplied by a rate of one.
IN_STORE = "case when o.rate = 1 then {amount} else try(cast(round({amount} * o.rate, 6) as decimal(20, 6))) end"
UNIT_COST = f"""
    case when l.unit_cost is not null then {IN_STORE.format(amount="l.unit_cost")}
         when c.currency = o.store_currency then c.cost
         when c.currency = o.currency then {IN_STORE.format(amount="c.cost")}
         when l.kind not in {GOODS} then 0
    end
"""
COUNTS = f"""
    (l.kind not in ('{LineKind.POSTAGE}', '{LineKind.FEE}') or o.net_sales = '{NetSales.PAID}'
     or l.kind = '{LineKind.POSTAGE}' and o.net_sales = '{NetSales.GOODS_SHIPPING}')
"""
COSTED = f"""
    costed as (
        select l.id, l.order_id, l.product_id, l.kind, l.quantity, l.total, l.discount,
               try(cast(round(l.quantity * ({UNIT_COST}), 6) as decimal(20, 6))) as cost
        from read_lines l
        join read_orders o on o.id = l.order_id
        left join read_costs c
          on c.product_id = l.product_id and c.from_on <= o.placed_on and o.placed_on < c.until_on
    )
"""

# In proportion, unless lines of both signs nearly cancel out and would blow up; then by their size, or evenly.
SHARE = """
    case when a.value <> 0 and o.store_value / a.value between 0 and 2 then cast(l.value as double) / a.value
         when a.size <> 0 then cast(abs(l.value) as double) / a.size
         else 1.0 / a.lines
    end
"""

ORDERS = Table(
    name="orders",
    month="placed_on",
    columns={
        "order_id": Type.BIGINT,
        "store": Type.BIGINT,
        "person": Type.BIGINT,
        "kind": Type.TEXT,
        "placed_on": Type.DATE,
        "placed_at": Type.TIMESTAMP,
        "net": Type.DECIMAL,
        "margin": Type.DECIMAL,
        "discount": Type.DECIMAL,
        "items": Type.DECIMAL,
        "currency": Type.TEXT,
        "channel": Type.TEXT,
        "coupon": Type.TEXT,
    },
    select=f"""
        with {COSTED},
        held as (
            select order_id, sum(quantity) filter (where kind in {GOODS}) as items,
                   case when count(cost) = count(*) then sum(cost) end as cost
            from costed group by order_id
        )
        select o.id as order_id, o.store_id as store, o.person_id as person, o.kind, o.placed_on, o.placed_at,
               o.store_value as net,
               case when o.kind in {NO_SALE} then o.store_value
                    else try(cast(o.store_value - h.cost as decimal(20, 6))) end as margin,
               {IN_STORE.format(amount="o.discount")} as discount,
               coalesce(h.items, 0) as items, o.store_currency as currency, o.channel, o.coupon
        from read_orders o left join held h on h.order_id = o.id
    """,
)

LINES = Table(
    name="lines",
    month="placed_on",
    columns={
        "line_id": Type.BIGINT,
        "order_id": Type.BIGINT,
        "store": Type.BIGINT,
        "person": Type.BIGINT,
        "product_id": Type.BIGINT,
        "order_kind": Type.TEXT,
        "kind": Type.TEXT,
        "placed_on": Type.DATE,
        "quantity": Type.DECIMAL,
        "net": Type.DECIMAL,
        "cost": Type.DECIMAL,
        "discount": Type.DECIMAL,
        "returned": Type.DECIMAL,
    },
    select=f"""
        with {COSTED},
        sent_back as (select bought_id, sum(quantity) as quantity from read_returns group by bought_id),
        said as (
            select l.id, l.order_id, case when {COUNTS} then {IN_STORE.format(amount="l.total")} else 0 end as value
            from read_lines l join read_orders o on o.id = l.order_id
        ),
        added as (
            select order_id, sum(value) as value, sum(abs(value)) as size, count(*) as lines, max(id) as last
            from said group by order_id
        ),
        spread as (
            select c.*, o.store_id, o.person_id, o.kind as order_kind, o.placed_on, a.last, l.value,
                   {IN_STORE.format(amount="c.discount")} as less,
                   try(cast(o.store_value - a.value as decimal(20, 6))) as rest,
                   case when o.store_value = a.value then 0
                        else try(cast(round(cast(o.store_value - a.value as double) * ({SHARE}), 6) as decimal(20, 6)))
                   end as part
            from costed c
            join said l on l.id = c.id
            join added a on a.order_id = c.order_id
            join read_orders o on o.id = c.order_id
        ),
        given as (select order_id, sum(part) as part from spread where rest <> 0 group by order_id)
        select v.id as line_id, v.order_id, v.store_id as store, v.person_id as person, v.product_id, v.order_kind,
               v.kind, v.placed_on, v.quantity,
               -- The last line takes what rounding left over, so that the lines add up to the order's net.
               v.value + v.part + case when v.rest <> 0 and v.id = v.last then v.rest - g.part else 0 end as net,
               v.cost, v.less as discount, coalesce(b.quantity, 0) as returned
        from spread v
        left join given g on g.order_id = v.order_id
        left join sent_back b on b.bought_id = v.id
    """,
)

# Beside the orders, so that few rows carry what only returns have.
RETURNS = Table(
    name="returns",
    month="placed_on",
    columns={
        "order_id": Type.BIGINT,
        "store": Type.BIGINT,
        "person": Type.BIGINT,
        "placed_on": Type.DATE,
        "net": Type.DECIMAL,
        "reason": Type.TEXT,
    },
    select=f"""
        select o.id as order_id, o.store_id as store, o.person_id as person, o.placed_on, o.store_value as net, o.reason
        from read_orders o where o.kind = '{OrderKind.RETURN}'
    """,
)

PRODUCTS = Table(
    name="products",
    columns={
        "product_id": Type.BIGINT,
        "store": Type.BIGINT,
        "sku": Type.TEXT,
        "title": Type.TEXT,
        "category": Type.TEXT,
        "brand": Type.TEXT,
        "price": Type.DECIMAL,
        "cost": Type.DECIMAL,
    },
    select="select * from read_products",
)
READ_PRODUCTS = """
    select p.id as product_id, p.store_id as store, p.sku, p.title, nullif(p.category, '') as category,
           nullif(p.brand, '') as brand, case when p.currency in ('', s.currency) then p.price end as price,
           newest.cost
    from {commerce_product.id} p
    join workspace_store s on s.id = p.store_id
    left join lateral (
        select c.cost from commerce_productcost c
        where c.product_id = p.id and c.currency = s.currency
        order by c.from_on desc nulls last limit 1
    ) newest on true
"""

PRODUCT_DAYS = RollUp(
    over="lines",
    table=Table(
        name="product_days",
        month="day",
        columns={
            "store": Type.BIGINT,
            "product_id": Type.BIGINT,
            "day": Type.DATE,
            "times": Type.BIGINT,
            "sold": Type.DECIMAL,
            "returned": Type.DECIMAL,
            "net": Type.DECIMAL,
        },
        select="""
            select store, product_id, placed_on as day,
                   count(*) filter (where order_kind = 'sale') as times,
                   coalesce(sum(quantity) filter (where order_kind = 'sale'), 0) as sold,
                   coalesce(-sum(quantity) filter (where order_kind = 'return'), 0) as returned,
                   coalesce(sum(net) filter (where order_kind in ('sale', 'return')), 0) as net
            from lines
            where product_id is not null
            group by store, product_id, placed_on
        """,
    ),
)

TRADE = Source(
    key="order_id",
    notes={
        "order": "",
        "returned line": "select l.order_id from ranges r join commerce_orderline l on l.id between r.low and r.high",
        "product cost": "select l.order_id from ranges r"
        " join commerce_orderline l on l.product_id between r.low and r.high",
    },
    reads={
        "read_orders": READ_ORDERS,
        "read_lines": READ_LINES,
        "read_returns": READ_RETURNS,
        "read_costs": READ_COSTS,
    },
    tables=(ORDERS, LINES, RETURNS),
)
RANGE = Source(
    key="product_id",
    notes={"product": "", "product cost": ""},
    reads={"read_products": READ_PRODUCTS},
    tables=(PRODUCTS,),
)
TABLES = (TRADE, RANGE, PRODUCT_DAYS)
