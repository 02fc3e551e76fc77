"""Look at all people of a circle, or at those who were touched, and keep what fails the rules: set by set, in SQL.

A score is the weight of what holds beside the weight of all that is asked, of 100.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from regulars.base.events import log
from regulars.base.kit import clock, query
from regulars.base.workspace.models import Circle
from regulars.profile.events import QualityChecked
from regulars.profile.models import QualityFigure, QualityMark
from regulars.profile.quality import facts
from regulars.profile.quality.rules import OTHERS, PEOPLE, About, Rule

KEPT_DAYS = 400
LOCK = 7_204_141
BITS = {rule.name: 1 << place for place, rule in enumerate(PEOPLE)}


def mask(conditions: Sequence[tuple[int, str]]) -> str:
    return " | ".join(f"case when {condition} then {bit} else 0 end" for bit, condition in conditions)


APPLIED = mask([(BITS[rule.name], rule.applies) for rule in PEOPLE])
FAILED = mask([(BITS[rule.name], f"({rule.applies}) and ({rule.fails})") for rule in PEOPLE])
WEIGHED = " + ".join(f"case when {{0}} & {BITS[rule.name]} <> 0 then {rule.weight} else 0 end" for rule in PEOPLE)
FLAWS = ", ".join(f"case when failed & {BITS[rule.name]} <> 0 then '{rule.name}' end" for rule in PEOPLE)
JUDGE = """
    create temp table judged on commit drop as
    select person_id, ({applied})::bigint as applied, ({failed})::bigint as failed from ({facts}) f
"""
FLAWED = f"""
    select person_id, %(circle)s::bigint as circle_id,
           round(100.0 - 100.0 * ({WEIGHED.format("failed")}) / ({WEIGHED.format("applied")}))::smallint as score,
           array_remove(array[{FLAWS}], null)::varchar[] as flaws
    from judged where failed <> 0
"""
KEEP = f"""
    insert into profile_quality as q (person_id, circle_id, score, flaws) {FLAWED}
    on conflict (person_id) do update set score = excluded.score, flaws = excluded.flaws
    where (q.score, q.flaws) is distinct from (excluded.score, excluded.flaws)
"""
CLEAN = """
    delete from profile_quality q
    where q.circle_id = %(circle)s {chosen}
      and not exists (select from judged j where j.person_id = q.person_id and j.failed <> 0)
"""
# Who is told of by which source, and which store's they are: by their orders too.
ORIGIN = """
    create temp table origin on commit drop as
    select distinct c.canonical_id as person_id, s.store_id, i.source
    from identity_identifier i join identity_person c on c.id = i.person_id
    join (
        select 'import:' || id as source, store_id from collect_import
        union all select 'source:' || public_id, store_id from collect_source
    ) s on s.source = i.source
    where i.circle_id = %(circle)s
    union
    select distinct c.canonical_id, o.store_id, '' from commerce_order o join identity_person c on c.id = o.person_id
    where c.circle_id = %(circle)s
"""
COUNTS = ", ".join(
    f"count(*) filter (where j.{mask} & {BITS[rule.name]} <> 0)" for rule in PEOPLE for mask in ("applied", "failed")
)
TALLY = f"select {{0}}, {COUNTS} from judged j {{1}} group by 1, 2"
OF_ALL = TALLY.format("null::bigint, ''", "")
OF_STORES = TALLY.format("g.store_id, ''", "join (select distinct person_id, store_id from origin) g using (person_id)")
OF_SOURCES = TALLY.format("g.store_id, g.source", "join origin g using (person_id) where g.source <> ''")
PLACES = {About.ORDERS: "commerce_order", About.PRODUCTS: "commerce_product"}


def check(circle: Circle, *, at: datetime) -> int:
    """Look at everybody, keep the figures of the day, and let others hear of it; how many people were looked at."""
    day = today(circle, at=at)
    with transaction.atomic():
        query.lock(LOCK, circle.id)
        facts.learn(circle)
        count = judge(circle, of_all=True, day=day)
        query.run("drop table if exists origin")
        query.run(ORIGIN, circle=circle.id)
        query.run("analyze origin")
        write(circle, day, [*tallied(), *of_stores(circle)])
        QualityMark.objects.update_or_create(circle=circle, defaults={"checked_at": at})
        log.append([QualityChecked(store=store.id) for store in circle.stores.all()], by="system", at=at)
    return count


def today(circle: Circle, *, at: datetime) -> date:
    """The day it is in the circle's oldest store."""
    store = circle.stores.order_by("id").first()
    return clock.local_day(at, store.zone) if store else at.date()


def look_again(circle: Circle, *, day: date) -> int:
    """Look once more at those in `touched_person`, in the caller's transaction."""
    return judge(circle, of_all=False, day=day)


def judge(circle: Circle, *, of_all: bool, day: date) -> int:
    query.run("drop table if exists judged")
    made = JUDGE.format(applied=APPLIED, failed=FAILED, facts=facts.gathered(circle, of_all=of_all))
    count = query.run(made, circle=circle.id, today=day)
    query.run("analyze judged")
    query.run(KEEP, circle=circle.id)
    query.run(CLEAN.format(chosen="" if of_all else f"and q.person_id in (select id from {facts.TOUCHED})"),
              circle=circle.id)  # fmt: skip
    return count


def tallied() -> list[tuple[int | None, str, str, int, int]]:
    """Store, source, rule, of how many it spoke, and how many failed it."""
    found: list[tuple[int | None, str, str, int, int]] = []
    for statement in (OF_ALL, OF_STORES, OF_SOURCES):
        for store, source, *counts in query.rows(statement):
            pairs = zip(PEOPLE, counts[::2], counts[1::2], strict=True)
            found += [(store, source, rule.name, applied, failed) for rule, applied, failed in pairs if applied]
    return found


def of_stores(circle: Circle) -> list[tuple[int | None, str, str, int, int]]:
    """The same of the rules about orders and products."""
    found: list[tuple[int | None, str, str, int, int]] = []
    for about, table in PLACES.items():
        rules = [rule for rule in OTHERS if rule.about == about]
        counts = ", ".join(f"count(*) filter (where {applied}), count(*) filter (where {failed})"
                           for applied, failed in map(asked, rules))  # fmt: skip
        statement = f"select t.store_id, {counts} from {table} t where t.store_id = any(%(stores)s) group by 1"
        for store, *figures in query.rows(statement, stores=list(circle.stores.values_list("id", flat=True))):
            pairs = zip(rules, figures[::2], figures[1::2], strict=True)
            found += [(store, "", rule.name, applied, failed) for rule, applied, failed in pairs if applied]
    return found


def asked(rule: Rule) -> tuple[str, str]:
    return rule.applies, f"({rule.applies}) and ({rule.fails})"


def write(circle: Circle, day: date, found: Sequence[tuple[int | None, str, str, int, int]]) -> None:
    """The figures of a day in the place of those it had, those of sources in the place of older ones."""
    mine = QualityFigure.objects.filter(circle=circle)
    mine.filter(day=day).delete()
    mine.exclude(source="").delete()
    mine.filter(day__lt=day - timedelta(days=KEPT_DAYS)).delete()
    QualityFigure.objects.bulk_create(
        [
            QualityFigure(
                circle=circle, day=day, store_id=store, source=source, rule=rule, applied=applied, failed=failed
            )
            for store, source, rule, applied, failed in found
        ],
        batch_size=5_000,
    )
