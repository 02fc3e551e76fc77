"""Bring recorded web visits into the log, each with the person that its shop account belongs to."""

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction
from psycopg import sql

from regulars.base.events import log
from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.identity.kinds import IdentifierKind

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("message_id", "anonymous_id", "user_id", "name", "happened_at", "properties", "personal")
ROWS_AT_ONCE = 50_000
STAGE = """
    create temp table visit (
        message_id text, anonymous_id text, user_id text, name text, happened_at timestamptz,
        properties jsonb, personal jsonb
    ) on commit drop
"""
FRESH = """
    with fresh as (
        insert into seen_messages (source, message_id, seen_at)
        select distinct %(source)s, message_id, %(at)s::timestamptz from visit
        on conflict do nothing returning message_id
    )
    delete from visit where message_id not in (select message_id from fresh)
"""
VISITS = """
    select 'behavior', %(store)s::bigint, i.person_id, v.name, v.happened_at, %(at)s::timestamptz, %(source)s,
           'import', 'history', v.properties || jsonb_build_object('visitor', v.anonymous_id), v.personal
    from visit v
    left join identity_identifier i
        on i.circle_id = %(circle)s and i.kind = %(kind)s and i.scope = %(scope)s and i.value = v.user_id
    order by v.happened_at
"""


def bring(path: Path, store: Store, *, at: datetime) -> int:
    """
    Append the visits of a Parquet file as history, and say how many were new.

    Columns: message_id, anonymous_id, user_id, name, happened_at, and properties and personal as JSON.
    """
    from pyarrow import parquet

    file = parquet.ParquetFile(path)
    return sum(append(part, store, at=at) for part in file.iter_batches(ROWS_AT_ONCE, columns=list(COLUMNS)))


@transaction.atomic
def append(part: "pa.RecordBatch", store: Store, *, at: datetime) -> int:
    from pyarrow import csv

    text = io.BytesIO()
    csv.write_csv(part, text, csv.WriteOptions(include_header=False))
    query.run(STAGE)
    with connection.cursor() as cursor, cursor.copy("copy visit from stdin (format csv)") as copy:
        copy.write(text.getbuffer())
    values = {
        "store": store.id,
        "circle": store.circle_id,
        "kind": IdentifierKind.USER,
        "scope": store.public_id,
        "source": f"visits {store.public_id}",
        "at": at,
    }
    query.run(FRESH, values)
    written = log.append_select(sql.SQL(VISITS), values)
    query.run("drop table visit")
    return written
