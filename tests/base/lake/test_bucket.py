"""The lake lies in a bucket of an S3-compatible store as well as in a folder."""

import importlib.util
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from regulars.base.lake import export, upkeep
from regulars.base.lake.cut import open_cut
from regulars.base.lake.delta import Lake
from regulars.base.lake.engine import open_engine
from regulars.commerce.models import Order
from tests.base.lake.conftest import NOW, TABLES, held, money
from tests.make import commerce

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(importlib.util.find_spec("moto") is None, reason="moto, which plays an S3, is not installed"),
]
START_SECONDS = 60


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of an S3 that keeps what it is given in memory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + START_SECONDS
    while not answers(address):
        assert time.monotonic() < until
        time.sleep(0.2)
    yield address
    server.terminate()
    server.wait()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/moto-api/"):
            return True
    except OSError:
        return False


@pytest.fixture
def bucket(store, settings, monkeypatch) -> Lake:
    """A lake in a bucket of its own, reached as the AWS tools reach it."""
    name = f"lake-{uuid4().hex[:12]}"
    for variable, value in (
        ("AWS_ENDPOINT_URL", store), ("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_REGION", "eu-west-2"), ("AWS_ALLOW_HTTP", "true"),
    ):  # fmt: skip
        monkeypatch.setenv(variable, value)
    urllib.request.urlopen(urllib.request.Request(f"{store}/{name}", method="PUT")).close()
    settings.LAKE = f"s3://{name}/lake"
    return Lake.here()


def exported() -> export.Exported:
    return export.all_tables(TABLES, at=NOW)


def test_what_is_exported_to_a_bucket_is_read_from_it(bucket: Lake, teahouse):
    commerce.order(teahouse, "1", placed_at=NOW, tea="2.00", cup="3.00")

    done = exported()

    assert done.rows["lines"] == 2
    assert held(bucket, "lines", "select sum(net) as net from t") == [{"net": Decimal(5)}]
    assert exported().rows.get("lines", 0) == 0


def test_what_the_bucket_does_not_have_yet_comes_from_the_database_of_the_same_moment(bucket: Lake, teahouse):
    commerce.order(teahouse, "1", placed_at=NOW, tea="2.00")
    exported()
    commerce.order(teahouse, "2", placed_at=NOW, tea="4.00")

    with open_cut(TABLES) as cut, open_engine(threads=1) as engine:
        commerce.order(teahouse, "3", placed_at=NOW, tea="8.00")
        exported()
        net = engine.run("select sum(net) as net from lines", **cut.tables).to_pylist()

    assert net == [{"net": Decimal(6)}]
    assert money("select sum(net) from lines") == 14


def test_changed_and_removed_orders_are_renewed_in_a_bucket(bucket: Lake, teahouse):
    commerce.order(teahouse, "1", placed_at=NOW, tea="2.00")
    exported()
    commerce.order(teahouse, "2", placed_at=NOW, tea="4.00")
    done = exported()

    assert done.rebuilt == {}
    assert held(bucket, "orders", "select count(*) as n from t") == [{"n": 2}]
    assert Order.objects.count() == 2


def test_a_bucket_is_compacted_and_swept(bucket: Lake, teahouse):
    for number in range(4):
        commerce.order(teahouse, str(number), placed_at=NOW, tea="1.00")
        exported()

    removed = upkeep.compact(TABLES, at=NOW, kept_for=timedelta(0))

    table = bucket.open("lines")
    assert table is not None
    assert len(table.file_uris()) == 1
    assert removed["lines"] >= 4
    assert money("select sum(net) from lines") == 4


def test_whoever_is_erased_is_gone_from_a_bucket(bucket: Lake, teahouse, li, wu):
    for number, person in enumerate((li, wu)):
        commerce.order(teahouse, str(number), placed_at=NOW, person=person, tea="1.00")
    exported()

    upkeep.erase(TABLES, [li.id])

    assert held(bucket, "orders", "select person from t") == [{"person": wu.id}]
