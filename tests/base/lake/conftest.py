"""A lake of its own for every test, and what a shop does to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from regulars.base.lake import export
from regulars.base.lake import tables as ground
from regulars.base.lake.cut import open_cut
from regulars.base.lake.delta import Lake
from regulars.base.lake.engine import open_engine
from regulars.base.lake.export import Exported
from regulars.commerce import tables as commerce
from regulars.identity import tables as identity
from regulars.profile import tables as profile

TABLES = (*ground.TABLES, *identity.TABLES, *profile.TABLES, *commerce.TABLES)
NOW = datetime(2026, 3, 1, tzinfo=UTC)

type Rows = list[dict[str, Any]]


@pytest.fixture
def lake(settings: LazySettings, tmp_path: Path, db: None) -> Lake:
    settings.LAKE = str(tmp_path / "lake")
    return Lake.here()


@pytest.fixture
def exported(lake: Lake) -> Callable[[], Exported]:
    return lambda: export.all_tables(TABLES, at=NOW)


def held(lake: Lake, name: str, sql: str = "select * from t") -> Rows:
    """What a statement over a table `t` says of the Delta table as it stands."""
    table = lake.open(name)
    assert table is not None
    with open_engine(threads=1) as engine:
        return rows(engine.run(sql, t=lake.rows(table)))


def seen(sql: str) -> Rows:
    """What a statement says of the lake and the database together."""
    with open_cut(TABLES) as cut, open_engine(threads=1) as engine:
        return rows(engine.run(sql, **cut.tables))


def rows(table: Any) -> Rows:
    found: Rows = table.to_pylist()
    return found


def money(sql: str) -> Decimal:
    """The one amount that a statement over lake and database gives."""
    [row] = seen(sql)
    [amount] = row.values()
    return amount or Decimal(0)
