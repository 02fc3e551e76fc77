"""Mapping files: which column means what, and what else is to be known about a file, in JSON or TOML."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regulars.collect.kinds import Kind
from regulars.collect.reading.columns import SYNONYMS
from regulars.collect.reading.plan import CUSTOM, Answers
from regulars.collect.reading.refusals import BadMapping, NoSuchFile

LARGEST = 1 << 20
ANSWERS = ("dates", "decimal", "encoding")


@dataclass(frozen=True, slots=True)
class MappingFile:
    """What a mapping file says: role to heading, answers, and a preset."""

    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)
    preset: str | None = None


def read(path: Path, kind: Kind) -> MappingFile:
    """
    The mapping in a file such as `{"columns": {"order_number": "Nr."}, "dates": "dmy"}`.

    :raises BadMapping: if it is neither JSON nor TOML, or names something that does not exist.
    """
    try:
        text = path.read_bytes()[:LARGEST].decode("utf-8-sig")
        values = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except OSError as error:
        raise NoSuchFile(file=path.name) from error
    except (ValueError, RecursionError) as error:
        raise BadMapping(file=path.name, detail=str(error).rstrip(".")) from error
    return checked(values, kind, path.name)


def checked(values: Any, kind: Kind, file: str) -> MappingFile:
    """
    The mapping in plain values, as an API receives it.

    :raises BadMapping: if it names something that does not exist.
    """
    if not isinstance(values, dict):
        raise BadMapping(file=file, detail="it is not an object")
    columns = values.get("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(heading, str) for heading in columns.values()):
        raise BadMapping(file=file, detail="“columns” does not name a heading for each role")
    roles = {role for role in columns if not (role.startswith(CUSTOM) and kind is Kind.CUSTOMERS)}
    unknown = [*(roles - SYNONYMS[kind].keys()), *(values.keys() - {"columns", "preset", *ANSWERS})]
    if unknown:
        known = ", ".join(SYNONYMS[kind])
        raise BadMapping(file=file, detail=f"“{unknown[0]}” is not known; the roles are {known}")
    try:
        answers = Answers.from_json({name: str(values[name]) for name in ANSWERS if name in values})
    except ValueError as error:
        raise BadMapping(file=file, detail=str(error)) from error
    return MappingFile(columns, answers, values.get("preset"))
