"""Files that are dropped into a source's folder become imports, each once; what they are is told by the folder.

A file is moved aside before it is handed in, so that whoever drops files may use its name again. One that lies there
and was not handed in, because something stopped us, is handed in the next time.
"""

import logging
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from regulars.base.kit.refusal import Refusal
from regulars.collect import requests
from regulars.collect.kinds import Kind, SourceKind
from regulars.collect.models import Import, Source
from regulars.collect.sources import addresses

logger = logging.getLogger(__name__)

TAKEN, REFUSED = "taken", "refused"
STILL_FOR = timedelta(seconds=30)
"""A file that was written to a moment ago may not be whole."""
MOST_AT_ONCE = 50


def take_all(*, at: datetime) -> int:
    """Hand in what lies in the folders of all open sources, and say how many files there were."""
    sources = Source.objects.open().filter(kind=SourceKind.FOLDER).select_related("store__circle").order_by("id")
    return sum(take(source, at=at) for source in sources)


def prepare(source: Source) -> Path:
    """Make the folders of a source, one for each kind of file."""
    top = addresses.folder(source)
    for kind in Kind.values:
        (top / kind).mkdir(parents=True, exist_ok=True)
    return top


def take(source: Source, *, at: datetime) -> int:
    """Hand in what lies in the folder of one source."""
    top = prepare(source)
    taken = 0
    for kind in Kind:
        aside = top / kind.value / TAKEN
        for path in dropped(top / kind.value, at=at):
            aside.mkdir(exist_ok=True)
            path.replace(aside / f"{at:%Y%m%dT%H%M%S}-{path.name}")
        for path in waiting(aside):
            taken += hand_in(source, kind, path, at=at)
    return taken


def dropped(folder: Path, *, at: datetime) -> list[Path]:
    """Files that have been still for a while; links and hidden ones are not looked at."""
    latest = (at - STILL_FOR).timestamp()
    found = (path for path in folder.iterdir() if not path.name.startswith(".") and not path.is_symlink())
    return sorted(path for path in found if path.is_file() and path.stat().st_mtime <= latest)[:MOST_AT_ONCE]


def waiting(aside: Path) -> list[Path]:
    """What was moved aside and is no import yet."""
    paths = sorted(path for path in aside.iterdir() if path.is_file()) if aside.is_dir() else []
    known = set(Import.objects.filter(path__in=[str(path.resolve()) for path in paths]).values_list("path", flat=True))
    return [path for path in paths if str(path.resolve()) not in known]


def hand_in(source: Source, kind: Kind, path: Path, *, at: datetime) -> bool:
    """Hand one file in; one that cannot be an import is moved aside for good, and logged."""
    name = path.name.partition("-")[2] or path.name
    try:
        requests.hand_in(path, source.store, kind, actor=f"source:{source.public_id}", at=at, file_name=name)
    except Refusal as refusal:
        logger.warning("A file of source %s is not taken: %s", source.public_id, refusal)
        refused = path.parent.parent / REFUSED
        refused.mkdir(exist_ok=True)
        shutil.move(path, refused / path.name)
        return False
    return True
