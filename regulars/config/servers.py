"""The two web servers: edge behind the public port, and the pages behind a Unix socket."""

import importlib
import multiprocessing
import os
import sys
import warnings
from pathlib import Path

from regulars.config import lifeline

EDGE = "regulars.config.asgi:application"
EDGE_REQUESTS = 2048
EDGE_KILL_SECONDS = 3
HEADER_MILLISECONDS = 15_000

PAGES = "regulars.config.pages:application"
PAGE_WORKERS = 2
# A page process takes one request at a time, so the kernel gives the next one to whoever is free.
PAGE_REQUESTS = 1
PAGE_KILL_SECONDS = 8


def serve_edge(host: str, port: int) -> None:
    """Serve edge until a signal comes; header lines that dawdle are cut off."""
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    _prepare_forking()
    Server(
        EDGE,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        backpressure=EDGE_REQUESTS,
        respawn_failed_workers=True,
        workers_kill_timeout=EDGE_KILL_SECONDS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        log_level=LogLevels.error,
    ).serve()


def serve_pages(socket: Path, *, workers: int = PAGE_WORKERS) -> None:
    """Serve the pages until a signal comes."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    _prepare_forking()
    socket.unlink(missing_ok=True)
    if multiprocessing.get_start_method() == "fork":
        # Loaded before the workers are forked, so that they share the memory of all that is only read.
        importlib.import_module(PAGES.partition(":")[0])
    Server(
        PAGES,
        factory=True,
        uds=socket,
        uds_permissions=0o600,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        backpressure=PAGE_REQUESTS,
        respawn_failed_workers=True,
        workers_kill_timeout=PAGE_KILL_SECONDS,
        log_level=LogLevels.error,
    ).serve()


def _prepare_forking() -> None:
    """Fork on Linux, whatever Python's default, and let the workers follow this process."""
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    warnings.filterwarnings("ignore", message=".*use of fork", category=DeprecationWarning)
    os.environ[lifeline.VARIABLE] = str(os.getpid())
