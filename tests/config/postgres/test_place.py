"""Where the data, the socket and the programs of a home go."""

import os
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from regulars.config.postgres import account, binaries
from regulars.config.postgres.account import Account
from regulars.config.postgres.cluster import Cluster
from tests.config.postgres.conftest import MakeCluster

NOBODY = Account("nobody", 65534, 65534)
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
    home = open_folder / "theirs"
    home.mkdir()
    NOBODY.give(home)
    if not NOBODY.can_execute(binaries.installed(18).program("postgres")):
        pytest.skip("the environment of these tests lies where an ordinary user cannot reach it")

    said = as_nobody(lambda: use_once(home))

    assert said == "nobody True"
    assert (home / "postgres" / "data").stat().st_uid == NOBODY.uid


@as_root
def test_a_home_of_somebody_else_is_named(make_cluster: MakeCluster, open_folder: Path) -> None:
    with make_cluster().running():
        pass

    said = as_nobody(lambda: use_once(open_folder / "home"))

    assert said.endswith("it belongs to another user. Set REGULARS_HOME to another one.")


def use_once(home: Path) -> str:
    with Cluster(home).running() as cluster:
        return f"{cluster.place.account.name} {cluster.is_running()}"


def as_nobody(act: Callable[[], str]) -> str:
    """Forked, since an ordinary user may be unable to start this Python anew."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(NOBODY.gid)
            os.setuid(NOBODY.uid)
            os.write(writing, act().encode())
        except BaseException as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said
