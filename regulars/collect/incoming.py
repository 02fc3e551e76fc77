"""The one folder of this computer from which an owner may import without uploading."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.collect.reading.refusals import NoSuchFile

MOST = 200


class OutsideFolder(Refusal):
    message = gettext_lazy("Only files below %(folder)s can be imported by their path.")
    status = 422


def folder() -> Path:
    return Path(settings.INCOMING)


def names() -> list[str]:
    """What lies there, as paths below the folder, in their order; no more than can be chosen from."""
    return sorted(_files())[:MOST]


def _files() -> Iterator[str]:
    top = folder()
    if not top.is_dir():
        return
    for path in top.rglob("*"):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(top).parts):
            yield str(path.relative_to(top))


def chosen(path: str) -> Path:
    """
    The file that a path means, absolute or below the folder; links that lead out of it are not followed.

    :raises OutsideFolder: if it lies elsewhere.
    :raises NoSuchFile: if it does not exist.
    """
    top = folder().resolve()
    found = (top / path.strip()).resolve()
    if "\0" in path or not found.is_relative_to(top):
        raise OutsideFolder(folder=folder())
    if not found.is_file():
        raise NoSuchFile(file=found.name)
    return found
