"""Which files of a home belong into an archive, and their way there and back."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from regulars.config.archive import keys, tape
from regulars.config.archive.faults import LakeChanged, NotABackup
from regulars.config.archive.manifest import Manifest
from regulars.config.home import Home

FOLDERS = ("lake", "imports", "uploads", "secrets")
# These belong to the cluster of one home, or would lie in the box that they open.
OWN_SECRETS = {"postgres", "postgres_admin", keys.NAME}
DELTA_LOG = "_delta_log"
LAST_CHECKPOINT = "_last_checkpoint"


def listed(home: Home) -> dict[str, bytes | None]:
    """
    Names of all files, relative to the home; with their content where they change in place.

    The logs of the lake's tables are listed before its data: so each file that a listed log entry speaks of
    is listed too. A pointer to the newest checkpoint is read before even that.
    """
    pointers = {
        _name(home, path): path.read_bytes() for path in sorted(home.lake.rglob(f"{DELTA_LOG}/{LAST_CHECKPOINT}"))
    }
    logs = [path for path in sorted(home.lake.rglob(f"{DELTA_LOG}/*")) if path.is_file()]
    rest = [
        path
        for folder in FOLDERS
        for path in sorted((home.path / folder).rglob("*"))
        if path.is_file() and path.parent.name != DELTA_LOG and not _is_own(home, path)
    ]
    names: dict[str, bytes | None] = dict.fromkeys(_name(home, path) for path in [*logs, *rest])
    return names | pointers


def members(home: Home, names: dict[str, bytes | None], manifest: Manifest) -> Iterator[bytes]:
    """
    The files as members of a tar.

    :raises LakeChanged: if one has gone since it was listed.
    """
    for name, content in names.items():
        if content is None:
            try:
                file = (home.path / name).open("rb")
            except FileNotFoundError as error:
                raise LakeChanged(name=name) from error
            with file:
                length = file.seek(0, 2)
                file.seek(0)
                yield from tape.member_of(name, length, _read(file, name, length, manifest))
        else:
            manifest.add(name, tape.digest(content), len(content))
            yield from tape.member(name, content)


def put(target: Path, name: str, content: IO[bytes]) -> tuple[str, int]:
    """
    Write a member below a folder and tell its digest and length.

    :raises NotABackup: if its name leads out of the folder.
    """
    parts = Path(name).parts
    if parts[0] not in FOLDERS or ".." in parts:
        raise NotABackup(path=name, reason="it names a file outside the home")
    path = target / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    total, length = hashlib.sha256(), 0
    with path.open("xb") as file:
        path.chmod(0o600)
        while block := content.read(tape.BLOCK):
            total.update(block)
            length += file.write(block)
    return total.hexdigest(), length


def _read(file: IO[bytes], name: str, length: int, manifest: Manifest) -> Iterator[bytes]:
    """Exactly the length that was announced, whatever the file does meanwhile."""
    total, remaining = hashlib.sha256(), length
    while remaining:
        block = file.read(min(tape.BLOCK, remaining))
        if not block:
            raise LakeChanged(name=name)
        total.update(block)
        remaining -= len(block)
        yield block
    manifest.add(name, total.hexdigest(), length)


def _is_own(home: Home, path: Path) -> bool:
    return path.parent == home.secrets and (path.name in OWN_SECRETS or path.name.startswith("."))


def _name(home: Home, path: Path) -> str:
    return path.relative_to(home.path).as_posix()
