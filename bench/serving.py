"""
Load the demo shop, serve it, and measure the pages under use and all processes at rest.

    python -m bench.serving [--customers 20000] [--requests 300]
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from bench import machine, walking
from bench.imports import say

REST_SECONDS = 30
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the time to findings, p50 and p95 of each kind of page, and memory and CPU at rest."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=20_000)
    options.add_argument("--requests", type=int, default=300)
    chosen = options.parse_args()
    say(machine.described())
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        home = Path(folder) / "home"
        home.mkdir(mode=0o711)
        environment = {**os.environ, "REGULARS_HOME": str(home)}
        environment.pop("DATABASE_URL", None)
        demo = subprocess.Popen(
            [sys.executable, "-m", "regulars", "demo", "--customers", str(chosen.customers), "--port", "8900"],
            stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        try:
            measure(demo, chosen.requests)
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(60)


def measure(demo: subprocess.Popen[str], requests: int) -> None:
    began = time.perf_counter()
    link = ""
    assert demo.stdout is not None
    for line in demo.stdout:
        if "learned in" in line:
            say(f"from start to findings: {time.perf_counter() - began:.1f} s")
        if found := re.search(r"(http://\S+)/enter/(\S+?)/", line):
            link = found.group(0)
            break
    pages = signed_in(link)
    root = link.split("/enter/")[0]
    for kind, chosen in walking.addresses(pages, root):
        if chosen:
            say(walking.told(kind, walking.walked(pages, chosen, requests if kind == "person" else requests // 5)))
    rest(demo.pid)


def signed_in(link: str) -> urllib.request.OpenerDirector:
    jar = CookieJar()
    pages = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', pages.open(link).read().decode())
    assert token is not None
    pages.open(link, data=f"csrfmiddlewaretoken={token.group(1)}".encode())
    return pages


def rest(root: int) -> None:
    """CPU and proportional memory of the group, with PostgreSQL, when nobody asks; without what ends meanwhile."""
    time.sleep(REST_SECONDS / 3)
    before = {pid: ticks(pid) for pid in descendants(root)}
    time.sleep(REST_SECONDS)
    family = descendants(root)
    used = sum(ticks(pid) - before.get(pid, 0) for pid in family) / TICKS / REST_SECONDS
    memory = sum(proportional(pid) for pid in family) / 2**20
    say(f"at rest: {len(family)} processes, {used:.2%} of a core, {memory:.0f} MB")


def descendants(root: int) -> list[int]:
    """The processes below one, and the embedded PostgreSQL's, which has no parent of ours."""
    parents: dict[int, int] = {}
    names: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
            names[int(entry.name)] = stat.partition("(")[2].rpartition(")")[0]
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sorted(family | server_of(names, parents))


def server_of(names: dict[int, str], parents: dict[int, int]) -> set[int]:
    heads = {pid for pid, name in names.items() if name == "postgres" and names.get(parents[pid]) != "postgres"}
    newest = max(heads, default=0)
    return {newest} | {pid for pid, parent in parents.items() if parent == newest} if newest else set()


def ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def proportional(pid: int) -> int:
    """Bytes by proportional set size, so that shared pages count once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
