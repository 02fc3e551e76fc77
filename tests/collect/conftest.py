"""What the tests of reading share: terms, and one call that reads a file whole."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regulars.collect.kinds import Kind
from regulars.collect.reading.plan import Answers, Terms
from regulars.collect.reading.reader import reading
from regulars.collect.reading.spool import Rejected
from regulars.collect.reading.totals import Totals

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass
class Read:
    """Everything that reading one file has given."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    understood: dict[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.rows]


type ReadAll = Callable[..., Read]


@pytest.fixture
def read(tmp_path: Path) -> ReadAll:
    """Read a text, bytes or path as orders of a shop in London, unless told otherwise."""

    def reader(
        content: str | bytes | Path, kind: Kind = Kind.ORDERS, *, zone: str = "Europe/London", packed: bool = False,
        answers: Answers | None = None, preset: str | None = None, columns: dict[str, str] | None = None,
        file_name: str = "",
    ) -> Read:  # fmt: skip
        path = content if isinstance(content, Path) else tmp_path / "orders.csv"
        if not isinstance(content, Path):
            raw = content.encode() if isinstance(content, str) else content
            path.write_bytes(gzip.compress(raw) if packed else raw)
        terms = Terms(kind, zone, "GBP", NOW, preset, columns or {}, answers or Answers(), file_name)
        result = Read()
        with reading(path, terms, work=tmp_path) as found:
            for part in found.parts():
                result.rows += part.accepted.to_pylist()
                result.rejected += part.rejected
            result.totals, result.understood = found.totals, found.understood()
        return result

    return reader


def amount(text: str) -> Decimal:
    return Decimal(text)
