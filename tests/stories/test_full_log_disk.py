"""The disk of PostgreSQL's write-ahead log runs full under an import: one sentence, and it goes on from there."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from regulars.config.postgres.cluster import Cluster
from regulars.config.postgres.faults import DiskFull
from tests import disk
from tests.stories.conftest import Installation

pytestmark = pytest.mark.slow
TERMS = ("--store", "Leaves", "--timezone", "UTC", "--currency", "GBP")
ORDERS = 20_000
MEGABYTES = 64
WAIT_SECONDS = 60


@pytest.fixture
def log_disk(shop: Installation) -> Iterator[Path]:
    """PostgreSQL's log on a small disk of its own."""
    shop.run("import", "list")
    cluster = Cluster(shop.home)
    cluster.stop()
    log = cluster.place.data / "pg_wal"
    owner = log.stat().st_uid
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        with disk.small(Path(parent) / "log", MEGABYTES, owner=owner) as folder:
            shutil.copytree(log, folder / "pg_wal")
            for path in (folder / "pg_wal", *(folder / "pg_wal").rglob("*")):
                shutil.chown(path, owner)
            shutil.rmtree(log)
            log.symlink_to(folder / "pg_wal")
            cluster.start()
            yield folder
            cluster.stop()


def is_down(cluster: Cluster) -> bool:
    until = time.monotonic() + WAIT_SECONDS
    while cluster.is_running() and time.monotonic() < until:
        time.sleep(0.2)
    return not cluster.is_running()


def test_an_import_goes_on_when_the_disk_of_the_log_has_room_again(shop, orders, log_disk):
    rows = [(f"W{n}", "2025-05-05", f"w{n % 900}@leaves.example", "TEA", 1, "2") for n in range(ORDERS)]
    path = str(orders("full.csv", rows))
    cluster = Cluster(shop.home)

    with disk.filled(log_disk):
        code, _, complaint = shop.run("import", "orders", path, *TERMS)
        assert (code, complaint.strip().count("\n")) == (2, 0)
        assert "Nothing is lost" in complaint
        assert is_down(cluster)
        with pytest.raises(DiskFull, match=r"pg_wal is full\. Make room"):
            cluster.revive()

    assert cluster.revive()
    facts = shop.told("import", "orders", path, *TERMS)
    assert int(facts["lines_new"]) + int(facts["lines_known"]) == ORDERS
