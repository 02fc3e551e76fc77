"""`regulars bench`: the figures of docs/explanation/performance.md, from a source tree."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from regulars.base.kit.refusal import Refusal
from regulars.commands import console

SOURCE = Path(__file__).resolve().parents[2]
BENCHES = ("imports", "receive", "learn", "lifetime", "serving")

Names = Annotated[list[str] | None, typer.Argument(help=f"Which ones; all by default: {', '.join(BENCHES)}.")]


class NoSource(Refusal):
    message = "The benches lie in the source tree beside the package, and this is an installation without it."


class UnknownBench(Refusal):
    message = "There is no bench “%(name)s”; there is: %(known)s."


def bench(names: Names = None) -> None:
    """Measure imports, events, learning, models and pages, each beside a plain peer, one after the other."""
    with console.refusals():
        if not (SOURCE / "bench" / "__init__.py").exists():
            raise NoSource
        chosen = names or list(BENCHES)
        for name in chosen:
            if name not in BENCHES:
                raise UnknownBench(name=name, known=", ".join(BENCHES))
        for name in chosen:
            console.say(f"== {name}")
            subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True, cwd=SOURCE)
