"""What an archive says of itself."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

FORMAT = 1
HEAD = "head.json"
MANIFEST = "manifest.json"
DATABASE = "database.dump"


@dataclass(frozen=True)
class Head:
    """Stands first, so that a file that cannot be restored is refused before anything is read."""

    made_by: str
    made_at: str
    server_major: int
    format: int = FORMAT


@dataclass
class Manifest:
    """Stands last: an archive without it was cut off."""

    rows: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def add(self, name: str, digest: str, length: int) -> None:
        self.digests[name] = digest
        self.size += length

    def to_json(self) -> bytes:
        return as_json(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        return cls(**json.loads(text))


def as_json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
