"""Whatever has no folder of its own: messages with and without a mapping, dropped files, and a query."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.base.workspace.models import Store
from regulars.collect import drops, pulls
from regulars.collect.kinds import SourceKind
from regulars.collect.models import Import, SetAside, Source, SourceStream
from regulars.collect.sources.generic import query as generic_query
from regulars.collect.sources.generic.mapping import BadMapping, applied
from regulars.collect.sources.generic.query import BadQuery
from regulars.commerce.models import Order, Product
from tests.make import sources
from tests.make.sources import NOW, hear, letter

pytestmark = pytest.mark.django_db
ORDER = {
    "id": "A-1", "placed_at": "2026-03-01T09:00:00Z", "currency": "GBP", "email": "li@tea.example", "total": "25.00",
    "lines": [{"sku": "T-1", "title": "Oolong", "quantity": 1, "price": "25.00"}],
}  # fmt: skip
MAPPING = """
    {"type": "order", "id": nr, "placed_at": at, "currency": "GBP", "email": who.mail, "updated_at": at,
     "lines": [pos.{"sku": code, "title": text, "quantity": qty, "price": each}]}
"""
THEIRS = {"nr": 7, "at": "2026-03-01T09:00:00Z", "who": {"mail": "li@tea.example"},
          "pos": [{"code": "T-1", "text": "Oolong", "qty": 2, "each": 12.5}]}  # fmt: skip


def hook(store: Store, **settings: Any) -> Source:
    return sources.source(store, kind=SourceKind.WEBHOOK, name="ERP", **settings)


def test_a_message_in_our_words_needs_no_mapping(teahouse: Store):
    source = hook(teahouse)
    letter(source, {"type": "order.created", "timestamp": "2026-03-01T09:00:00Z", "data": ORDER}, kind="order.created")
    letter(source, {"type": "product", "sku": "T-1", "title": "Oolong", "price": 25}, kind="message")

    hear()

    assert (Order.objects.get().number, Order.objects.get().total) == ("A-1", 25)
    assert Product.objects.get().price == 25


def test_a_mapping_brings_other_words_into_ours(teahouse: Store):
    letter(hook(teahouse, mapping=MAPPING), THEIRS, kind="message")

    hear()

    assert (Order.objects.get().number, Order.objects.get().total) == ("7", 25)


def test_a_mapping_that_never_ends_or_does_not_fit_sets_its_message_aside(teahouse: Store):
    for number, mapping in enumerate(
        ["($f := function($x){$f($x+1)}; $f(1))", '"text"', "nothing", '{"type": "car"}', "$error('no')"]
    ):
        source = sources.source(teahouse, kind=SourceKind.WEBHOOK, name=f"ERP {number}", mapping=mapping)
        letter(source, THEIRS, kind="message")

    hear()

    assert sorted(SetAside.objects.values_list("fault", flat=True)) == [
        "bad_field",
        "no_mapping",
        "no_mapping",
        "unknown",
    ]


@pytest.mark.parametrize("mapping", ["{ nope", "$match(who, /(?=a)b/)"])
def test_a_mapping_that_cannot_be_read_makes_no_source(teahouse: Store, mapping: str):
    with pytest.raises(BadMapping):
        hook(teahouse, mapping=mapping)


def test_an_expression_that_is_tried_in_every_way_elsewhere_is_matched_at_once():
    """Python's own engine needs longer than the age of the world for this."""
    assert applied("$contains($, /^(a+)+$/i)", "A" * 100_000 + "!") is False
    assert applied('$replace($, /(b+)(c)?/, "<$1>", 1)', "abbc") == "a<bb>"


@pytest.fixture
def folder(teahouse: Store, settings: Any, tmp_path: Path) -> Source:
    settings.DROP = str(tmp_path)
    return sources.source(teahouse, kind=SourceKind.FOLDER, name="Drop")


def drop(source: Source, name: str, text: str, *, age: timedelta = timedelta(minutes=5)) -> Path:
    path = drops.prepare(source) / name
    path.write_text(text)
    moment = (NOW - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_a_dropped_file_becomes_an_import_once(folder: Source):
    path = drop(folder, "orders/today.csv", "order_number,date,sku,quantity,price\n1,2026-03-01,T-1,1,25\n")

    assert (drops.take_all(at=NOW), drops.take_all(at=NOW)) == (1, 0)

    taken = Import.objects.get()
    assert (taken.kind, taken.file_name, taken.store) == ("orders", "today.csv", folder.store)
    assert not path.exists()
    assert Path(taken.path).read_text().startswith("order_number")


def test_a_file_that_is_being_written_a_hidden_one_and_a_link_are_left(folder: Source, tmp_path: Path):
    drop(folder, "orders/young.csv", "x", age=timedelta(seconds=1))
    drop(folder, "orders/.hidden.csv", "x")
    (drops.prepare(folder) / "orders" / "link.csv").symlink_to("/etc/passwd")

    assert drops.take_all(at=NOW) == 0


def test_an_empty_file_is_moved_aside(folder: Source):
    drop(folder, "customers/empty.csv", "")

    assert drops.take_all(at=NOW) == 0
    assert list((drops.prepare(folder) / "customers" / "refused").iterdir())


SQL = """
    select 'order' as type, 'E-1' as id, placed_at, 'GBP' as currency
    from (values ('2026-03-01 09:00+00'::timestamptz)) as t (placed_at) where placed_at > :since
"""


def test_a_query_brings_its_rows_and_none_twice(teahouse: Store):
    mapping = '$merge([$, {"lines": [{"sku": "T-1", "title": "Oolong", "quantity": 1, "price": "9.50"}]}])'
    source = sources.source(
        teahouse, kind=SourceKind.QUERY, name="ERP", sql=SQL, mapping=mapping,
        secrets={"database": sources.database_address()},
    )  # fmt: skip

    assert pulls.pull(source, at=NOW) == 1
    hear()
    assert Order.objects.get().number == "E-1"

    SourceStream.objects.update(complete_to=None)
    pulls.pull(source, at=NOW)
    hear()
    assert Order.objects.count() == 1


def test_a_query_that_writes_is_refused_and_a_database_that_is_not_there_is_told(teahouse: Store):
    for sql in ("delete from x", "select 1; drop table x", ""):
        with pytest.raises(BadQuery):
            generic_query.check({"sql": sql})
    source = sources.source(
        teahouse, kind=SourceKind.QUERY, name="ERP", sql="select 1", secrets={"database": "postgresql://x@/x?host=/no"}
    )

    assert pulls.pull(source, at=NOW) == 0
    assert "did not answer" in SourceStream.objects.get().problem
