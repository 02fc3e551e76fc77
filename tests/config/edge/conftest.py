"""A real edge before real pages, each in a process of its own, on a port of the loopback address."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SERVE_PAGES = """
import sys
from pathlib import Path
from granian.constants import Interfaces
from granian.server import Server
Server("tests.config.edge.shop:application", uds=Path(sys.argv[1]), interface=Interfaces.WSGI, workers=1,
       blocking_threads=1, backpressure=1, workers_kill_timeout=1, log_enabled=False).serve()
"""
SERVE_EDGE = """
import sys
from regulars.config import servers
servers.HEADER_MILLISECONDS = 1000
servers.serve_edge("127.0.0.1", int(sys.argv[1]))
"""
PATIENCE_SECONDS = 20


@dataclass
class Site:
    """Edge and the pages behind it."""

    port: int
    pages_socket: Path
    edge: subprocess.Popen[bytes]
    pages: subprocess.Popen[bytes]

    def open(self, path: str, **headers: str) -> "Answer":
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=20) as response:
            return Answer(response.status, response.headers.items(), response.read())

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def restart_pages(self) -> None:
        self.pages = serve_pages(self.pages_socket)

    def memory(self) -> int:
        """Kilobytes that edge and its workers hold."""
        listing = subprocess.run(
            ["ps", "-o", "rss=", "-g", str(self.edge.pid)], capture_output=True, text=True, check=True
        )
        return sum(map(int, listing.stdout.split()))


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def serve_pages(path: Path) -> subprocess.Popen[bytes]:
    path.unlink(missing_ok=True)
    return subprocess.Popen([sys.executable, "-c", SERVE_PAGES, str(path)], start_new_session=True)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


def wait_until_served(site: Site) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            site.open("/")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def own_site() -> Iterator[Site]:
    """For tests that leave nothing behind."""
    with serving() as site:
        yield site


@contextmanager
def serving(database: str = "postgresql://nobody@/nothing?host=/nowhere", **also: str) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="regulars-test-") as folder:
        path = Path(folder) / "pages.sock"
        port = free_port()
        settings = {
            "REGULARS_HOME": folder,
            "REGULARS_PAGES": str(path),
            "DATABASE_URL": database,
            **also,
        }
        edge = subprocess.Popen(
            [sys.executable, "-c", SERVE_EDGE, str(port)],
            env={**os.environ, **settings},
            start_new_session=True,
        )
        site = Site(port, path, edge, serve_pages(path))
        try:
            wait_until_served(site)
            yield site
        finally:
            for process in (site.edge, site.pages):
                process.terminate()
                process.wait(timeout=20)
