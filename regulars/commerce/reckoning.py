"""The money of an order, reckoned from its lines and from what the source says of the whole order.

* Goods are quantity times price of all lines but postage and fees; postage is shipping; fees count in the total only.
* What the source states for the order (discount, tax, shipping, total) goes before what the lines add up to.
* Some exports count the lines' discounts within the order's, others beside it: they are added where the stated total,
  or else the stated subtotal, is nearer with both.
* Tax is taken to lie within the prices where the stated total is nearer without it than with it.
* Net sales follow the store's meaning of them. A refund takes back its share: net × (1 − refunded / total).
  An adjustment is money but no sale, and a cancelled order none: their net sales are zero.
"""

from regulars.base.workspace.kinds import NetSales
from regulars.base.workspace.models import Store

SUMS = """
    coalesce(sum(round({l}.quantity * {l}.unit_price, 6)) filter (where {l}.kind not in ('postage', 'fee')),
        0) as goods,
    coalesce(sum(round({l}.quantity * {l}.unit_price, 6)) filter (where {l}.kind = 'postage'), 0) as postage,
    coalesce(sum(round({l}.quantity * {l}.unit_price, 6)) filter (where {l}.kind = 'fee'), 0) as fees,
    sum({l}.discount) as line_discount, sum({l}.tax) as line_tax, sum({l}.quantity) as items
"""
"""Sums over the lines of an order, as the reckoning wants them; `l` is the alias of the lines."""

NET = {
    NetSales.GOODS: "goods - discount - tax_within",
    NetSales.GOODS_SHIPPING: "goods - discount - tax_within + shipping",
    NetSales.PAID: "total",
}

# The discount of an order whose lines have discounts of their own, within the stated one or beside it.
DISCOUNT = """
    case when stated ->> 'discount' is null then line_discount
         when line_discount = 0 then (stated ->> 'discount')::numeric
         else (stated ->> 'discount')::numeric + case
             when stated ? 'total' then
                 case when least(abs(spare - line_discount), abs(spare - line_discount + tax))
                           < least(abs(spare), abs(spare + tax)) then line_discount else 0 end
             when abs(goods - line_discount - (stated ->> 'subtotal')::numeric)
                  < abs(goods - (stated ->> 'subtotal')::numeric) then line_discount
             else 0 end
    end
"""
"""`spare` is what the order would cost, without tax, more than its stated total."""

MONEY = """
    select w.*, round(case
               when kind in ('adjustment', 'cancelled') then 0
               when refunded = 0 then sold
               when total = 0 then sold - refunded
               else sold * greatest(0, 1 - refunded / total) end, 6) as net
    from (
        select t.*, {net} as sold
        from (
            select d.*, case when tax <> 0 and stated ? 'total' and abs(total - plain) < abs(total - plain - tax)
                             then tax else 0 end as tax_within
            from (
                select p.*, coalesce((stated ->> 'total')::numeric, plain + tax) as total
                from (
                    select m.*, goods - discount + shipping + fees as plain
                    from (
                        select r.*, {discount} as discount
                        from (
                            select o.*, goods - coalesce((stated ->> 'discount')::numeric, line_discount) + shipping
                                   + fees - (stated ->> 'total')::numeric as spare
                            from (
                                select s.*, coalesce((stated ->> 'tax')::numeric, line_tax) as tax,
                                       coalesce((stated ->> 'shipping')::numeric, postage) as shipping,
                                       coalesce((stated ->> 'gift_card')::numeric, 0) as gift_card,
                                       coalesce((stated ->> 'refunded')::numeric, 0) as refunded
                                from ({source}) s
                            ) o
                        ) r
                    ) m
                ) p
            ) d
        ) t
    ) w
"""


def money(source: str, store: Store) -> str:
    """
    A query that adds the money of each order to the rows of another.

    :param source: selects `kind`, `stated` and the columns of `SUMS`, and whatever is to be passed through.
    """
    return MONEY.format(source=source, net=NET[NetSales(store.net_sales)], discount=DISCOUNT)
