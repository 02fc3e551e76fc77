"""A lake of its own for every test, and what a shop does to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models import F

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.lake import export
from regulars.base.lake import tables as ground
from regulars.base.lake.cut import open_cut
from regulars.base.lake.delta import Lake
from regulars.base.lake.engine import open_engine
from regulars.base.lake.export import Exported
from regulars.base.workspace.models import Store
from regulars.commerce import tables as commerce
from regulars.commerce.models import Order, OrderLine
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


def raise_order(store: Store, number: str) -> None:
    """One unit of money more, on the order and on one of its lines."""
    with operations.doing(OperationKind.EDIT, store=store, at=NOW):
        Order.objects.filter(number=number).update(store_value=F("store_value") + 1)
        OrderLine.objects.filter(order__number=number, title="Tea").update(total=F("total") + 1)
