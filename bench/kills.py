"""
Send events to a whole installation, and kill edge, pages, worker or PostgreSQL with SIGKILL again and again.

    python -m bench.kills [--times 200] [--seed 1]

Whatever was answered with 200 must be in the log exactly once, when everything has come to rest.
"""

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import psycopg

from bench import sending
from bench.imports import say
from bench.receive import told
from regulars.config.postgres import postmaster
from regulars.config.postgres.cluster import Cluster

PORT = 8912
LANES, SIZE, PAUSE = 4, 5, 0.02
PARTS = ("edge", "web", "work", "postgres")
REST_SECONDS = 300
LONGEST_STILL = 120
"""Seconds without any answer after which the installation counts as one that does not come back by itself."""
DOUBTFUL = """
    select count(*), count(*) filter (where times > 1)
    from (select properties ->> 'n' as n, count(*) as times from events where name = 'product.viewed' group by 1) found
"""


class Wrong(SystemExit):
    """Something that was acknowledged is missing or there twice, or nothing is acknowledged any longer."""


def main() -> None:
    """Print how many messages were acknowledged under how many kills, and that each is there once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        Path(folder).chmod(0o711)
        home.mkdir(mode=0o711)
        cluster = Cluster(home)
        os.environ |= {"REGULARS_HOME": str(home)}
        os.environ.pop("DATABASE_URL", None)
        with cluster.running():
            key = told("sources", "add", "events", "--store", "Kills", "--json")["write_key"]
        command = [sys.executable, "-m", "regulars", "up", "--port", str(PORT)]
        whole = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until_ready()
            sent = killing(whole.pid, cluster, key, chosen.times, random.Random(chosen.seed))
            settled(cluster, sent)
        finally:
            whole.send_signal(signal.SIGTERM)
            whole.wait(60)


def killing(group: int, cluster: Cluster, key: str, times: int, chance: random.Random) -> sending.Sent:
    """Kill parts of a running group while a client sends, and give what the client was told."""
    sent, stopping = sending.Sent(), threading.Event()
    client = threading.Thread(target=lambda: asyncio.run(_send(key, sent, stopping)), daemon=True)
    client.start()
    done: dict[str, int] = dict.fromkeys(PARTS, 0)
    answered, since = 0, time.monotonic()
    while sum(done.values()) < times:
        time.sleep(chance.uniform(0.2, 3))
        if len(sent.messages) > answered:
            answered, since = len(sent.messages), time.monotonic()
        elif time.monotonic() - since > LONGEST_STILL:
            raise Wrong(f"Nothing was answered for {LONGEST_STILL} s, after {done}.")
        part = chance.choice(PARTS)
        for pid in pids(group, cluster, part):
            os.kill(pid, signal.SIGKILL)
            done[part] += 1
            if sum(done.values()) % 20 == 0:
                say(f"{sum(done.values())} kills {done}, {len(sent.messages):,} messages acknowledged")
    stopping.set()
    client.join()
    say(f"{sum(done.values())} kills {done}; {sent.failures:,} requests had to be sent again")
    say(f"the longest wait for an answer, sent again and again: {max(sent.seconds):.1f} s")
    return sent


def pids(group: int, cluster: Cluster, part: str) -> list[int]:
    """The process of a part that is alive now."""
    if part == "postgres":
        server = postmaster.find(cluster.place.data)
        return [server.pid] if server is not None and server.is_ready else []
    listing = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listing.splitlines()]
    return [int(pid) for pid, parent, words in rows if int(parent) == group and f"regulars {part}" in words][:1]


def until_ready() -> None:
    """An installation that is killed while it starts for the first time is started again by hand, not by itself."""
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health/ready", timeout=10):
                return
        except OSError:
            time.sleep(0.5)


def settled(cluster: Cluster, sent: sending.Sent) -> None:
    until = time.monotonic() + REST_SECONDS
    acknowledged = set(sent.messages)
    while True:
        try:
            with psycopg.connect(cluster.url) as connection:
                waiting = connection.execute("select count(*) from collect_inboxmessage").fetchone()
                found, doubled = connection.execute(DOUBTFUL).fetchone() or (0, 0)
                rows = connection.execute("select properties ->> 'n' from events where name = 'product.viewed'")
                missing = acknowledged - {row[0] for row in rows}
        except psycopg.Error:
            time.sleep(1)
            continue
        if (waiting and not waiting[0]) or time.monotonic() > until:
            break
        time.sleep(1)
    say(f"{len(acknowledged):,} messages acknowledged, {found:,} in the log, {doubled} twice, {len(missing)} missing")
    if missing or doubled:
        raise Wrong(f"{len(missing)} are missing, {doubled} are there twice")


async def _send(key: str, sent: sending.Sent, stopping: threading.Event) -> None:
    def until_stopped(lane: int) -> sending.Requests:
        for request in sending.requests(key, f"lane{lane}", SIZE):
            yield request
            if stopping.is_set():
                return

    await asyncio.gather(
        *(sending.send(PORT, until_stopped(lane), float("inf"), sent, pause=PAUSE) for lane in range(LANES))
    )


if __name__ == "__main__":
    main()
