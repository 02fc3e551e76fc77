"""The whole group, as `regulars up` starts it, in a home of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from regulars.commands.up import guarded
from regulars.config.postgres import postmaster
from regulars.config.postgres.cluster import Cluster
from tests import disk

READY_SECONDS = 120
SOL = """
from regulars.commands import session
with session.database():
    from tests.make import identity, workspace
    print(identity.person(workspace.store().circle, email="sol@teahouse.example").public_id, end="")
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="regulars-test-", dir=disk.memory()) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "home"
        Cluster(Path(folder) / "home").stop()


@pytest.fixture(scope="module")
def environment(home: Path) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"REGULARS_HOME": str(home)}


@pytest.fixture
def up(environment: dict[str, str]) -> Iterator[Callable[[int], tuple[subprocess.Popen[str], str]]]:
    """Start the group, and give it back with the address it told."""
    started: list[subprocess.Popen[str]] = []

    def start(port: int) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-m", "regulars", "up", "--port", str(port)]
        started.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))
        assert started[-1].stdout is not None
        for line in started[-1].stdout:
            if "is ready at" in line:
                return started[-1], line.split()[4]
        raise AssertionError("it ended before it was ready")

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def taken_port() -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


def wait_until(happens: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}health/ready") as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def can_connect(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.mark.slow
def test_it_starts_serves_and_stops(home: Path, up: Callable[[int], tuple[subprocess.Popen[str], str]]) -> None:
    with taken_port() as taken:
        port = taken.getsockname()[1]
        process, address = up(port)
        with urllib.request.urlopen(f"{address}health/ready") as answer:
            ready = json.loads(answer.read())
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=20)

    assert not address.endswith(f":{port}/")
    assert ready == {"database": True, "pages": True}
    assert code == 0
    assert not Cluster(home).is_running()


@pytest.mark.slow
def test_a_database_that_dies_is_started_again(
    home: Path, up: Callable[[int], tuple[subprocess.Popen[str], str]]
) -> None:
    _, address = up(30_000 + os.getpid() % 10_000)
    dead = postmaster.find(Cluster(home).place.data)
    assert dead is not None
    os.kill(dead.pid, signal.SIGKILL)

    wait_until(lambda: postmaster.find(Cluster(home).place.data) not in (None, dead), seconds=30)
    wait_until(lambda: is_ready(address), seconds=30)


def test_whatever_keeps_a_dead_database_from_starting_it_is_tried_until_it_starts(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cluster, stopping, told = Cluster(home), threading.Event(), []
    with cluster.running(), guarded(cluster, stopping):
        needed, away = cluster.place.data / "postgresql.conf", home / "away.conf"
        dead = postmaster.find(cluster.place.data)
        assert dead is not None
        needed.rename(away)
        os.kill(dead.pid, signal.SIGKILL)
        wait_until(lambda: told.append(capfd.readouterr().err) or "tried again" in "".join(told), seconds=15)
        away.rename(needed)

        wait_until(cluster.is_running, seconds=30)


@pytest.mark.slow
def test_after_a_kill_nothing_is_left_but_the_database_which_is_taken_over(
    home: Path, up: Callable[[int], tuple[subprocess.Popen[str], str]]
) -> None:
    process, address = up(20_000 + os.getpid() % 10_000)
    port = int(address.rstrip("/").rpartition(":")[2])
    before = postmaster.find(Cluster(home).place.data)
    process.kill()
    process.wait()
    wait_until(lambda: not can_connect(port), seconds=20)

    again, _ = up(port)
    after = postmaster.find(Cluster(home).place.data)
    again.send_signal(signal.SIGINT)

    assert before is not None
    assert before == after
    assert again.wait(timeout=20) == 0
    assert not Cluster(home).is_running()


@pytest.mark.slow
def test_a_backup_by_command_is_restored_by_command_without_those_erased_since(
    environment: dict[str, str], home: Path, tmp_path: Path
) -> None:
    def run(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "regulars", *words],
            env=environment | {"REGULARS_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )

    sol = subprocess.check_output([sys.executable, "-c", SOL], env=environment, text=True)
    saved = run("backup", str(tmp_path / "all.age"), "--json", home=home)
    erased = run("person", "erase", sol, "--sure", sol, home=home)
    copy = home.parent / "copy"
    keyless = run("restore", str(tmp_path / "all.age"), home=copy)
    key, erasures = str(home / "secrets" / "backup_key"), str(home / "erasures.jsonl")
    restored = run("restore", str(tmp_path / "all.age"), "--key", key, "--erasures", erasures, "--json", home=copy)
    with Cluster(copy).running() as cluster, psycopg.connect(cluster.url) as connection:
        left = connection.execute("select count(*) from identity_identifier").fetchone()

    assert saved.returncode == 0, saved.stderr
    assert erased.returncode == 0, erased.stderr
    assert keyless.returncode == 2
    assert "--key FILE" in keyless.stderr
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["rows"] == json.loads(saved.stdout)["rows"] > 0
    assert json.loads(restored.stdout)["erased_again"] == 1
    assert left == (0,)
