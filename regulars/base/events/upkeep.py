"""Keep the log in shape: its epoch, its partitions, and the messages it remembers."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from regulars.base.events.kinds import Family

PARTITIONS_AHEAD = 3
MESSAGES_REMEMBERED = timedelta(days=30)
EPOCH_LOCK = 7_204_002


@transaction.atomic
def check_epoch() -> int:
    """
    Begin a new epoch if the log holds transaction ids that this cluster has not given out yet.

    That is so after a dump was restored into a new cluster. Called at every start.

    :returns: the epoch in which events are now appended.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [EPOCH_LOCK])
        cursor.execute("select current from log_epoch")
        current = int(cursor.fetchone()[0])
        cursor.execute(
            "select exists (select from events where epoch = %s and xid >= pg_current_xact_id() limit 1)", [current]
        )
        if cursor.fetchone()[0]:
            current += 1
            cursor.execute("update log_epoch set current = %s", [current])
            cursor.execute(f"alter table events alter column epoch set default {current:d}")
    return current


def make_partitions(today: date) -> list[str]:
    """
    Make the monthly partitions of this month and the next three, where they are missing.

    Rows of other months lie in the `rest` partitions, which also catch a clock that jumped.
    """
    made = []
    for family in Family:
        for ahead in range(PARTITIONS_AHEAD + 1):
            name = make_partition(family, month_after(today.replace(day=1), ahead))
            made += [name] if name else []
    return made


def make_partition(family: Family, month: date) -> str | None:
    """The name of a partition just made; None if it exists or its rows already lie in `rest`."""
    name = f"events_{family}_{month:%Y_%m}"
    following = month_after(month, 1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s), to_regclass(%s) is not null", [EPOCH_LOCK, name])
        if cursor.fetchone()[1]:
            return None
        cursor.execute(
            f"select exists (select from events_{family}_rest where received_at >= %s and received_at < %s)",
            [month, following],
        )
        if cursor.fetchone()[0]:
            return None
        cursor.execute(
            f"create table {name} partition of events_{family} for values from ('{month}') to ('{following}')"
        )
    return name


def month_after(month: date, count: int) -> date:
    years, months = divmod(month.month - 1 + count, 12)
    return date(month.year + years, months + 1, 1)


def forget_messages(at: datetime) -> int:
    """Drop the message ids seen more than 30 days ago."""
    with connection.cursor() as cursor:
        cursor.execute("delete from seen_messages where seen_at < %s", [at - MESSAGES_REMEMBERED])
        return cursor.rowcount
