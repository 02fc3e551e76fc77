"""JSON Lines: one object a line; what is nested gets dotted headings, and numbers keep every digit."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from regulars.collect.reading import encoding, headings
from regulars.collect.reading.container import opened
from regulars.collect.reading.refusals import BadRow, HeadingsOnly
from regulars.collect.reading.sheet import Block, Cells, batched

DEEPEST = 6


class JsonLines:
    """Objects whose keys, all of them gathered in a first pass, are the headings."""

    is_typed = True

    def __init__(self, path: Path, kind: str, *, wanted_encoding: str | None = None) -> None:
        self.path = path
        self.encoding = encoding.settled(path, wanted_encoding)
        keys: dict[str, None] = {}
        for _, row in self._rows():
            keys.update(dict.fromkeys(row))
            headings.checked(list(keys), path.name)
        if not keys:
            raise HeadingsOnly(file=path.name)
        self.headings = list(keys)

    def blocks(self) -> Iterator[Block]:
        """The objects, each as one row."""
        yield from batched(self._cells(), width=len(self.headings))

    def _cells(self) -> Iterator[tuple[int, Cells]]:
        for line, row in self._rows():
            yield line, [row.get(name) for name in self.headings]

    def _rows(self) -> Iterator[tuple[int, dict[str, str | None]]]:
        decode = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str).decode
        with opened(self.path) as raw, io.TextIOWrapper(raw, encoding=self.encoding) as text:
            for line, source in enumerate(text, 1):
                if not source.strip():
                    continue
                try:
                    value = decode(source)
                except (ValueError, RecursionError) as error:
                    raise BadRow(file=self.path.name, line=line, detail="it is not JSON") from error
                if not isinstance(value, dict):
                    raise BadRow(file=self.path.name, line=line, detail="it is not a JSON object")
                yield line, dict(_flat(value, "", 0))


def _flat(value: dict[str, Any], before: str, depth: int) -> Iterator[tuple[str, str | None]]:
    for name, inner in value.items():
        if isinstance(inner, dict) and depth < DEEPEST:
            yield from _flat(inner, f"{before}{name}.", depth + 1)
        else:
            yield before + name, _text(inner)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
