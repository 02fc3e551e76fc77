"""PostgreSQL is killed whole, with `kill -9`, under an export or under learning: the lake comes to be exact."""

import os
import random
import signal
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from deltalake import DeltaTable

from regulars.config.postgres import postmaster
from regulars.config.postgres.cluster import Cluster
from tests.stories.conftest import Installation

pytestmark = pytest.mark.slow
TERMS = ("--store", "Leaves", "--timezone", "UTC", "--currency", "GBP")
ORDERS, ROUNDS = 5_000, 3
MOMENTS = {"lake": (1.2, 3.5), "learn": (2.0, 6.0)}
"""Between which seconds after its start the command is at work."""


def rows(part):
    return [
        (f"{part}-{number}", f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}", f"b{number % 400}@leaves.example",
         "TEA", 2, "1.25")
        for number in range(ORDERS)
    ]  # fmt: skip


def kill_server(home: Path) -> None:
    """The server and all that it has started, at once, as when the memory runs out or the plug is pulled."""
    server = postmaster.find(Cluster(home).place.data)
    assert server is not None
    os.kill(server.pid, signal.SIGSTOP)
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    for pid in (*map(int, children), server.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while postmaster.find(Cluster(home).place.data) is not None:
        time.sleep(0.01)  # it takes a moment to die, and until then nobody starts another


def in_database(shop: Installation) -> tuple[int, Decimal]:
    with psycopg.connect(shop.environment["DATABASE_URL"]) as connection:
        found = connection.execute("select count(*), sum(store_value) from commerce_order").fetchone()
    assert found is not None
    return found


def in_lake(shop: Installation) -> tuple[int, Decimal]:
    net = DeltaTable(str(shop.home / "lake" / "orders")).to_pyarrow_table(columns=["net"])["net"].to_pylist()
    return len(net), sum(net, Decimal(0))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find all processes of the server")
@pytest.mark.parametrize("command", [("lake", "export"), ("learn", "--store", "Leaves")], ids=["export", "learn"])
def test_a_killed_server_leaves_a_lake_that_comes_to_be_exact(shop, orders, command):
    chance, cluster = random.Random(5), Cluster(shop.home)
    complaints = []
    for part in range(ROUNDS):
        shop.told("import", "orders", str(orders("part.csv", rows(f"{command[0]}{part}"))), *TERMS)
        process = shop.begin(*command)
        time.sleep(chance.uniform(*MOMENTS[command[0]]))
        kill_server(shop.home)
        complaints.append(process.communicate()[1])
        cluster.revive()

    code, _, complaint = shop.run(*command)

    assert code == 0, complaint
    assert in_lake(shop) == in_database(shop)
    assert in_database(shop)[0] % (ROUNDS * ORDERS) == 0
    assert not any("Traceback" in complaint for complaint in complaints), complaints
