"""The key pair of an installation's backups."""

from pathlib import Path

import pyrage

from regulars.config.archive.faults import NoKey
from regulars.config.home import Home, write_whole
from regulars.config.locks import exclusive

NAME = "backup_key"


def own(home: Home) -> pyrage.x25519.Identity:
    """The key of this home, made the first time; whoever has it can read the backups."""
    home.prepare()
    path = home.secrets / NAME
    with exclusive(home.run / "secrets.lock"):
        if not path.exists():
            write_whole(path, f"{pyrage.x25519.Identity.generate()}\n")
    return read(path)


def read(path: Path) -> pyrage.x25519.Identity:
    """
    The key in a file; lines of comment, as age-keygen writes them, are passed over.

    :raises NoKey: if there is none.
    """
    try:
        lines = path.read_text(encoding="utf-8").split()
        return next(pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-"))
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError) as error:
        raise NoKey(path=path) from error
