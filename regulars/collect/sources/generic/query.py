"""Ask a database of the shop by a query of its own, with a row for each record, and bring in the rows that are new.

The query is asked as it is, read only and for five minutes at most; where it names `:since`, that is the moment up to
which all has been brought in. Rows go through the mapping, as messages do; a row that says the same as before is known.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.collect.sources.contract import Ask, Found, Page
from regulars.collect.sources.generic import mapping

MOST_SECONDS = 300
SIZE = 1_000
SINCE = re.compile(r"(?<![:\w]):since\b")
FIRST = datetime(1970, 1, 1, tzinfo=UTC)


class NoDatabase(Refusal):
    message = gettext_lazy("The database did not answer as it should: %(reason)s")


class BadQuery(Refusal):
    message = gettext_lazy("A query begins with “select” or “with”, and is one statement only.")
    status = 422


def check(settings: Mapping[str, Any]) -> dict[str, Any]:
    """
    :raises BadQuery: if it is none that only reads.
    :raises BadMapping: if the mapping cannot be read.
    """
    text = str(settings["sql"]).strip().rstrip(";")
    if not re.match(r"(select|with)\b", text, re.IGNORECASE) or ";" in text:
        raise BadQuery
    return {"sql": text} | ({"mapping": mapping.checked(str(settings["mapping"]))} if settings.get("mapping") else {})


def fetch(ask: Ask) -> Page:
    """
    The next rows; the cursor counts those that were brought in.

    :raises NoDatabase: if the query cannot be asked.
    """
    start = int(ask.cursor or 0)
    rows: list[Found] = []
    for place, row in enumerate(answered(ask)):
        if place == start + SIZE:
            return Page(rows, str(start + SIZE))
        if place >= start:
            text = json.dumps(row, sort_keys=True, default=plain)
            rows.append(Found("row", hashlib.sha256(text.encode()).hexdigest(), json.loads(text)))
    return Page(rows)


def answered(ask: Ask) -> Iterator[dict[str, Any]]:
    address = ask.secrets.get("database", "")
    text, since = str(ask.settings["sql"]), ask.since or FIRST
    asks = _mysql if urlsplit(address).scheme in {"mysql", "mariadb"} else _postgresql
    try:
        yield from asks(address, text, since)
    except Refusal:
        raise
    except Exception as error:
        raise NoDatabase(
            reason=str(error).strip().splitlines()[0][:200] if str(error) else type(error).__name__
        ) from error


def _postgresql(address: str, text: str, since: datetime) -> Iterator[dict[str, Any]]:
    named, values = SINCE.subn("%(since)s", text.replace("%", "%%"))
    with psycopg.connect(address, connect_timeout=10) as line:
        line.read_only = True
        line.execute(f"set statement_timeout = {MOST_SECONDS * 1_000}")
        with line.cursor("regulars", row_factory=psycopg.rows.dict_row) as cursor:
            yield from cursor.execute(named, {"since": since} if values else {})


def _mysql(address: str, text: str, since: datetime) -> Iterator[dict[str, Any]]:
    import pymysql
    from pymysql.cursors import SSDictCursor

    parts = urlsplit(address)
    named, values = SINCE.subn("%(since)s", text.replace("%", "%%"))
    line = pymysql.connect(
        host=parts.hostname, port=parts.port or 3306, user=unquote(parts.username or ""),
        password=unquote(parts.password or ""), database=parts.path.strip("/"), cursorclass=SSDictCursor,
        connect_timeout=10, read_timeout=MOST_SECONDS,
    )  # fmt: skip
    with closing(line), line.cursor() as cursor:
        cursor.execute("set session transaction read only")
        cursor.execute(named, {"since": since.replace(tzinfo=None)} if values else {})
        yield from cursor


def plain(value: object) -> Any:
    """A value as JSON knows it."""
    match value:
        case Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
