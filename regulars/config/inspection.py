"""Look an installation over and say what is wrong with it."""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core import checks
from django.db import connection

from regulars.config import schema
from regulars.config.archive import keep
from regulars.config.home import Home

OLDEST_SERVER = 16
LEAST_ROOM = 2 * 1024**3
OLDEST_BACKUP_DAYS = 2


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    is_fine: bool
    told: str


def inspect(home: Home, today: date) -> Iterator[Finding]:
    """Everything worth knowing before one relies on an installation; changes nothing."""
    yield _settings()
    yield _server()
    yield _tables()
    yield _secrets(home)
    yield _room(home)
    yield _backups(home, today)


def _settings() -> Finding:
    serious = [message for message in checks.run_checks() if message.is_serious()]
    return Finding("settings", not serious, "; ".join(str(message.msg) for message in serious) or "in order")


def _server() -> Finding:
    version = connection.cursor().connection.info.server_version
    return Finding("database", version >= OLDEST_SERVER * 10_000, f"PostgreSQL {version // 10_000}.{version % 10_000}")


def _tables() -> Finding:
    is_behind = schema.is_behind()
    return Finding("tables", not is_behind, "of an older version" if is_behind else "of this version")


def _secrets(home: Home) -> Finding:
    """Whoever reads them reads everything."""
    open_ones = [path.name for path in home.secrets.iterdir() if stat.S_IMODE(path.stat().st_mode) & 0o077]
    told = f"readable by others: {', '.join(sorted(open_ones))}" if open_ones else "readable by us alone"
    return Finding("secrets", not open_ones, told)


def _room(home: Home) -> Finding:
    free = shutil.disk_usage(home.path).free
    return Finding("room", free >= LEAST_ROOM, f"{free / 1024**3:.1f} GB free on the disk of {home.path}")


def _backups(home: Home, today: date) -> Finding:
    moments: list[datetime] = [made_at for path in home.backups.iterdir() if (made_at := keep.moment(path)) is not None]
    if not moments:
        return Finding("backups", False, "there is none yet; “regulars backup” makes one")
    newest = max(moments).date()
    return Finding("backups", (today - newest).days <= OLDEST_BACKUP_DAYS, f"the newest is of {newest}")
