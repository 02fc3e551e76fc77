"""Say in one sentence that a disk is full, whoever has found it out: Python, PostgreSQL, DuckDB or Delta."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
SQLSTATE = "53100"
WORDS = ("No space left on device", "os error 28", "Disk quota exceeded", "os error 122")
"""How libraries that are not written in Python pass it on."""


class NoRoomLeft(Refusal):
    message = gettext_lazy(
        "There is no room left on the disk at %(place)s. Nothing is lost: make some room, and it goes on from there."
    )
    status = 507


def is_full(error: BaseException | None) -> bool:
    """Whether a full disk is what is behind an error."""
    if error is None:
        return False
    if getattr(error, "errno", None) in NO_ROOM or getattr(error, "sqlstate", None) == SQLSTATE:
        return True
    return any(words in str(error) for words in WORDS) or is_full(error.__cause__)


@contextmanager
def watched(*places: str | Path) -> Iterator[None]:
    """
    Do what writes to these places, folders or names of what is no folder of ours.

    :raises NoRoomLeft: if a disk is full, with the place where least is left.
    """
    try:
        yield
    except Exception as error:
        if is_full(error):
            raise NoRoomLeft(place=min(places, key=room)) from error
        raise


def room(place: str | Path) -> int:
    """The free bytes of a folder's disk; what is no folder is taken at its word."""
    path = Path(place)
    return shutil.disk_usage(path).free if path.is_dir() else 0
