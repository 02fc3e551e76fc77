"""
Send events to a real edge, singly and in batches, beside a plain COPY of the same bytes; then let them flow to the log.

    python -m bench.receive [--seconds 10]

Edge, client and PostgreSQL share the cores of this machine, with fsync and synchronous_commit on.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from multiprocessing import Process, Queue
from pathlib import Path
from statistics import quantiles
from typing import Any

import psycopg

from bench import machine, sending
from bench.imports import say
from regulars.config.postgres.cluster import Cluster

PORT = 8911
LANES = {1: 64, 20: 16, 100: 16}
"""Connections, by the number of messages in a request."""
COPIED = 200_000
SETTLED_SECONDS = 15
STEADY_SHARE = 0.5


def main() -> None:
    """Print events accepted and settled in a second, and the ratios to COPY."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=10)
    chosen = options.parse_args()
    say(machine.described())
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        home = Path(folder) / "home"
        home.mkdir(mode=0o711)
        with Cluster(home).running() as cluster:
            os.environ |= {"REGULARS_HOME": str(home), "DATABASE_URL": cluster.url}
            measure(chosen.seconds)


def measure(seconds: float) -> None:
    key = told("sources", "add", "events", "--store", "Bench", "--json")["write_key"]
    copied = copy_rate()
    say(f"COPY of the same messages into a table without an index: {copied:,.0f} a second")
    edge = begun("edge", "--port", str(PORT))
    try:
        until_open()
        for size, lanes in LANES.items():
            sent, took = sent_for(key, size, lanes, seconds)
            rate = len(sent.messages) / took
            cuts = quantiles(sent.seconds, n=20)
            say(
                f"requests of {size}: {rate:,.0f} events a second accepted, {copied / rate:.1f} × COPY;"
                f" answers p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms"
            )
        flow(key, seconds)
    finally:
        edge.terminate()
        edge.wait(20)


def flow(key: str, seconds: float) -> None:
    """The worker takes in what lies there, then what comes at the same time."""
    waiting = count("collect_inboxmessage")
    worker = begun("work")
    try:
        began = time.perf_counter()
        time.sleep(SETTLED_SECONDS)
        rate = (waiting - count("collect_inboxmessage")) / (time.perf_counter() - began)
        say(f"from the inbox to the log: {rate:,.0f} events a second, start of the worker included")
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            connection.execute("truncate collect_inboxmessage")
        steady(key, seconds, rate * STEADY_SHARE)
    finally:
        worker.terminate()
        worker.wait(30)


def steady(key: str, seconds: float, rate: float) -> None:
    """Send half of what could flow, and watch how old an event is when it is in the log."""
    box: Queue[sending.Sent] = Queue()
    client = Process(target=_client, args=(key, 20, 4, seconds, box, 4 * 20 / rate))
    client.start()
    ages: list[float] = []
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            row = connection.execute(
                "select extract(epoch from clock_timestamp() - min(received_at)) from collect_inboxmessage"
            ).fetchone()
            ages.append(float(row[0]) if row and row[0] is not None else 0.0)
            time.sleep(0.1)
    sent = box.get()
    client.join()
    say(
        f"while {len(sent.messages) / seconds:,.0f} events a second come: the oldest message not in the log is"
        f" {max(ages):.2f} s old at most, {sorted(ages)[len(ages) // 2]:.2f} s usually"
    )


def sent_for(key: str, size: int, lanes: int, seconds: float) -> tuple[sending.Sent, float]:
    box: Queue[sending.Sent] = Queue()
    client = Process(target=_client, args=(key, size, lanes, seconds, box))
    client.start()
    sent = box.get()
    client.join()
    return sent, seconds


def _client(key: str, size: int, lanes: int, seconds: float, box: "Queue[sending.Sent]", pause: float = 0) -> None:
    box.put(asyncio.run(_lanes(key, size, lanes, seconds, pause)))


async def _lanes(key: str, size: int, lanes: int, seconds: float, pause: float) -> sending.Sent:
    sent, mark = sending.Sent(), f"{time.time_ns():x}"
    until = asyncio.get_running_loop().time() + seconds
    made = [sending.requests(key, f"{mark}-{lane}", size) for lane in range(lanes)]
    await asyncio.gather(*(sending.send(PORT, lane, until, sent, pause=pause) for lane in made))
    return sent


def copy_rate() -> float:
    """Messages a second that a plain COPY writes into a logged table without an index."""
    rows = "".join(f"{sending.message('wk_bench', f'copy-{number}', number)}\n" for number in range(COPIED)).encode()
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("create table bench_copy (body text)")
        connection.commit()
        began = time.perf_counter()
        with connection.cursor().copy("copy bench_copy from stdin") as copying:
            copying.write(rows)
        connection.commit()
        took = time.perf_counter() - began
        connection.execute("drop table bench_copy")
    return COPIED / took


def count(table: str) -> int:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def told(*words: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", "regulars", *words], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def begun(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "regulars", *words], stdout=subprocess.DEVNULL)


def until_open() -> None:
    while True:
        try:
            with socket.create_connection(("127.0.0.1", PORT), 1):
                return
        except OSError:
            time.sleep(0.1)


if __name__ == "__main__":
    main()
