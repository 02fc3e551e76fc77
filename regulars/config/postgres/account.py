"""The system user PostgreSQL runs as: ourselves, or as root a service user, since PostgreSQL refuses root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from regulars.config.postgres.faults import NoServiceUser

OWN_NAME = "regulars"
EXISTING_NAMES = (OWN_NAME, "postgres", "_postgres")
LAST_RESORT = "nobody"


@dataclass(frozen=True)
class Account:
    """A system user, and whether we must change to it."""

    name: str
    uid: int
    gid: int

    @property
    def is_ourselves(self) -> bool:
        return self.uid == os.geteuid()

    def run(self, command: list[str | Path], *, timeout: float | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command as this user, in an environment of its own; output of both streams is in `stdout`."""
        return subprocess.run(
            [str(word) for word in command],
            user=None if self.is_ourselves else self.uid,
            group=None if self.is_ourselves else self.gid,
            extra_groups=None if self.is_ourselves else [],
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
        )

    def can_enter(self, folder: Path) -> bool:
        """Ask the system instead of reckoning with mode bits, which know nothing of access lists."""
        return self.run(["/bin/sh", "-c", 'cd -- "$0"', folder]).returncode == 0

    def can_execute(self, program: Path) -> bool:
        try:
            return self.run([program, "--version"]).returncode == 0
        except OSError:
            return False

    def give(self, path: Path) -> None:
        """Make this user the owner of a file or folder that we have just created."""
        if not self.is_ourselves:
            os.chown(path, self.uid, self.gid)


def ourselves() -> Account:
    uid = os.geteuid()
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:  # a container that runs under a bare number
        name = str(uid)
    return Account(name, uid, os.getegid())


def owner(path: Path) -> Account:
    """The user whom a file belongs to."""
    status = path.stat()
    try:
        name = pwd.getpwuid(status.st_uid).pw_name
    except KeyError:
        name = str(status.st_uid)
    return Account(name, status.st_uid, status.st_gid)


def service() -> Account:
    """
    The user that root's PostgreSQL runs as; made where the system has none for the purpose.

    :raises NoServiceUser: where root may not become anybody else, as in some containers.
    """
    account = _existing(EXISTING_NAMES) or _created() or _existing((LAST_RESORT,))
    if account is None:
        raise NoServiceUser(name=OWN_NAME, reason="it does not exist and cannot be created")
    try:
        account.run(["/bin/sh", "-c", ":"])
    except (OSError, subprocess.SubprocessError) as error:
        raise NoServiceUser(name=account.name, reason=str(error)) from error
    return account


def _existing(names: tuple[str, ...]) -> Account | None:
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    return None


def _created() -> Account | None:
    useradd = shutil.which("useradd", path=os.defpath + ":/usr/sbin:/sbin")
    if useradd is None:
        return None
    subprocess.run(
        [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", OWN_NAME],
        capture_output=True,
        check=False,
    )
    return _existing((OWN_NAME,))
