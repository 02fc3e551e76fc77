"""Exchange rates, and the value of orders in their store's currency.

An order is valued at the last rate given for its day or the ten days before; without one it stays apart.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import money, query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import ExchangeRate

GOOD_FOR = timedelta(days=10)

REVALUE = """
    with valued as (
        select o.id, r.rate, r."on", r.source
        from commerce_order o
        left join lateral (
            select rate, "on", source from commerce_exchangerate e
            where e.from_currency = o.currency and e.to_currency = %(currency)s
              and e."on" <= o.placed_on and e."on" >= o.placed_on - %(good_for)s
            order by e."on" desc limit 1
        ) r on true
        where o.store_id = %(store)s and o.currency <> %(currency)s
    )
    update commerce_order o
    set rate = v.rate, rate_on = v."on", rate_source = coalesce(v.source, ''), store_value = round(o.net * v.rate, 6)
    from valued v
    where v.id = o.id and (o.rate, o.rate_on, o.rate_source, o.store_value)
          is distinct from (v.rate, v."on", coalesce(v.source, ''), round(o.net * v.rate, 6))
"""


class NoRate(Refusal):
    message = gettext_lazy("A rate is a number above zero, not %(rate)s.")
    status = 422


def give(from_currency: str, to_currency: str, *, on: date, rate: Decimal, source: str) -> ExchangeRate:
    """
    Note what a unit of one currency was worth in another on a day; a later word about the same day replaces it.

    :raises UnknownCurrency: if ISO 4217 does not know one of them.
    :raises NoRate: if the rate is not above zero.
    """
    if not rate.is_finite() or rate <= 0:
        raise NoRate(rate=rate)
    known, _ = ExchangeRate.objects.update_or_create(
        from_currency=money.checked_currency(from_currency),
        to_currency=money.checked_currency(to_currency),
        on=on,
        defaults={"rate": rate, "source": source},
    )
    return known


def revalue(store: Store, *, by: Staff | None, at: datetime) -> int:
    """Value a store's orders in other currencies by the rates that are known now; how many got another value."""
    with operations.doing(OperationKind.RULE, store=store, by=by, at=at):
        return query.run(REVALUE, store=store.id, currency=store.currency, good_for=GOOD_FOR.days)
