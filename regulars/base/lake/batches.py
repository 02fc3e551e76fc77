"""Plan what goes to the lake next: a number, and what is fixed under it before any of it is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from regulars.base.events.event import START, Position
from regulars.base.kit.refusal import Refusal
from regulars.base.lake.models import Batch, Noted, Standing

EXPORTER_LOCK = 7_204_010
MOST_EVENTS = 1_000_000
MOST_KEYS = 1_000_000
# A reader asks for notes right after it opened its tables, so they are soon of no use.
NOTES_KEPT = timedelta(hours=2)

SETTLED = """
    select epoch, xid::text::bigint, seq from (
        select epoch, xid, seq from events
        where (epoch, xid, seq) > (%s, %s::text::xid8, %s)
          and (epoch < (select current from log_epoch) or xid < pg_snapshot_xmin(pg_current_snapshot()))
        order by epoch, xid, seq limit %s
    ) as next order by epoch desc, xid desc, seq desc limit 1
"""
NUMBER_NOTES = """
    update lake_noted set batch = %s where id in (
        select id from (
            select id, sum(high - low + 1) over (order by id) - (high - low + 1) as before
            from lake_noted where batch is null
        ) as waiting where before < %s
    )
"""


class ExportUnderWay(Refusal):
    message = gettext_lazy("An export to the lake is under way.")


@contextmanager
def only_exporter(*, wait: bool = True) -> Iterator[None]:
    """
    Be the one process that writes to the lake.

    :raises ExportUnderWay: if another one does and this one does not wait.
    """
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("select pg_advisory_lock(%s)", [EXPORTER_LOCK])
        else:
            cursor.execute("select pg_try_advisory_lock(%s)", [EXPORTER_LOCK])
            if not cursor.fetchone()[0]:
                raise ExportUnderWay
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [EXPORTER_LOCK])


def last() -> int:
    """The number of the newest batch; 0 before the first."""
    newest = Batch.objects.order_by("number").last()
    return newest.number if newest else 0


def position(number: int) -> Position:
    """How far in the log a batch goes."""
    if number == 0:
        return START
    batch = Batch.objects.get(number=number)
    return Position(batch.epoch, batch.xid, batch.seq)


@transaction.atomic
def plan(*, at: datetime, most_keys: int = MOST_KEYS) -> bool:
    """
    Fix the next batch, if there is anything that no batch has.

    :returns: whether there was.
    """
    number = last() + 1
    before = position(number - 1)
    with connection.cursor() as cursor:
        cursor.execute(SETTLED, [*before, MOST_EVENTS])
        upto = Position(*(cursor.fetchone() or before))
        cursor.execute(NUMBER_NOTES, [number, most_keys])
        if cursor.rowcount == 0 and upto == before:
            return False
    Batch.objects.create(number=number, epoch=upto.epoch, xid=upto.xid, seq=upto.seq, planned_at=at)
    return True


def stand(table: str, number: int) -> None:
    """Remember that a table of the lake holds a batch."""
    Standing.objects.update_or_create(table=table, defaults={"number": number})


def standings() -> dict[str, int]:
    """The batch that each table of the lake is known to hold."""
    return dict(Standing.objects.values_list("table", "number"))


def finish(number: int, *, at: datetime) -> None:
    """Note that every table holds what it should of a batch, and forget the notes that no reader asks for."""
    Batch.objects.filter(number__lte=number, written_at=None).update(written_at=at)
    done = Batch.objects.filter(written_at__lt=at - NOTES_KEPT).order_by("number").last()
    if done is not None:
        Noted.objects.filter(batch__lte=done.number).delete()
