"""Write an archive of a running installation."""

import os
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pyrage

from regulars import __version__
from regulars.config.archive import dump, files, tape
from regulars.config.archive.faults import CannotWrite
from regulars.config.archive.manifest import DATABASE, HEAD, MANIFEST, Head, Manifest, as_json
from regulars.config.home import Home


def write(home: Home, url: str, target: Path, *, to: pyrage.x25519.Recipient, at: datetime) -> Manifest:
    """
    Write the whole installation into one encrypted file.

    The file appears under its name only when it is complete and safely on disk.

    :raises ArchiveFault: if that fails; then no file is left.
    """
    draft = target.with_name(f".{target.name}.writing")
    try:
        manifest = Manifest()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with draft.open("wb") as file:
            draft.chmod(0o600)
            tape.write(members(home, url, manifest, at=at), file, to)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise CannotWrite(path=target, reason=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return manifest


def members(home: Home, url: str, manifest: Manifest, *, at: datetime) -> Generator[bytes]:
    """
    The tar, block by block; the manifest is filled on the way.

    The list of files is taken before the database's snapshot, so that the lake is not ahead of it.
    """
    names = files.listed(home)
    with dump.snapshot(url) as (connection, snapshot_name):
        major = dump.server_major(connection)
        head = Head(made_by=__version__, made_at=at.isoformat(), server_major=major)
        yield from tape.member(HEAD, as_json(asdict(head)))
        yield from files.members(home, names, manifest)
        manifest.rows = dump.row_counts(connection)
        yield from dumped(dump.blocks(url, snapshot_name, major), manifest)
        yield from tape.member(MANIFEST, manifest.to_json())
    yield tape.end()


def dumped(blocks: Iterator[bytes], manifest: Manifest) -> Iterator[bytes]:
    for number, part in enumerate(tape.parts(blocks)):
        name = f"{DATABASE}.{number:06}"
        manifest.add(name, tape.digest(part), len(part))
        yield from tape.member(name, part)
