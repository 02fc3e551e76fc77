"""Where handed-in files are kept until they are imported: under a name of our own, in the folder of imports."""

import os
import shutil
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings

from regulars.base.kit import ids, text

ENDINGS = (".gz", ".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".ndjson", ".parquet")


def keep(source: IO[bytes], name: str) -> Path:
    """Copy a file into the folder; only its known endings are of the sender's choosing."""
    path = place(name)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def place(name: str) -> Path:
    """Where a file of that name is kept."""
    folder = Path(settings.HOME) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    endings = [ending for ending in PurePosixPath(name.lower()).suffixes if ending in ENDINGS]
    return folder / f"{ids.public('upl')}{''.join(endings[-2:])}"


def safe_name(name: str) -> str:
    """The last part of a path, as one line of storable text."""
    return text.squeeze(name.replace("\\", "/").rsplit("/", 1)[-1].replace("\x00", ""))[:255]
