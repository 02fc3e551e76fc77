"""Tell the tables that a statement is given from its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike, fspath
from typing import Any


@dataclass(frozen=True)
class View:
    """A table that is a statement over others; in it `{name}` stands for the one given under that name."""

    sql: str
    over: Mapping[str, Any]


def split(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The tables and the parameters; paths of Parquet become lists of strings."""
    tables: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, PathLike):
            tables[name] = [fspath(value)]
        elif isinstance(value, list | tuple):
            tables[name] = [fspath(path) for path in value]
        elif isinstance(value, View) or hasattr(value, "schema"):
            tables[name] = value
        else:
            parameters[name] = value
    return tables, parameters
