"""What the ground gives to the lake: the log without its personal values, and how often what happened to whom."""

from regulars.base.lake.table import Log, RollUp, Table, Type

EVENTS = Log(
    # A day is the local one of the store; where an event has no store, that of UTC.
    read="""
        select e.id::text as id, e.family, e.store, e.person, e.name,
               (e.happened_at at time zone coalesce(s.timezone, 'UTC'))::date as happened_on,
               e.happened_at at time zone 'UTC' as happened_at, e.received_at at time zone 'UTC' as received_at,
               e.source, e.actor, e.operation, e.mode, e.properties::text as properties,
               e.epoch, e.xid::text::bigint as xid, e.seq
        from events e left join workspace_store s on s.id = e.store
    """,
    table=Table(
        name="events",
        month="happened_on",
        columns={
            "id": Type.TEXT,
            "family": Type.TEXT,
            "store": Type.BIGINT,
            "person": Type.BIGINT,
            "name": Type.TEXT,
            "happened_on": Type.DATE,
            "happened_at": Type.TIMESTAMP,
            "received_at": Type.TIMESTAMP,
            "source": Type.TEXT,
            "actor": Type.TEXT,
            "operation": Type.BIGINT,
            "mode": Type.TEXT,
            "properties": Type.TEXT,
            "epoch": Type.INT,
            "xid": Type.BIGINT,
            "seq": Type.BIGINT,
        },
        select="select * from read_log",
    ),
)

PERSON_DAYS = RollUp(
    over="events",
    table=Table(
        name="person_days",
        month="day",
        columns={
            "store": Type.BIGINT,
            "person": Type.BIGINT,
            "day": Type.DATE,
            "name": Type.TEXT,
            "times": Type.BIGINT,
        },
        select="""
            select store, person, happened_on as day, name, count(*) as times
            from events
            where person is not null
            group by store, person, happened_on, name
        """,
    ),
)

TABLES = (EVENTS, PERSON_DAYS)
