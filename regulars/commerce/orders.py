"""Bring orders that several imports speak of to what they say together, with their money reckoned anew."""

from collections.abc import Sequence

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.commerce import reckoning, supports
from regulars.commerce.kinds import Supported

BLANK: dict[str, object] = {
    "kind": "sale", "placed_at": "1970-01-01T00:00:00+00:00", "placed_on": "1970-01-01", "currency": "",
    "channel": "", "payment_state": "", "parcel_state": "", "carrier": "",
    "parcel_number": "", "return_reason": "", "cancelled_at": None, "discount_codes": [], "tags": [],
    "note": "", "ship_name": "", "ship_street": "", "ship_city": "", "ship_region": "", "ship_postcode": "",
    "ship_country": "",
}  # fmt: skip

REFRESH = """
    with said as (
        select s.row_id as order_id, jsonb_fold(s.stated order by s.import_id) as stated,
               (array_agg(s.by_id order by s.import_id desc) filter (where s.by_id is not null))[1] as by_id
        from commerce_order_said s
        where s.import_id = any(%(imports)s) and s.row_id in (select row_id from ({touched}) t)
        group by s.row_id
    )
    update commerce_order o
    set stated = m.stated, person_id = m.person_id, goods = m.goods, discount = m.discount, tax = m.tax,
        shipping = m.shipping, gift_card = m.gift_card, refunded = m.refunded, total = m.total, net = m.net,
        store_value = case when o.currency = %(currency)s then m.net else round(m.net * o.rate, 6) end
    from ({money}) m
    where m.order_id = o.id
      and (o.stated, o.person_id, o.goods, o.discount, o.tax, o.shipping, o.gift_card, o.refunded, o.total, o.net)
          is distinct from
          (m.stated, m.person_id, m.goods, m.discount, m.tax, m.shipping, m.gift_card, m.refunded, m.total, m.net)
"""
SOURCE = """
    select said.order_id, said.stated, i.person_id, k.kind, s.goods, s.postage, s.fees,
           coalesce(s.line_discount, 0) as line_discount, coalesce(s.line_tax, 0) as line_tax
    from said
    join commerce_order k on k.id = said.order_id
    left join identity_identifier i on i.id = said.by_id
    left join lateral (select {sums} from commerce_orderline l where l.order_id = said.order_id) s on true
"""


def refold(
    import_id: int, store: Store, touched: str, *, imports: Sequence[int], adding: bool, former: str = ""
) -> int:
    """
    Renew the orders that `touched` selects as `row_id`, from what all imports say or all but this one.

    :param former: a work table of what this import had said of them until now, see `supports.refold`.
    :returns: how many orders have other facts or other money than before.
    """
    told = supports.refold(
        import_id, Supported.ORDER, "commerce_order", BLANK, imports=imports, adding=adding, touched=touched,
        former=former,
    )  # fmt: skip
    return max(told, reckon(store, touched, imports=[i for i in imports if adding or i != import_id]))


def reckon(store: Store, touched: str, *, imports: Sequence[int]) -> int:
    source = SOURCE.format(sums=reckoning.SUMS.format(l="l"))
    statement = REFRESH.format(touched=touched, money=reckoning.money(source, store))
    return query.run(statement, imports=list(imports), currency=store.currency)
