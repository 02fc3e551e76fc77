"""
Import overlapping files for hours, killing the import or PostgreSQL at random, and count the lines after each round.

    python -m bench.soak [--hours 8] [--seed 1]

Row n of the bench's endless file is always the same, so the store must hold exactly the rows of the ranges imported.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench import make_data
from bench.imports import say
from regulars.config.postgres import postmaster
from regulars.config.postgres.cluster import Cluster

ROWS = 40_000
ENDLESS = 400_000
TERMS = ("--store", "Soak", "--timezone", "UTC", "--currency", "GBP", "--json")


class Wrong(SystemExit):
    """The store does not hold what was imported."""


def main() -> None:
    """Go on until the hours are over or a count is wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=float, default=8)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    chance, until = random.Random(chosen.seed), time.monotonic() + chosen.hours * 3600
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o711)
        cluster = Cluster(home)
        cluster.start()
        os.environ |= {"REGULARS_HOME": str(home), "DATABASE_URL": cluster.url}
        try:
            rounds(home, cluster, chance, until)
        finally:
            cluster.stop()


def rounds(home: Path, cluster: Cluster, chance: random.Random, until: float) -> None:
    held: set[int] = set()
    kills = number = 0
    while time.monotonic() < until:
        start = chance.randrange(ENDLESS)
        path = home / "soak.csv"
        make_data.lines_csv(path, ROWS, start)
        held |= set(range(start, start + ROWS))
        for _ in range(chance.randrange(4)):
            kills += killed(path, cluster, chance)
        finished(path)
        number += 1
        found = lines()
        say(f"round {number}: {kills} kills, {found:,} lines of {len(held):,}")
        if found != len(held):
            raise Wrong(f"{found:,} lines instead of {len(held):,}")


def killed(path: Path, cluster: Cluster, chance: random.Random) -> int:
    """Begin an import and kill it, or all of PostgreSQL, with SIGKILL."""
    process = subprocess.Popen(command(path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(0.5, 8))
    server = postmaster.find(cluster.place.data) if chance.random() < 0.3 else None
    process.send_signal(signal.SIGKILL)
    process.wait()
    if server is not None:
        os.kill(server.pid, signal.SIGKILL)
        cluster.start()
    return 1


def finished(path: Path) -> None:
    done = subprocess.run(command(path), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Wrong(done.stderr)


def command(path: Path) -> list[str]:
    return [sys.executable, "-m", "regulars", "import", "orders", str(path), *TERMS]


def lines() -> int:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute("select count(*) from commerce_orderline").fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    main()
