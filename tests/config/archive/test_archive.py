"""A backup brings everything back, or says in one sentence why not."""

import json
import os
import subprocess
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pyrage
import pytest

from regulars.config.archive import database, keys, reading, tape, writing
from regulars.config.archive import manifest as manifests
from regulars.config.archive.faults import (
    ArchiveFault,
    CannotDump,
    CannotWrite,
    InUse,
    NewerVersion,
    NoKey,
    NotABackup,
    NotEmpty,
    WrongKey,
)
from regulars.config.home import Home
from regulars.config.postgres.cluster import Cluster

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
LAKE_LOG = "lake/orders/_delta_log/00000000000000000000.json"
LAKE_DATA = "lake/orders/month=2026-11/part-0.parquet"


@pytest.fixture
def teahouse(make_home: Callable[[str], Home]) -> Iterator[tuple[Home, str]]:
    """A home with something in every place, and the address of its database."""
    home = make_home("teahouse")
    for name, content in (
        (LAKE_LOG, b"{}"),
        (LAKE_DATA, b"PAR1" * 500_000),
        ("imports/orders.csv", b"1,2\n"),
    ):
        path = home.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    home.secret("secret_key")
    with Cluster(home.path).running() as cluster:
        with psycopg.connect(cluster.url) as connection:
            connection.execute(
                "create table orders as select n, repeat('x', 200) as note from generate_series(1, 50000) n"
            )
            connection.execute("create table people (name text)")
            connection.execute("insert into people values ('李'), ('Wu')")
            connection.execute("create unlogged table staging as select 1 as line")
        yield home, cluster.url


@pytest.fixture
def saved(teahouse: tuple[Home, str], tmp_path: Path) -> Path:
    home, url = teahouse
    target = tmp_path / "saved.age"
    writing.write(home, url, target, to=keys.own(home).to_public(), at=AT)
    return target


def restored(home: Home, source: Path, key: pyrage.x25519.Identity, *, replace: bool = False) -> dict[str, int]:
    with Cluster(home.path).running() as cluster:
        return reading.restore(home, cluster.url, source, key=key, replace=replace).rows


def people(home: Home) -> list[str]:
    with Cluster(home.path).running() as cluster, psycopg.connect(cluster.url) as connection:
        return [name for (name,) in connection.execute("select name from people order by name")]


def test_everything_comes_back(teahouse: tuple[Home, str], saved: Path, make_home: Callable[[str], Home]) -> None:
    home, copy = teahouse[0], make_home("copy")

    rows = restored(copy, saved, keys.own(home))

    assert rows == {"public.orders": 50_000, "public.people": 2}
    assert people(copy) == ["Wu", "李"]
    assert (copy.path / LAKE_DATA).read_bytes() == (home.path / LAKE_DATA).read_bytes()
    assert (copy.path / LAKE_LOG).read_bytes() == b"{}"
    assert copy.secret("secret_key") == home.secret("secret_key")
    assert not (copy.path / reading.DRAFT).exists()


def test_age_and_tar_alone_can_open_it(teahouse: tuple[Home, str], saved: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.tar"
    pyrage.decrypt_file(str(saved), str(plain), [keys.own(teahouse[0])])

    names = subprocess.run(["tar", "tf", plain], capture_output=True, text=True, check=True).stdout.split()

    assert names[0] == "head.json"
    assert names[-1] == "manifest.json"
    assert names.index(LAKE_LOG) < names.index(LAKE_DATA) < names.index("database.dump.000000")
    assert "secrets/backup_key" not in names
    assert "secrets/postgres" not in names


def test_nothing_in_it_can_be_read_without_the_key(saved: Path) -> None:
    assert b"PAR1" not in saved.read_bytes()
    assert saved.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kept", [0.0, 0.001, 0.5, 0.999])
def test_a_backup_that_was_cut_off_changes_nothing(
    teahouse: tuple[Home, str], saved: Path, make_home: Callable[[str], Home], kept: float
) -> None:
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * kept)])
    copy = make_home("copy")

    with pytest.raises(ArchiveFault):
        restored(copy, saved, keys.own(teahouse[0]))

    assert not list(copy.lake.iterdir())
    assert not (copy.path / reading.DRAFT).exists()
    with Cluster(copy.path).running() as cluster:
        database.require_empty(cluster.url)


def test_a_changed_byte_is_noticed(teahouse: tuple[Home, str], saved: Path, make_home: Callable[[str], Home]) -> None:
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 1
    saved.write_bytes(content)

    with pytest.raises(NotABackup, match="is not a backup of Regulars, or it is damaged"):
        restored(make_home("copy"), saved, keys.own(teahouse[0]))


