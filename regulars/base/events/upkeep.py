"""Keep the log in shape: its epoch, its partitions, and the messages it remembers."""

from datetime import date, datetime, timedelta

from django.db import transaction
from psycopg import sql

from regulars.base.events.kinds import Family
from regulars.base.kit import query

PARTITIONS_AHEAD = 3
MESSAGES_REMEMBERED = timedelta(days=30)
LOCK = 7_204_002


@transaction.atomic
def check_epoch() -> int:
    """
    Begin a new epoch if the log holds transaction ids that this cluster has not given out yet.

    That is so after a dump was restored into a new cluster. Called at every start.

    :returns: the epoch in which events are now appended.
    """
    query.run("select pg_advisory_xact_lock(%s)", [LOCK])
    current = int(query.value("select current from log_epoch"))
    if query.value("select max(xid) >= pg_current_xact_id() from events where epoch = %s", [current]):
        current += 1
        query.run("update log_epoch set current = %s", [current])
        query.run(sql.SQL("alter table events alter column epoch set default {}").format(sql.Literal(current)))
    return current


def make_partitions(today: date) -> list[str]:
    """
    Make the monthly partitions of this month and the next three, where they are missing.

    Rows of other months lie in the `rest` partitions, which also catch a clock that jumped.
    """
    months = [month_after(today, ahead) for ahead in range(PARTITIONS_AHEAD + 1)]
    made = [make_partition(family, month) for family in Family for month in months]
    return [name for name in made if name is not None]


@transaction.atomic
def make_partition(family: Family, month: date) -> str | None:
    """The name of a partition just made; None if it exists or its rows already lie in `rest`."""
    name, parent, rest = f"events_{family}_{month:%Y_%m}", f"events_{family}", f"events_{family}_rest"
    following = month_after(month, 1)
    query.run("select pg_advisory_xact_lock(%s)", [LOCK])
    if query.value("select to_regclass(%s) is not null", [name]):
        return None
    taken = sql.SQL("select exists (select from {} where received_at >= %s and received_at < %s)")
    if query.value(taken.format(sql.Identifier(rest)), [month, following]):
        return None
    query.run(
        sql.SQL("create table {} partition of {} for values from ({}) to ({})").format(
            *map(sql.Identifier, (name, parent)), *map(sql.Literal, (str(month), str(following)))
        )
    )
    return name


def month_after(day: date, count: int) -> date:
    """The first day of the month that is `count` months after a day's own."""
    years, months = divmod(day.month - 1 + count, 12)
    return date(day.year + years, months + 1, 1)


def forget_messages(at: datetime) -> int:
    """Drop the message ids seen more than 30 days ago."""
    return query.run("delete from seen_messages where seen_at < %s", [at - MESSAGES_REMEMBERED])


def partitions_before(family: Family, day: date) -> list[str]:
    """The monthly partitions of a family that lie whole before a day."""
    named = query.rows(
        "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
        " where i.inhparent = to_regclass(%s) and c.relname ~ '_[0-9]{4}_[0-9]{2}$' order by 1",
        [f"events_{family}"],
    )
    return [name for (name,) in named if month_after(month_of(name), 1) <= day]


def month_of(partition: str) -> date:
    year, month = partition.rsplit("_", 2)[-2:]
    return date(int(year), int(month), 1)
