"""The money at stake by each rule of data quality in a store: real figures of its people, orders and products alone."""

from datetime import datetime

from django.db import transaction

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.insight.models import Run, Stake
from regulars.profile.quality.checking import asked
from regulars.profile.quality.rules import OTHERS, About

OF_PEOPLE = """
    select f.rule, count(*), count(s.value_365), sum(s.value_365)
    from profile_quality q join insight_score s on s.run_id = %(run)s and s.person_id = q.person_id
    cross join lateral unnest(q.flaws) as f (rule) where s.stage <> 'visitor' group by 1
"""
OF_ORDERS = """
    select count(*), count(t.store_value), sum(t.store_value)
    from commerce_order t
    where t.store_id = %(store)s and {failed}
      and t.placed_on > (select max(o.placed_on) from commerce_order o
                         where o.store_id = %(store)s and o.placed_on <= %(today)s) - 365
"""
OF_PRODUCTS = """
    select count(*), count(s.net_year), sum(s.net_year)
    from commerce_product t left join insight_productscore s on s.run_id = %(run)s and s.product_id = t.id
    where t.store_id = %(store)s and {failed}
"""
STATEMENTS = {About.ORDERS: OF_ORDERS, About.PRODUCTS: OF_PRODUCTS}


def reckon(store: Store, *, at: datetime) -> list[Stake]:
    """Put the stakes of a store in the place of those it had; without a run, people and products have no money."""
    run = Run.objects.current(store)
    values = {"store": store.id, "run": run.id if run else None, "today": at.date()}
    found = list(query.rows(OF_PEOPLE, values))
    for rule in OTHERS:
        _applied, failed = asked(rule)
        [row] = query.rows(STATEMENTS[rule.about].format(failed=failed), values)
        found.append((rule.name, *row))
    with transaction.atomic():
        Stake.objects.filter(store=store).delete()
        return Stake.objects.bulk_create(
            Stake(store=store, rule=rule, rows=rows, known=known, money=money, reckoned_at=at)
            for rule, rows, known, money in found if rows
        )  # fmt: skip
