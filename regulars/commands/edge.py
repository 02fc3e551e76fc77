"""`regulars edge`: the process behind the public port, alone."""

import os
from typing import Annotated

import typer

from regulars.commands import console
from regulars.config import lifeline, servers, sockets
from regulars.config.home import Home


def edge(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
) -> None:
    """Serve the public port and pass requests to the pages of the same home."""
    with console.refusals():
        os.environ.setdefault("REGULARS_PAGES", str(sockets.for_pages(Home.here())))
        lifeline.follow_supervisor()
        servers.serve_edge(host, port)
