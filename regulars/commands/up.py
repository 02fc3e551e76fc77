"""`regulars up`: everything of one installation, in one group of processes."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from regulars.base.kit.refusal import Refusal
from regulars.commands import console, session
from regulars.config.home import Home
from regulars.config.postgres.cluster import Cluster
from regulars.config.processes import Group, Part

PORTS_TRIED = 100
READY_SECONDS = 60
LOOK_SECONDS = 1
AFTER_REFUSAL_SECONDS = 10


class NoFreePort(Refusal):
    message = "Neither port %(first)s nor any of the next %(tried)s can be used on %(host)s: %(reason)s."


class NotMigrated(Refusal):
    message = "The database could not be brought to this version; the reason stands above."


def up(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port, or the next free one.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
) -> None:
    """Start the database, the pages, edge and the worker, and stop them at Ctrl-C."""
    home = Home.here()
    with console.refusals(), stop_signals() as stopping:
        serve(home.prepare(), host=host, port=port, stopping=stopping)


def serve(
    home: Home, *, host: str, port: int, stopping: threading.Event, ready: Callable[[str], None] | None = None
) -> None:
    """
    Run the whole group until `stopping` is set; `ready` is told the address once pages can be had.

    :raises NoFreePort: if no port near the wanted one is free.
    """
    with session.server(home) as address, guarded(session.own_cluster(home, address), stopping):
        environment = {**os.environ, "REGULARS_HOME": str(home.path), "DATABASE_URL": address}
        bring_up_to_date(environment)
        chosen = free_port(host, port)
        if chosen != port:
            console.say(f"Port {port} is taken, so {chosen} is used.")
        with Group(parts(host, chosen), environment=environment, log=home.logs / "regulars.log").running():
            announce(host, chosen, stopping, ready)
            stopping.wait()
            console.say("Stopping …")


def parts(host: str, port: int) -> list[Part]:
    program = [sys.executable, "-m", "regulars"]
    return [
        Part("edge", [*program, "edge", "--host", host, "--port", str(port)]),
        Part("web", [*program, "web"]),
        Part("work", [*program, "work"]),
    ]


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; a second Ctrl-C does not wait."""
    stopping = threading.Event()

    def stop(number: int, frame: object) -> None:
        if stopping.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def guarded(cluster: Cluster | None, stopping: threading.Event) -> Iterator[None]:
    """Inside the block our own database is started again if it dies."""

    def guard(own: Cluster) -> None:
        pause = LOOK_SECONDS
        while not (stopping.wait(pause) or is_over.is_set()):
            pause = LOOK_SECONDS
            try:
                if own.revive():
                    console.complain("PostgreSQL had died and was started again.")
            except Refusal as refusal:
                console.complain(str(refusal))
                pause = AFTER_REFUSAL_SECONDS
            except Exception as error:  # a guard that ends would leave the installation without its database for good
                console.complain(f"PostgreSQL could not be started again, which will be tried again: {error!r}.")

    is_over = threading.Event()
    watcher = threading.Thread(target=guard, args=(cluster,), daemon=True) if cluster else None
    if watcher:
        watcher.start()
    try:
        yield
    finally:
        is_over.set()
        if watcher:
            watcher.join()


def bring_up_to_date(environment: dict[str, str]) -> None:
    """In a process that ends, so that this one never loads Django and stays small."""
    finished = subprocess.run([sys.executable, "-m", "regulars", "migrate"], env=environment, check=False)
    if finished.returncode:
        raise NotMigrated


def free_port(host: str, wanted: int) -> int:
    reason = ""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            with socket.socket(family) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
        else:
            return port
    raise NoFreePort(first=wanted, tried=PORTS_TRIED - 1, host=host, reason=reason)


def announce(host: str, port: int, stopping: threading.Event, ready: Callable[[str], None] | None) -> None:
    """Say the address once pages can be had there."""
    shown = {"0.0.0.0": "localhost", "::": "localhost", "127.0.0.1": "localhost"}.get(host, host)
    deadline = time.monotonic() + READY_SECONDS
    while not stopping.wait(0.1):
        if is_ready(host, port):
            console.say(f"Regulars is ready at http://{shown}:{port}/ (Ctrl-C stops it).")
            if ready:
                ready(f"http://{shown}:{port}/")
            return
        if time.monotonic() > deadline:
            console.complain("Regulars is not ready yet; the lines above may say why. It keeps trying.")
            deadline = float("inf")


def is_ready(host: str, port: int) -> bool:
    reached = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    try:
        with urllib.request.urlopen(f"http://{reached}:{port}/health/ready", timeout=10) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
