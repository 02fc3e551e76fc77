"""How commands speak: a few lines for people, one JSON document for machines, one sentence for a refusal."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from regulars.base.kit.refusal import Refusal
from regulars.commands import outage

BAD_INPUT = 2

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of lines.")]


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def report(facts: Mapping[str, Any], *, as_json: bool, lines: list[str]) -> None:
    """The outcome of a command, in the form that was asked for."""
    if as_json:
        say(json.dumps(facts, ensure_ascii=False, default=str))
    else:
        for line in lines:
            say(line)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn an expected refusal into one sentence and exit code 2; everything else crashes loudly."""
    try:
        with outage.told():
            yield
    except Refusal as refusal:
        complain(str(refusal))
        raise SystemExit(BAD_INPUT) from None
