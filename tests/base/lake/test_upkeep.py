"""The lake is kept small without disturbing a reader, and forgets whom it must."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.lake import upkeep
from regulars.base.lake.cut import open_cut
from regulars.base.lake.delta import Lake
from regulars.base.lake.engine import open_engine
from regulars.base.lake.export import Exported
from regulars.commerce.models import Order
from tests.base.events.test_log import CupFilled
from tests.base.lake.conftest import NOW, TABLES, held, money
from tests.make import commerce

pytestmark = pytest.mark.django_db(transaction=True)
type Export = Callable[[], Exported]


def test_small_files_are_joined_and_nothing_is_lost(lake: Lake, exported: Export, teahouse) -> None:
    for number in range(4):
        commerce.order(teahouse, str(number), placed_at=NOW, tea="1.00")
        exported()

    removed = upkeep.compact(TABLES, at=NOW, kept_for=timedelta(0))

    assert len(lake.open("lines").file_uris()) == 1
    assert removed["lines"] >= 4
    assert money("select sum(net) from lines") == 4


def test_an_export_goes_on_after_a_compaction(lake: Lake, exported: Export, teahouse) -> None:
    commerce.order(teahouse, "1", placed_at=NOW, tea="1.00")
    exported()
    upkeep.compact(TABLES, at=NOW, kept_for=timedelta(0))
    commerce.order(teahouse, "2", placed_at=NOW, tea="1.00")

    done = exported()

    assert done.rebuilt == {}
    assert held(lake, "product_days", "select sum(net) as net from t") == [{"net": Decimal(2)}]


def test_a_reader_keeps_its_files_through_a_compaction(lake: Lake, exported: Export, teahouse) -> None:
    for number in range(3):
        commerce.order(teahouse, str(number), placed_at=NOW, tea="1.00")
        exported()
    with open_cut(TABLES) as cut, open_engine(threads=1) as engine:
        upkeep.compact(TABLES, at=NOW)

        net = engine.run("select sum(net) as net from lines", **cut.tables).to_pylist()

    assert net == [{"net": Decimal(3)}]


def test_an_erased_person_is_in_no_file_of_the_lake(lake: Lake, exported: Export, teahouse, li, sol) -> None:
    for number, person in enumerate((li, sol)):
        commerce.order(teahouse, str(number), person=person, placed_at=NOW, tea="1.00")
        log.append(CupFilled(tea="oolong", store=teahouse.id, person=person.id), by="mei", at=NOW)
    exported()
    with operations.doing(OperationKind.SYSTEM, at=NOW):
        Order.objects.filter(person=sol).update(person=None)

    deleted = upkeep.erase(TABLES, [sol.id])
    exported()

    assert deleted["events"] == deleted["orders"] == deleted["people"] == deleted["person_days"] == 1
    assert people_in_files(Path(lake.where)) == {li.id, None}
    assert held(lake, "orders", "select sum(net) as net from t") == [{"net": Decimal(2)}]


def people_in_files(lake: Path) -> set[int | None]:
    """Every person in any Parquet file that lies in the lake, whether a table names it or not."""
    found: set[int | None] = set()
    with open_engine(threads=1) as engine:
        for file in lake.glob("[!_]*/**/*.parquet"):
            if "_delta_log" not in file.parts:
                rows = engine.run("select * from t", t=file)
                found |= set(rows["person"].to_pylist()) if "person" in rows.column_names else set()
    return found
