"""`regulars backup`: one encrypted file of the whole installation."""

from pathlib import Path
from typing import Annotated

import typer

from regulars.base.kit import clock
from regulars.commands import console, session
from regulars.config.archive import lake
from regulars.config.home import Home


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; by default the home's own backups, of which old ones go.")
    ] = None,
    as_json: console.AsJson = False,
) -> None:
    """Write database, lake, imports and secrets into one encrypted file."""
    from regulars.config.archive import keep, keys, writing

    home = Home.here()
    with console.refusals(), session.server(home.prepare()) as url:
        at = clock.now()
        key = keys.own(home)
        target = (file or home.backups / keep.name(at)).absolute()
        manifest = writing.write(home, url, target, to=key.to_public(), at=at)
        removed = [] if file else keep.prune(home.backups, at.date())
        rows = sum(manifest.rows.values())
        facts = {
            "file": target,
            "bytes": target.stat().st_size,
            "tables": len(manifest.rows),
            "rows": rows,
            "members": len(manifest.digests),
            "recipient": str(key.to_public()),
            "removed": [path.name for path in removed],
            "lake_elsewhere": lake.elsewhere(home),
        }
        lines = [
            f"Saved {rows:,} rows of {len(manifest.rows)} tables and {len(manifest.digests)} parts to {target}.",
            *([f"Removed {len(removed)} old backups."] if removed else []),
            *lake.left_out(home),
            f"Only the key in {home.secrets / keys.NAME} opens it: keep a copy of that key elsewhere.",
        ]
        console.report(facts, as_json=as_json, lines=lines)
