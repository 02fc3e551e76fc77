"""Restore an archive into a home and its database: all of it, checked, or nothing."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyrage

from regulars import __version__
from regulars.config.archive import database, dump, files, tape
from regulars.config.archive.faults import NewerVersion, NotABackup, NotEmpty
from regulars.config.archive.manifest import DATABASE, FORMAT, HEAD, MANIFEST, Head, Manifest
from regulars.config.home import Home

DRAFT = "restoring"
REPLACED = "replaced"


def restore(home: Home, url: str, source: Path, *, key: pyrage.x25519.Identity, replace: bool) -> Manifest:
    """
    Bring back what an archive holds.

    Everything is written beside what is there and checked against the manifest; only then it takes its place.

    :raises ArchiveFault: if anything is missing or wrong; then nothing has changed.
    """
    if not source.is_file():
        raise NotABackup(path=source, reason="there is no such file")
    if not replace:
        require_empty(home)
        database.require_empty(url)
    database.require_unused(url)
    with folder(home) as beside, database.draft(url) as draft_url:
        expected = _read(source, key, beside, draft_url)
        database.check_counts(draft_url, expected.rows)
        database.put_in_place(url)
        put_in_place(home, beside)
    return expected


def require_empty(home: Home) -> None:
    """
    Refuse to go on over files; secrets may be there, since any start makes some.

    :raises NotEmpty: if a folder holds any file.
    """
    for name in files.FOLDERS:
        if name != "secrets" and any(path.is_file() for path in (home.path / name).rglob("*")):
            raise NotEmpty(place=home.path / name)


@contextmanager
def folder(home: Home) -> Iterator[Path]:
    """A folder inside the home for what is being read; it is removed at the end."""
    beside = home.path / DRAFT
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700)
    try:
        yield beside
    finally:
        shutil.rmtree(beside)


def put_in_place(home: Home, beside: Path) -> None:
    """Each folder is exchanged as a whole; of the secrets only those in the archive are."""
    away = beside / REPLACED
    away.mkdir()
    for name in files.FOLDERS:
        if name == "secrets":
            for path in (beside / name).glob("*"):
                path.replace(home.secrets / path.name)
        elif (beside / name).exists() or (home.path / name).exists():
            (beside / name).mkdir(mode=0o700, exist_ok=True)
            if (home.path / name).exists():
                (home.path / name).rename(away / name)
            (beside / name).rename(home.path / name)


def _read(source: Path, key: pyrage.x25519.Identity, beside: Path, url: str) -> Manifest:
    with tape.opened(source, key) as tar:
        head = _head(source, tar.next(), tar)
        with closing(dump.Restoring(url, head.server_major)) as restoring:
            found = Manifest()
            expected = _members(tar, beside, restoring, found)
            restoring.finish()
    if expected is None:
        raise NotABackup(path=source, reason="it was cut off")
    if expected.digests != found.digests:
        wrong = sorted(expected.digests.items() ^ found.digests.items())[0][0]
        raise NotABackup(path=source, reason=f"“{wrong}” is missing or damaged")
    return expected


def _head(source: Path, first: tarfile.TarInfo | None, tar: tarfile.TarFile) -> Head:
    content = tar.extractfile(first) if first is not None and first.name == HEAD else None
    if content is None:
        raise NotABackup(path=source, reason="it does not begin as one")
    told = json.loads(content.read())
    if told["format"] > FORMAT or _numbers(told["made_by"]) > _numbers(__version__):
        raise NewerVersion(made_by=told["made_by"], ours=__version__)
    return Head(**told)


def _members(tar: tarfile.TarFile, beside: Path, restoring: dump.Restoring, found: Manifest) -> Manifest | None:
    """Put each member where it belongs, and note what it was; the archive's own manifest is given back."""
    expected = None
    for entry in tar:
        content = tar.extractfile(entry)
        if content is None or entry.name == HEAD:
            continue
        if entry.name == MANIFEST:
            expected = Manifest.from_json(content.read())
        elif entry.name.startswith(f"{DATABASE}."):
            part = content.read()
            restoring.feed(part)
            found.add(entry.name, tape.digest(part), len(part))
        else:
            found.add(entry.name, *files.put(beside, entry.name, content))
    return expected


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(word) for word in version.split(".") if word.isdigit())
