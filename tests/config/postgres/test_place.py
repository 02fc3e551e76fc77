"""Where the data, the socket and the programs of a home go."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from regulars.config.postgres import account, binaries
from regulars.config.postgres.account import Account
from tests.config.postgres.conftest import MakeCluster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, which may become other users")


def test_a_home_with_a_long_path_gets_a_short_socket(make_cluster: MakeCluster, open_folder: Path) -> None:
    home = open_folder / ("long" * 50) / "home"

    with make_cluster(home).running() as cluster, psycopg.connect(cluster.url) as connection:
        row = connection.execute("show unix_socket_directories").fetchone()

    assert row is not None
    assert len(row[0]) < 90
    assert str(cluster.place.data).startswith(str(home))
    assert row[0] in (home / "postgres" / "place.json").read_text()


def test_a_short_socket_is_found_again(make_cluster: MakeCluster, open_folder: Path) -> None:
    home = open_folder / ("long" * 50) / "home"
    with make_cluster(home).running() as cluster:
        first = cluster.place.socket

    with make_cluster(home).running() as cluster:
        again = cluster.place.socket

    assert first == again
    assert first.stat().st_mode & 0o777 == 0o700


def test_a_socket_folder_that_others_opened_is_left(make_cluster: MakeCluster, open_folder: Path) -> None:
    home = open_folder / ("long" * 50) / "home"
    first = make_cluster(home).place.socket
    first.chmod(0o777)

    again = make_cluster(home).place.socket

    assert first != again


@as_root
def test_below_a_closed_folder_data_go_where_the_service_user_can_reach(
    make_cluster: MakeCluster, open_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)

    with make_cluster(closed / "home").running() as cluster:
        is_up = cluster.is_running()
        base = cluster.place.base

    assert is_up
    assert not str(base).startswith(str(open_folder))
    assert capsys.readouterr().err.count(f"its data are in {base}") == 1
    assert str(base) in (closed / "home" / "postgres" / "place.json").read_text()
    assert closed.stat().st_mode & 0o777 == 0o700


@as_root
def test_programs_in_a_closed_environment_are_copied_once(open_folder: Path) -> None:
    service = account.service()
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    source = binaries.installed(18)
    (closed / "environment").symlink_to(source.root)
    hidden = binaries.Binaries(closed / "environment", 18)

    copy = binaries.reachable(hidden, service, open_folder)
    again = binaries.reachable(hidden, service, open_folder)

    assert copy == again
    assert service.can_execute(copy.program("postgres"))
    assert service.can_execute(copy.program("psql"))
    assert binaries.reachable(source, account.ourselves(), open_folder) == source


@as_root
def test_an_ordinary_user_runs_the_server_as_itself(open_folder: Path) -> None:
    nobody = Account("nobody", 65534, 65534)
    if not nobody.can_execute(Path(sys.executable)):
        pytest.skip("the Python of this environment lies where an ordinary user cannot reach it")
    home = open_folder / "theirs"
    home.mkdir()
    nobody.give(home)
    script = (
        "import sys, psycopg\nfrom pathlib import Path\n"
        "from regulars.config.postgres.cluster import Cluster\n"
        "with Cluster(Path(sys.argv[1])).running() as cluster:\n"
        "    print(cluster.place.account.name, psycopg.connect(cluster.url).info.status.name)"
    )
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(home)],
        user=nobody.uid,
        group=nobody.gid,
        extra_groups=[],
        cwd=Path(__file__).parents[3],
        env={"PATH": os.defpath, "PYTHONPATH": ":".join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stdout.split() == ["nobody", "OK"], result.stderr
