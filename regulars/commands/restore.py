"""`regulars restore`: bring back what a backup holds."""

from pathlib import Path
from typing import Annotated

import typer

from regulars.base.kit import clock
from regulars.commands import console, session
from regulars.config.archive import lake
from regulars.config.home import Home


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    key: Annotated[Path | None, typer.Option(help="The key it was made with, if it is not this home's.")] = None,
    erasures: Annotated[
        Path | None, typer.Option("--erasures", help="The list of erasures of the home that the backup is of.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Give up what this home holds now.")] = False,
    as_json: console.AsJson = False,
) -> None:
    """Restore a backup into an empty home, after checking every part of it."""
    from regulars.config.archive import keys, reading

    home = Home.here()
    with console.refusals():
        with session.server(home.prepare()) as url:
            identity = keys.read(key or home.secrets / keys.NAME)
            manifest = reading.restore(home, url, file.absolute(), key=identity, replace=replace)
            # Brings an older backup to this version, and begins a new epoch of the log.
            with session.database(home):
                rows = sum(manifest.rows.values())
                erased = erase_again(home, erasures)
        facts = {
            "rows": rows,
            "tables": manifest.rows,
            "members": len(manifest.digests),
            "erased_again": erased,
            "lake_elsewhere": lake.elsewhere(home),
        }
        lines = [
            f"Restored and checked {rows:,} rows of {len(manifest.rows)} tables "
            f"and {len(manifest.digests)} parts into {home.path}.",
            f"Erased again: {erased}, by the list of erasures made after the backup.",
            *lake.not_restored(home),
        ]
        console.report(facts, as_json=as_json, lines=lines)


def erase_again(home: Home, given: Path | None) -> int:
    """Take out whom the backup has brought back although they were erased since; how many erasures."""
    from regulars import flow
    from regulars.profile import erasure

    lists = [path for path in (home.path / erasure.LIST, given) if path is not None]
    return sum(erasure.replay(path, flow.HOLDINGS, flow.LAKE, at=clock.now()) for path in lists)
