"""`regulars web`: the pages, alone."""

from typing import Annotated

import typer

from regulars.commands import console, session
from regulars.config import lifeline, servers, sockets
from regulars.config.home import Home


def web(
    workers: Annotated[int, typer.Option(min=1, max=64, help="Page processes.")] = servers.PAGE_WORKERS,
) -> None:
    """Serve the pages on the Unix socket of this home."""
    home = Home.here()
    with console.refusals(), session.server(home):
        lifeline.follow_supervisor()
        servers.serve_pages(sockets.for_pages(home), workers=workers)
