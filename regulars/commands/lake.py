"""`regulars lake`: what the worker starts for the lake by the clock."""

from typing import Any

import typer

from regulars.base.kit import clock
from regulars.commands import console, session

app = typer.Typer(help="Keep the lake: Delta tables of the history.", no_args_is_help=True)


@app.command("export")
def export(as_json: console.AsJson = False) -> None:
    """Bring the lake up to date with the database."""
    with console.refusals(), session.database():
        from regulars import flow
        from regulars.base.lake import export as exporting

        done = exporting.all_tables(flow.LAKE, at=clock.now())
        facts: dict[str, Any] = {"batch": done.number, "rows": done.rows, "rebuilt": done.rebuilt}
        lines = [f"{name}: {rows:,} rows" for name, rows in done.rows.items() if rows]
        console.report(facts, as_json=as_json, lines=lines or ["The lake is up to date."])


@app.command("compact")
def compact() -> None:
    """Join small files of the lake, and drop those that no reader needs any more."""
    with console.refusals(), session.database():
        from regulars import flow
        from regulars.base.lake import upkeep

        upkeep.compact(flow.LAKE, at=clock.now())
        console.say("The lake is compact.")
