"""The embedded PostgreSQL starts, is shared, survives and stops."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from regulars.config.postgres import postmaster
from regulars.config.postgres.cluster import Cluster
from regulars.config.postgres.faults import DiskFull, ForeignData, NotReached, NotStarted, OtherVersion
from tests.config.postgres.conftest import MakeCluster

USE = """
import sys, time
from pathlib import Path
from regulars.config.postgres.cluster import Cluster
with Cluster(Path(sys.argv[1])).running() as cluster:
    print(cluster.url, flush=True)
    sys.stdin.read()
"""


def ask(cluster: Cluster, statement: LiteralString) -> object:
    with psycopg.connect(cluster.url) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def use_elsewhere(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def finish(user: subprocess.Popen[str]) -> None:
    user.communicate(timeout=30)
    assert user.returncode == 0


@pytest.mark.parametrize("major", [16, 18])
def test_a_new_home_gets_a_database_that_sorts_alike_everywhere(make_cluster: MakeCluster, major: int) -> None:
    cluster = make_cluster(major=major)

    with cluster.running():
        version = ask(cluster, "show server_version_num")
        lowered = ask(cluster, "select lower('ÄÖ')")
        is_superuser = ask(cluster, "select rolsuper from pg_roles where rolname = current_user")

    assert str(version).startswith(str(major))
    assert lowered == "äö"
    assert is_superuser is False


def test_the_socket_asks_for_the_password(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()

    with cluster.running():
        wrong = cluster.url.replace(":", ":no", 2).replace("postgresql:no", "postgresql:")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)


def test_a_server_that_does_not_answer_after_its_start_is_a_fault_in_words(
    make_cluster: MakeCluster, open_folder: Path
) -> None:
    cluster = make_cluster()
    with cluster.running():
        (open_folder / "home" / "secrets" / "postgres_admin").write_text("another")

    with pytest.raises(NotReached, match="did not answer: password authentication failed"):
        cluster.start()


def test_the_last_to_leave_stops_the_server(make_cluster: MakeCluster, open_folder: Path) -> None:
    cluster = make_cluster()
    with cluster.running():
        other = use_elsewhere(open_folder / "home")
        assert other.stdout is not None
        other.stdout.readline()
    still_up = cluster.is_running()
    finish(other)

    assert still_up
    assert not cluster.is_running()


def test_a_started_server_stays_when_guests_leave(make_cluster: MakeCluster, open_folder: Path) -> None:
    cluster = make_cluster()
    cluster.start()

    finish(use_elsewhere(open_folder / "home"))

    assert cluster.is_running()


def test_two_first_starts_at_once_share_one_server(make_cluster: MakeCluster, open_folder: Path) -> None:
    cluster = make_cluster(major=18)

    users = [use_elsewhere(open_folder / "home") for _ in range(3)]
    addresses = {user.stdout.readline() for user in users if user.stdout}
    servers = ask(cluster, "select count(*) from pg_stat_activity where backend_type = 'checkpointer'")
    for user in users:
        finish(user)

    assert len(addresses) == 1
    assert servers == 1
    assert not cluster.is_running()


def test_what_was_committed_survives_a_kill(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    with psycopg.connect(cluster.url) as connection:
        connection.execute("create table kept as select generate_series(1, 300000) as number")
    server = postmaster.find(cluster.place.data)
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)

    cluster.start()

    assert ask(cluster, "select count(*) from kept") == 300_000


def test_a_server_that_outlived_its_user_is_taken_over(make_cluster: MakeCluster, open_folder: Path) -> None:
    cluster = make_cluster()
    user = use_elsewhere(open_folder / "home")
    assert user.stdout is not None
    user.stdout.readline()
    before = postmaster.find(cluster.place.data)
    user.kill()
    user.communicate()

    with cluster.running():
        after = postmaster.find(cluster.place.data)

    assert before is not None
    assert after is not None
    assert before.pid == after.pid
    assert not cluster.is_running()


def test_a_pid_file_with_a_number_used_again_is_no_obstacle(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    with cluster.running():
        lines = (cluster.place.data / postmaster.PID_FILE).read_text().splitlines()
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    (cluster.place.data / postmaster.PID_FILE).write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")

    with cluster.running():
        is_up = cluster.is_running()
    stranger.communicate(b"\n")

    assert is_up


def test_a_socket_swept_away_is_made_again(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    (cluster.place.socket / ".s.PGSQL.5432").unlink()

    cluster.start()

    assert ask(cluster, "select 1") == 1


def test_a_start_killed_while_creating_leaves_nothing_half_made(make_cluster: MakeCluster) -> None:
    cluster = make_cluster(major=18)
    draft = cluster.place.base / "data.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")

    with cluster.running():
        assert ask(cluster, "select 1") == 1

    assert not draft.exists()


def test_foreign_data_are_left_alone(make_cluster: MakeCluster) -> None:
    cluster = make_cluster(major=18)
    (cluster.place.data / "letters.txt").write_text("Dear Wu")

    with pytest.raises(ForeignData, match="nothing was changed there"):
        cluster.start()


def test_data_of_another_version_are_named(make_cluster: MakeCluster) -> None:
    with make_cluster(major=16).running():
        pass

    with pytest.raises(OtherVersion, match="made by PostgreSQL 16, and this is PostgreSQL 18"):
        make_cluster(major=18).start()


def test_a_broken_control_file_is_one_sentence(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    with cluster.running():
        control = cluster.place.data / "global" / "pg_control"
    control.write_bytes(b"\0" * control.stat().st_size)

    with pytest.raises(NotStarted, match=r"^PostgreSQL did not start: .+\. Its log is in .+\.$"):
        cluster.start()


def test_idle_clusters_are_small(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    smaps = Path("/proc/self/smaps_rollup")
    if not smaps.exists():
        pytest.skip("needs /proc/<pid>/smaps_rollup, which this system does not have")
    cluster.start()
    time.sleep(0.5)
    server = postmaster.find(cluster.place.data)
    assert server is not None

    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    resident = sum(_proportional_kilobytes(pid) for pid in [str(server.pid), *children])

    assert resident < 80 * 1024


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_one_sentence_and_loses_nothing(make_cluster: MakeCluster, open_folder: Path) -> None:
    disk = open_folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=90m,mode=755", "small", disk], check=False).returncode:
        pytest.skip("this system does not let us mount a small disk")
    try:
        cluster = Cluster(disk / "home")
        with cluster.running(), psycopg.connect(cluster.url) as connection:
            connection.execute("create table kept as select 1 as number")
        filler = disk / "filler"
        subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=1M"], capture_output=True, check=False)
        with pytest.raises(DiskFull, match="is full"):
            cluster.start()
        filler.unlink()
        with cluster.running():
            assert ask(cluster, "select number from kept") == 1
    finally:
        cluster.stop()
        subprocess.run(["umount", disk], check=True)


def _proportional_kilobytes(pid: str) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
