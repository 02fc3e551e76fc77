"""Store what was learned: a run is begun, filled while nobody sees it, and published at once."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, transaction

from regulars.base.events import log
from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.collect import records
from regulars.collect.events import ImportFinished, ImportUndone
from regulars.insight import assortments, partitions
from regulars.insight.events import LifecycleChanged, StoreLearned
from regulars.insight.kinds import News
from regulars.insight.models import Chart, Finding, Result, Run

if TYPE_CHECKING:
    from regulars.insight.learn import Learned
    from regulars.insight.rules.finding import Finding as Found

WORTH_TELLING = 0.10  # a finding has changed when its money or its people did by a tenth
ABANDONED = timedelta(hours=6)  # a run that is not published by then never will be
STEP = Decimal("0.000001")
NEWER = """
    select exists (
        select from events
        where store = %(store)s and received_at > %(since)s
          and (name = any(%(heard)s) or name = 'event.undone' and properties ->> 'name' = %(undone)s)
    )
"""


def begin(store: Store, *, as_of: date, code_version: str, snapshot: Mapping[str, Any], at: datetime) -> Run:
    """Note that a store is being learned from; `snapshot` names the version of each table read."""
    return Run.objects.create(
        store=store, as_of=as_of, code_version=code_version, snapshot=dict(snapshot), started_at=at
    )


def publish(run: Run, learned: "Learned", *, at: datetime) -> Run:
    """Store the scores, then let them, the results and the findings be seen together."""
    partitions.fill(run.id, learned.scores)
    if learned.goods is not None:
        assortments.fill(run.id, learned.goods)
    with transaction.atomic():
        before = Run.objects.current(run.store_id)
        Result.objects.bulk_create(
            Result(run=run, technique=name, rows=_plain(rows)) for name, rows in learned.results.items()
        )
        Finding.objects.bulk_create(_findings(run, learned.findings, before))
        partitions.attach(run.id)
        run.facts = {"people": learned.scores.num_rows, "seconds": dict(learned.seconds)}
        run.published_at = at
        run.save(update_fields=["facts", "published_at"])
        log.append(
            StoreLearned(store=run.store_id, run=run.id, as_of=run.as_of, people=learned.scores.num_rows),
            by="insight", source="insight", at=at,
        )  # fmt: skip
    return run


def is_current(store: Store) -> bool:
    """
    Whether nothing has been learned of since the store was last learned from.

    No import has been finished or undone, no source has said an order, and no rule was set or taken back.
    """
    run = Run.objects.current(store)
    if run is None:
        return False
    heard = [ImportFinished.name, ImportUndone.name, LifecycleChanged.name, records.ORDER]
    return not query.value(NEWER, store=store.id, heard=heard, undone=LifecycleChanged.name, since=run.started_at)


def spoken() -> list[int]:
    """The stores of which a source has said orders since they were last learned from, or before they ever were."""
    told = "select exists (select from events where store = %(store)s and name = %(name)s and received_at > %(since)s)"
    found = []
    for store in Store.objects.order_by("id"):
        run = Run.objects.current(store)
        since = run.started_at if run else datetime(1970, 1, 1, tzinfo=UTC)
        if query.value(told, store=store.id, name=records.ORDER, since=since):
            found.append(store.id)
    return found


def sweep(*, at: datetime) -> list[int]:
    """Drop the scores of all runs that are neither current nor young and unpublished; returns what was dropped."""
    keep = {run.id for store in Store.objects.all() if (run := Run.objects.current(store))}
    keep |= set(Run.objects.filter(published_at=None, started_at__gt=at - ABANDONED).values_list("id", flat=True))
    Chart.objects.exclude(run__in=keep).delete()
    dropped = []
    for number in sorted(partitions.runs() - keep):
        try:
            partitions.drop(number)
        except OperationalError:
            continue  # somebody reads it just now; the next sweep comes
        dropped.append(number)
    assortments.drop_all_but(keep)
    Run.objects.filter(published_at=None, started_at__lte=at - ABANDONED).delete()
    return dropped


def _findings(run: Run, found: "list[Found]", before: Run | None) -> list[Finding]:
    known = {(old.rule, old.key): old for old in before.findings.all()} if before else {}
    return [
        Finding(
            run=run,
            rule=one.rule,
            key=one.key,
            values=_plain(one.values),
            people=one.people,
            behind=dict(one.behind),
            stake=_money(one.stake.money) if one.stake else None,
            stake_low=_money(one.stake.low) if one.stake else None,
            stake_high=_money(one.stake.high) if one.stake else None,
            place=place,
            news=_news(one, known.get((one.rule, one.key))),
        )
        for place, one in enumerate(found)
    ]


def _news(found: "Found", old: Finding | None) -> News:
    if old is None:
        return News.NEW
    now = (found.stake.money if found.stake else 0.0, found.people or 0)
    then = (float(old.stake or 0), old.people or 0)
    moved = any(abs(new - was) > WORTH_TELLING * max(abs(was), 1e-9) for new, was in zip(now, then, strict=True))
    return News.CHANGED if moved else News.SAME


def _money(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(amount).quantize(STEP)


def _plain(value: Any) -> Any:
    """The value with None for what JSON has no word for."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not isfinite(value) else value
