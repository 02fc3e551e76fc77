"""Where rows lie between PostgreSQL and the lake; not `/tmp`, which is often small and in memory."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

LEFT_BEHIND = timedelta(days=2)


def place() -> Path:
    return Path(settings.HOME) / "spool"


@contextmanager
def folder() -> Iterator[Path]:
    """A folder of one's own, gone at the end of the block."""
    place().mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place()) as path:
        yield Path(path)


def sweep(*, at: datetime) -> int:
    """Remove the folders of processes that were killed two days ago or earlier; how many they were."""
    old = [path for path in place().glob("*") if path.stat().st_mtime < (at - LEFT_BEHIND).timestamp()]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)
