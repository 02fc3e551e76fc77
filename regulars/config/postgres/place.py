"""Decide where the data, the programs and the socket of one home lie, and write it down in the home.

Usually all is inside the home. As root, PostgreSQL runs as a service user: where that user cannot reach the
home or the programs, they go to an area of the system that it can reach. Rights of existing folders are never
changed.
"""

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from regulars.config import sockets
from regulars.config.home import Home, write_whole
from regulars.config.postgres import account as accounts
from regulars.config.postgres import binaries as programs
from regulars.config.postgres.account import Account
from regulars.config.postgres.binaries import Binaries
from regulars.config.postgres.faults import NoPlaceForData, WrongOwner
from regulars.config.postgres.postmaster import SOCKET_NAME

POINTER = "place.json"
AREAS = (Path("/var/lib/regulars"), Path("/usr/local/var/regulars"), Path("/var/tmp/regulars"))


@dataclass(frozen=True)
class Place:
    """`base` holds the data folder and, where its name is short enough, the socket."""

    base: Path
    socket: Path
    binaries: Binaries
    account: Account
    notice: str | None

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "log"


def settle(home: Home, major: int) -> Place:
    """Find the place of a home's cluster, or choose it the first time; the caller holds the start lock."""
    home.prepare()
    home.postgres.mkdir(mode=0o711, exist_ok=True)
    known = _known(home)
    base = Path(known["base"]) if "base" in known else home.postgres
    account = _account(base / "data")
    area = home.postgres if account.is_ourselves else _area(home, account)
    if "base" not in known and not account.can_enter(home.postgres):
        base = _outside(home, account, area)
    binaries = programs.reachable(programs.installed(major), account, area)
    _own_folder(base / "data", account)
    _own_folder(base / "log", account)
    socket = sockets.settle(
        SOCKET_NAME,
        near=base / "socket",
        known=Path(known["socket"]) if "socket" in known else None,
        uid=account.uid,
        gid=account.gid,
    )
    place = Place(base, socket, binaries, account, _notice(home, base, account))
    _remember(home, place, known)
    return place


def _known(home: Home) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads((home.postgres / POINTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return known


def _remember(home: Home, place: Place, known: dict[str, str]) -> None:
    """Inside the home no base is written, so that a home can be moved."""
    now = {"socket": str(place.socket)}
    if place.base != home.postgres:
        now["base"] = str(place.base)
    if now != known:
        write_whole(home.postgres / POINTER, json.dumps(now, indent=2) + "\n")


def _account(data: Path) -> Account:
    """
    Whom the data belong to decides; new data belong to us, or to the service user if we are root.

    :raises WrongOwner: if they belong to somebody whom we cannot become.
    """
    ourselves = accounts.ourselves()
    owner = accounts.owner(data) if data.exists() else None
    if ourselves.uid != 0:
        if owner is not None and owner.uid != ourselves.uid:
            raise WrongOwner(folder=data, owner=owner.name)
        return ourselves
    if owner is not None and owner.uid != 0:
        return owner
    return accounts.service()


def _area(home: Home, account: Account) -> Path:
    """
    The first folder of the system that root alone writes and the service user can pass.

    :raises NoPlaceForData: if there is none.
    """
    for area in AREAS:
        try:
            area.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        status = area.lstat()
        is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == 0 and not status.st_mode & 0o022
        if is_ours and account.can_enter(area):
            return area
    raise NoPlaceForData(name=account.name, home=home.path, tried=", ".join(map(str, AREAS)))


def _outside(home: Home, account: Account, area: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(home.path)).hexdigest()[:12]
    base = area / f"{home.path.name.lstrip('.')[:40] or 'home'}-{digest}"
    base.mkdir(mode=0o711, exist_ok=True)
    if not account.can_enter(base):
        raise NoPlaceForData(name=account.name, home=home.path, tried=base)
    return base


def _own_folder(folder: Path, account: Account) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700)
        account.give(folder)


def _notice(home: Home, base: Path, account: Account) -> str | None:
    if base == home.postgres:
        return None
    return f"PostgreSQL runs as “{account.name}”, who cannot enter {home.path}; its data are in {base}."