def test_another_key_does_not_open_it(saved: Path, make_home: Callable[[str], Home]) -> None:
    with pytest.raises(WrongKey, match="--key FILE"):
        restored(make_home("copy"), saved, pyrage.x25519.Identity.generate())


def test_what_is_there_is_given_up_only_when_asked(teahouse: tuple[Home, str], saved: Path) -> None:
    home, url = teahouse
    with psycopg.connect(url) as connection:
        connection.execute("insert into people values ('Sol')")
    (home.path / LAKE_DATA).with_name("newer.parquet").write_bytes(b"newer")

    with pytest.raises(NotEmpty, match="add --replace"):
        restored(home, saved, keys.own(home))
    untouched = people(home)
    restored(home, saved, keys.own(home), replace=True)

    assert untouched == ["Sol", "Wu", "李"]
    assert people(home) == ["Wu", "李"]
    assert not (home.path / LAKE_DATA).with_name("newer.parquet").exists()


def test_a_database_in_use_is_left_alone(teahouse: tuple[Home, str], saved: Path) -> None:
    home, url = teahouse

    with psycopg.connect(url), pytest.raises(InUse, match="Stop Regulars first"):
        restored(home, saved, keys.own(home), replace=True)

    assert people(home) == ["Wu", "李"]


def test_a_backup_of_a_newer_version_is_refused(make_home: Callable[[str], Home], tmp_path: Path) -> None:
    def blocks() -> Generator[bytes]:
        head = {"made_by": "99.0", "made_at": "", "server_major": 18, "format": manifests.FORMAT}
        yield from tape.member(manifests.HEAD, json.dumps(head).encode())
        yield tape.end()

    home = make_home("copy")
    with (tmp_path / "newer.age").open("wb") as file:
        tape.write(blocks(), file, keys.own(home).to_public())

    with pytest.raises(NewerVersion, match=r"made by Regulars 99\.0"):
        restored(home, tmp_path / "newer.age", keys.own(home))


def test_a_member_cannot_lead_out_of_the_home(make_home: Callable[[str], Home], tmp_path: Path) -> None:
    def blocks() -> Generator[bytes]:
        head = {"made_by": "0.1.0", "made_at": "", "server_major": 18, "format": manifests.FORMAT}
        yield from tape.member(manifests.HEAD, json.dumps(head).encode())
        yield from tape.member("lake/../../outside", b"x")
        yield tape.end()

    home = make_home("copy")
    with (tmp_path / "evil.age").open("wb") as file:
        tape.write(blocks(), file, keys.own(home).to_public())

    with pytest.raises(NotABackup, match="outside the home"):
        restored(home, tmp_path / "evil.age", keys.own(home))


def test_a_place_that_cannot_be_written_is_one_sentence(teahouse: tuple[Home, str], tmp_path: Path) -> None:
    home, url = teahouse
    (tmp_path / "file").touch()

    with pytest.raises(CannotWrite, match="cannot be written to"):
        writing.write(home, url, tmp_path / "file" / "saved.age", to=keys.own(home).to_public(), at=AT)


def test_a_dump_that_fails_leaves_no_file(teahouse: tuple[Home, str], tmp_path: Path) -> None:
    home, url = teahouse
    with psycopg.connect(url) as connection, psycopg.connect(url) as other:
        connection.execute("create table locked ()")
        connection.commit()
        connection.execute("lock table locked")
        other.execute("alter role current_user set lock_timeout = '1s'")
        other.commit()

        with pytest.raises((CannotDump, psycopg.errors.LockNotAvailable)):
            writing.write(home, url, tmp_path / "saved.age", to=keys.own(home).to_public(), at=AT)
        other.execute("alter role current_user reset lock_timeout")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_leaves_no_half_backup(teahouse: tuple[Home, str], tmp_path: Path) -> None:
    home, url = teahouse
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "small", tmp_path], check=False).returncode:
        pytest.skip("this system does not let us mount a small disk")
    try:
        with pytest.raises(CannotWrite, match="No space left on device"):
            writing.write(home, url, tmp_path / "saved.age", to=keys.own(home).to_public(), at=AT)
        left = list(tmp_path.iterdir())
    finally:
        subprocess.run(["umount", tmp_path], check=True)

    assert left == []


def test_no_key_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoKey, match="--key FILE"):
        keys.read(tmp_path / "missing")
