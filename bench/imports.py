"""
Import a million order lines into an empty store, then a million overlapping ones, beside a plain COPY of the same rows.

    python -m bench.imports [--rows 1000000] [--before 5000000]

Each import is the real command in a process of its own, on an embedded PostgreSQL in a temporary home.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psycopg

from bench import machine, make_data
from regulars.config.postgres.cluster import Cluster


@dataclass(frozen=True)
class Took:
    seconds: float
    peak_gib: float


def main() -> None:
    """Print seconds, ratio to COPY and peak memory of both imports."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--before", type=int, default=5_000_000)
    chosen = options.parse_args()
    say(machine.described())
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        files.chmod(0o711)
        home = files / "home"
        home.mkdir(mode=0o711)
        with Cluster(home).running() as cluster:
            os.environ |= {"REGULARS_HOME": str(home), "DATABASE_URL": cluster.url}
            compare(files, chosen.rows, chosen.before)


def compare(files: Path, rows: int, before: int) -> None:
    regulars("import", "list")
    for name, shape in (("like the gift shop's", make_data.GIFT_SHOP), ("of a crowd", make_data.CROWD)):
        fresh, overlapping, old = files / "fresh.csv", files / "overlapping.csv", files / "old.csv"
        make_data.lines_csv(fresh, rows, shape=shape)
        copied = min(copy(fresh) for _ in range(3))
        say(f"{rows:,} lines {name}, {shape}: COPY into a table without an index {copied:.2f} s")
        told("into an empty store", bring(fresh, f"Fresh {name}"), copied)
        if before:
            make_data.lines_csv(old, before, shape=shape)
            make_data.lines_csv(overlapping, rows, start=before - rows // 2, shape=shape)
            told(f"{before:,} first", bring(old, f"Full {name}"), copied * before / rows)
            told(f"overlapping by half into {before:,}", bring(overlapping, f"Full {name}"), copied)


def copy(path: Path) -> float:
    """Seconds of a plain COPY of the file into a logged table of texts without an index."""
    with path.open("rb") as file, psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        heading = file.readline().decode().strip().split(",")
        columns = ", ".join(f'"{name.strip(chr(34))}" text' for name in heading)
        connection.execute("drop table if exists bench_copy")
        connection.execute(f"create table bench_copy ({columns})")
        connection.commit()
        began = perf_counter()
        with connection.cursor().copy("copy bench_copy from stdin (format csv)") as copying:
            while block := file.read(1 << 20):
                copying.write(block)
        connection.commit()
        took = perf_counter() - began
        connection.execute("drop table bench_copy")
        return took


def bring(path: Path, store: str) -> Took:
    began = perf_counter()
    regulars("import", "orders", str(path), "--store", store, "--timezone", "UTC", "--currency", "GBP", "--json")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    return Took(perf_counter() - began, peak)


def regulars(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "regulars", *words], check=True, stdout=subprocess.DEVNULL)


def told(what: str, took: Took, copied: float) -> None:
    say(f"import {what}: {took.seconds:.1f} s, {took.seconds / copied:.1f} × COPY, peak {took.peak_gib:.2f} GiB")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
