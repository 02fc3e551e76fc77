"""Create the data of a new cluster, and the role and the database the product uses in it."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from regulars.config.home import Home
from regulars.config.postgres.faults import DiskFull, ForeignData, NotCreated, NotReached, OtherVersion
from regulars.config.postgres.place import Place

if TYPE_CHECKING:
    import psycopg

NAME = "regulars"
ADMIN = "postgres"
NO_SPACE = "No space left on device"
# The builtin provider sorts alike on every system; PostgreSQL 16 has only that of the C library.
LOCALES = {
    16: (["--locale=C.UTF-8"], ["--no-locale"]),
    18: (["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],),
}


def ensure_data(home: Home, place: Place) -> None:
    """
    Create the data if there are none.

    They are made beside their place and moved there whole, so that a start that is killed leaves nothing half
    made.

    :raises ForeignData, OtherVersion: if something else lies there.
    """
    version = place.data / "PG_VERSION"
    if version.exists():
        found = version.read_text().strip()
        if found != str(place.binaries.major):
            raise OtherVersion(folder=place.data, found=found, major=place.binaries.major)
    elif any(place.data.iterdir()):
        raise ForeignData(folder=place.data)
    else:
        draft = place.base / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        _create(home, place, draft)
        draft.rename(place.data)


def address(home: Home, socket: Path, *, user: str = NAME, database: str = NAME) -> str:
    """A `postgresql://` address over the socket; the product's own role is no superuser."""
    password = home.secret("postgres" if user == NAME else "postgres_admin")
    login = f"{quote(user)}:{quote(password, safe='')}"
    return f"postgresql://{login}@/{quote(database)}?host={quote(str(socket), safe='')}"


def ensure_database(home: Home, socket: Path) -> None:
    """
    Create the role and the database where a first start did not come so far.

    :raises NotReached: if the server dies again meanwhile.
    """
    import psycopg

    try:
        with psycopg.connect(address(home, socket, user=ADMIN, database="postgres"), autocommit=True) as connection:
            _create_missing(connection, password=home.secret("postgres"))
    except psycopg.OperationalError as error:
        raise NotReached(reason=str(error).strip().rpartition("FATAL:  ")[2]) from error


def _create_missing(connection: "psycopg.Connection", *, password: str) -> None:
    from psycopg import sql

    if not connection.execute("select 1 from pg_roles where rolname = %s", [NAME]).fetchone():
        name = sql.Identifier(NAME)
        connection.execute(sql.SQL("create role {} login createdb password {}").format(name, sql.Literal(password)))
        connection.execute(sql.SQL("grant pg_monitor to {}").format(name))
    if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
        connection.execute(sql.SQL("create database {0} owner {0} template template0").format(sql.Identifier(NAME)))


def _create(home: Home, place: Place, draft: Path) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".password-", dir=place.base)
    try:
        os.write(descriptor, home.secret("postgres_admin").encode() + b"\n")
        os.close(descriptor)
        place.account.give(Path(name))
        draft.mkdir(mode=0o700)
        place.account.give(draft)
        _run_initdb(place, draft, Path(name))
    finally:
        Path(name).unlink()


def _run_initdb(place: Place, draft: Path, password: Path) -> None:
    command: list[str | Path] = [
        place.binaries.program("initdb"),
        f"--pgdata={draft}",
        f"--username={ADMIN}",
        f"--pwfile={password}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        "--no-instructions",
    ]
    for locale in LOCALES[place.binaries.major]:
        result = place.account.run([*command, *locale])
        if result.returncode == 0 or "invalid locale name" not in result.stdout:
            break
    if result.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        if NO_SPACE in result.stdout:
            raise DiskFull(folder=place.base)
        complaints = [line for line in result.stdout.splitlines() if "error" in line or "FATAL" in line]
        raise NotCreated(
            folder=place.base, reason=(complaints or result.stdout.splitlines() or ["no reason given"])[-1]
        )
