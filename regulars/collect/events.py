"""What happens to a file on its way in."""

from dataclasses import dataclass
from typing import ClassVar

from regulars.base.events.event import Event


@dataclass(frozen=True, kw_only=True)
class CheckRequested(Event):
    """Somebody wants to know what importing a file would do; the worker reads it and keeps nothing of its rows."""

    name: ClassVar[str] = "import.check_requested"
    draft_id: int
    attempt: int


@dataclass(frozen=True, kw_only=True)
class ImportRequested(Event):
    """Somebody handed in a file on a page or over the API; the worker takes it from here."""

    name: ClassVar[str] = "import.requested"
    import_id: int


@dataclass(frozen=True, kw_only=True)
class ImportUndoRequested(Event):
    """Somebody asked on a page or over the API to take an import back; the worker takes it from here."""

    name: ClassVar[str] = "import.undo_requested"
    import_id: int


@dataclass(frozen=True, kw_only=True)
class ImportFinished(Event):
    """The rows of a file are merged; `changed` says whether the store knows anything new by it."""

    name: ClassVar[str] = "import.finished"
    import_id: int
    kind: str
    changed: bool


@dataclass(frozen=True, kw_only=True)
class ImportUndone(Event):
    """The rows that only this file had brought are gone again."""

    name: ClassVar[str] = "import.undone"
    import_id: int
    kind: str
