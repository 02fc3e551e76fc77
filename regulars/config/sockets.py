"""Folders for Unix sockets, whose addresses may be no longer than about a hundred bytes."""

import os
import socket
import stat
import tempfile
from pathlib import Path

from regulars.base.kit.refusal import Refusal
from regulars.config.home import Home, write_whole
from regulars.config.locks import exclusive

# 107 bytes on Linux and 103 on macOS.
LONGEST = 103
PAGES = "pages.sock"
PARENTS = (Path("/tmp"), Path(tempfile.gettempdir()))


class NoPlaceForSocket(Refusal):
    message = "No folder for a socket can be made (tried %(tried)s): %(reason)s."


def settle(name: str, *, near: Path, known: Path | None, uid: int, gid: int) -> Path:
    """
    A folder that one user alone may enter, for a socket of that name.

    :param near: where it should be, if the name is not too long there.
    :param known: where it was before.
    :raises NoPlaceForSocket: if the system gives none.
    """
    if known is not None and _is_closed(known, uid) and _fits(known / name):
        return known
    if _fits(near / name) and _takes_sockets(near.parent):
        near.mkdir(mode=0o700, exist_ok=True)
        os.chown(near, uid, gid)
        return near
    reason = ""
    for parent in PARENTS:
        try:
            folder = Path(tempfile.mkdtemp(prefix="regulars-", dir=parent))
            os.chown(folder, uid, gid)
        except OSError as error:
            reason = error.strerror or str(error)
        else:
            return folder
    raise NoPlaceForSocket(tried=", ".join(map(str, PARENTS)), reason=reason)


def for_pages(home: Home) -> Path:
    """The socket between edge and the pages of a home, the same for all who ask."""
    home.prepare()
    note = home.run / "pages.place"
    with exclusive(home.run / "pages.lock"):
        known = Path(note.read_text(encoding="utf-8")) if note.exists() else None
        folder = settle(PAGES, near=home.run / "socket", known=known, uid=os.geteuid(), gid=os.getegid())
        if folder != known:
            write_whole(note, str(folder))
    return folder / PAGES


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= LONGEST


def _is_closed(folder: Path, uid: int) -> bool:
    """Folders for temporary files are shared, so what is found again there must still be ours alone."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == uid and stat.S_IMODE(status.st_mode) == 0o700


def _takes_sockets(folder: Path) -> bool:
    """Folders shared into a virtual machine or from Windows hold files, but no sockets."""
    trial = folder / f".try-{os.getpid()}"
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.bind(str(trial))
    except OSError:
        return False
    trial.unlink()
    return True
