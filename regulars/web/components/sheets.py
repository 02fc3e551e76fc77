"""All style sheets as one file, so that a first page does not wait for forty; made when static files are collected.

While developing, each is linked for itself.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage

from regulars.web.components.ui import STYLES

FOLDER = Path(__file__).resolve().parent.parent / "static" / "css"
TOGETHER = "ui/css/all.css"


class SheetFinder(BaseFinder):
    """Finds the one file, which lies on no disk before it is collected."""

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """The sheets in the order of their layers."""
        storage = InMemoryStorage()
        sheets = "\n".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
        storage.save(TOGETHER, ContentFile(sheets.encode()))
        yield TOGETHER, storage

    def find(self, path: str, find_all: bool = False, **ignored: Any) -> Any:
        return []
