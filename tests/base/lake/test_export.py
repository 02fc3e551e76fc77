"""What is committed in PostgreSQL comes to the lake once, whatever happens to either of the two."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from regulars.base.events import log, operations, undo
from regulars.base.events.kinds import OperationKind
from regulars.base.lake import batches, delta, export, postgres
from regulars.base.lake.delta import Lake
from regulars.base.lake.export import Exported
from regulars.base.lake.models import Batch, Identity, Noted, Standing
from regulars.commerce.models import Order, OrderLine
from tests.base.events.test_log import CupFilled
from tests.base.lake.conftest import NOW, TABLES, held
from tests.make import commerce

pytestmark = pytest.mark.django_db(transaction=True)
type Export = Callable[[], Exported]


def test_the_first_export_holds_what_the_database_holds(lake: Lake, exported: Export, teahouse, li) -> None:
    commerce.order(teahouse, "1", person=li, placed_at=NOW, tea="4.50", cake="3.00")

    done = exported()

    assert done.rows["orders"] == 1
    assert held(lake, "orders", "select net, items from t") == [{"net": Decimal("7.50"), "items": Decimal(2)}]
    assert {row["net"] for row in held(lake, "lines")} == {Decimal("4.50"), Decimal("3.00")}
    assert [row["canonical"] for row in held(lake, "people")] == [li.id]


def test_a_later_export_carries_only_what_changed(lake: Lake, exported: Export, teahouse, li) -> None:
    commerce.order(teahouse, "1", person=li, placed_at=NOW, tea="4.50")
    exported()
    commerce.order(teahouse, "2", person=li, placed_at=NOW, tea="9.00")

    done = exported()

    assert {name: rows for name, rows in done.rows.items() if rows} == {"orders": 1, "lines": 1, "product_days": 1}


def test_an_export_without_news_writes_nothing(lake: Lake, exported: Export, teahouse) -> None:
    commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    exported()
    versions = {name: lake.open(name).version() for name in ("orders", "lines", "products", "product_days")}

    exported()

    assert {name: lake.open(name).version() for name in versions} == versions
    assert batches.last() == 1


def test_a_changed_order_takes_the_place_of_the_old_one(lake: Lake, exported: Export, teahouse) -> None:
    order = commerce.order(teahouse, "1", placed_at=NOW, tea="4.50", cake="3.00")
    commerce.order(teahouse, "2", placed_at=NOW, tea="1.00")
    exported()
    with operations.doing(OperationKind.EDIT, store=teahouse, at=NOW):
        OrderLine.objects.filter(order=order, title="Cake").delete()
        Order.objects.filter(id=order.id).update(net=4, store_value=4, placed_on="2026-01-31")

    exported()

    assert held(lake, "lines", "select order_id, net from t order by net") == [
        {"order_id": order.id + 1, "net": Decimal(1)},
        {"order_id": order.id, "net": Decimal(4)},
    ]
    assert held(lake, "orders", "select sum(net) as net, count(*) as n from t") == [{"net": Decimal(5), "n": 2}]


def test_what_is_undone_leaves_the_lake(lake: Lake, exported: Export, teahouse) -> None:
    with operations.doing(OperationKind.IMPORT, store=teahouse, at=NOW) as operation:
        order = Order.objects.create(
            store=teahouse, number="1", kind="sale", placed_at=NOW, placed_on=NOW.date(), currency="GBP"
        )
    exported()
    undo.undo(operation, by=None, at=NOW)

    exported()

    assert not Order.objects.filter(id=order.id).exists()
    assert held(lake, "orders") == []


def test_a_transaction_that_commits_late_is_not_passed(lake: Lake, exported: Export, teahouse) -> None:
    order = commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    exported()
    with psycopg.connect(postgres.address()) as late:
        late.execute("select set_config('regulars.operation', '1', true)")
        late.execute("update commerce_order set store_value = 4 where id = %s", [order.id])
        commerce.order(teahouse, "2", placed_at=NOW, tea="1.00")
        exported()

    exported()

    assert held(lake, "orders", "select sum(net) as net from t") == [{"net": Decimal(5)}]


def test_events_come_without_personal_values(lake: Lake, exported: Export, teahouse, li, at) -> None:
    cup = CupFilled(tea="oolong", guest="Li", store=teahouse.id, person=li.id)
    log.append(cup, by="mei", at=NOW, happened_at=at("2026-06-30 23:30"))
    exported()
    log.append(cup, by="mei", at=NOW, happened_at=at("2026-06-30 23:40"))

    exported()

    [first, _] = held(lake, "events")
    assert "personal" not in first
    assert "Li" not in str(first)
    assert str(first["happened_on"]) == "2026-07-01"
    assert held(lake, "person_days", "select person, times from t") == [{"person": li.id, "times": 2}]


def test_a_lake_newer_than_the_database_is_mended(lake: Lake, exported: Export, teahouse) -> None:
    commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    log.append(CupFilled(tea="oolong"), by="mei", at=NOW)
    exported()
    log.append(CupFilled(tea="sencha"), by="mei", at=NOW)
    commerce.order(teahouse, "2", placed_at=NOW, tea="1.00")
    exported()
    restore_to(batch=1, without="2")

    done = exported()

    assert done.rebuilt["orders"] == done.rebuilt["events"] == "was newer than the database"
    assert held(lake, "orders", "select sum(net) as net from t") == [{"net": Decimal("4.50")}]
    assert held(lake, "events", "select count(*) as n from t") == [{"n": 1}]
    assert exported().rebuilt == {}


def restore_to(*, batch: int, without: str) -> None:
    """The database as an older dump has it."""
    with operations.doing(OperationKind.SYSTEM, at=NOW), connection.cursor() as cursor:
        OrderLine.objects.filter(order__number=without).delete()
        Order.objects.filter(number=without).delete()
        cursor.execute("delete from events where properties ->> 'tea' = 'sencha'")
    Batch.objects.filter(number__gt=batch).delete()
    Noted.objects.all().delete()
    Standing.objects.update(number=batch)


def test_a_lake_older_than_the_database_is_mended(lake: Lake, exported: Export, teahouse, tmp_path: Path) -> None:
    commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    exported()
    shutil.copytree(lake.where, tmp_path / "copy")
    commerce.order(teahouse, "2", placed_at=NOW, tea="1.00")
    exported()
    shutil.rmtree(lake.where)
    shutil.move(tmp_path / "copy", lake.where)

    done = exported()

    assert done.rebuilt["lines"] == "was older than the database knew it"
    assert held(lake, "lines", "select sum(net) as net from t") == [{"net": Decimal("5.50")}]


def test_the_lake_of_another_database_is_refused(lake: Lake, exported: Export, teahouse) -> None:
    commerce.order(teahouse, "1", placed_at=NOW, tea="4.50")
    exported()
    Identity.objects.all().delete()

    with pytest.raises(delta.SomebodyElsesLake):
        exported()


def test_there_is_one_exporter(lake: Lake) -> None:
    with psycopg.connect(postgres.address()) as other:
        other.execute("select pg_advisory_lock(%s)", [batches.EXPORTER_LOCK])

        with pytest.raises(batches.ExportUnderWay):
            export.all_tables(TABLES, at=NOW, wait=False)


def test_a_table_is_written_anew_where_most_of_it_changed(lake: Lake, exported: Export, teahouse, monkeypatch) -> None:
    monkeypatch.setattr(export, "MANY_KEYS", 1)
    for number in range(4):
        commerce.order(teahouse, str(number), placed_at=NOW, tea="1.00")
    exported()
    with operations.doing(OperationKind.EDIT, store=teahouse, at=NOW):
        Order.objects.filter(number__in=["0", "1"]).update(channel="till")

    exported()

    assert held(lake, "orders", "select channel, count(*) as n from t group by 1 order by 1") == [
        {"channel": "", "n": 2},
        {"channel": "till", "n": 2},
    ]
    assert lake.open("orders").history(1)[0]["operationParameters"]["mode"] == "Overwrite"


def test_every_row_of_a_set_is_noted_in_ranges(lake: Lake, exported: Export, teahouse) -> None:
    with operations.doing(OperationKind.IMPORT, store=teahouse, at=NOW), connection.cursor() as cursor:
        cursor.execute(
            "insert into commerce_product (store_id, public_id, sku, title, category, brand, kind, currency, url,"
            " image_url, is_active, attributes) select %s, 'pro_' || i, i, '', '', '', 'merchandise', '', '', '', true,"
            " '{}' from generate_series(1, 3000) i",
            [teahouse.id],
        )

    assert Noted.objects.count() <= 4
    assert exported().rows["products"] == 3000
