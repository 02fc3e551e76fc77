"""The worker: takes in what was received, hands events to their readers, runs jobs and keeps the clock."""

import asyncio
import logging
import threading
from collections.abc import Callable

import procrastinate
import psycopg
from django.db import close_old_connections, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from regulars import flow
from regulars.base.events import log, subscriptions
from regulars.base.kit import clock
from regulars.collect.receive import writer as inbox

JOBS_AT_ONCE = 2
POLL_SECONDS = 15
GRACE_SECONDS = 5
# After news, events of transactions that are still under way follow soon.
RESTLESS_SECONDS = (0.1, 0.3, 1, 3)
AFTER_FAULT_SECONDS = 5

type Act = Callable[[threading.Event], bool]

logger = logging.getLogger(__name__)


def work() -> None:
    """Work until a signal comes; what is begun is finished or, if killed, begun anew later."""
    flow.begin(at=clock.now())
    stopping = threading.Event()
    followers = [
        threading.Thread(target=follow, args=(channel, act, stopping), name=channel)
        for channel, act in ((log.CHANNEL, advance_all), (inbox.CHANNEL, take_in_all))
    ]
    for follower in followers:
        follower.start()
    try:
        run_jobs()
    finally:
        stopping.set()
        for follower in followers:
            follower.join()


def run_jobs() -> None:
    """Run queued and periodic jobs; Procrastinate ends at SIGINT and SIGTERM."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as jobs:
        asyncio.run(run_with(jobs))


async def run_with(jobs: procrastinate.App) -> None:
    async with jobs.open_async():
        await jobs.run_worker_async(
            concurrency=JOBS_AT_ONCE,
            fetch_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
        )


def follow(channel: str, act: Act, stopping: threading.Event) -> None:
    """Do an act again and again as long as it finds something to do, and then at every piece of news."""
    while not stopping.is_set():
        # A connection of its own, since one that listens can do nothing else meanwhile.
        listening = connections.create_connection("default")
        try:
            with listening.cursor() as cursor:
                cursor.execute(f"listen {channel}")
            follow_news(listening.connection, act, stopping)
        except Exception:
            logger.exception("What follows %s stumbled and starts again.", channel)
            stopping.wait(AFTER_FAULT_SECONDS)
        finally:
            listening.close()
            connections.close_all()


def follow_news(listener: psycopg.Connection, act: Act, stopping: threading.Event) -> None:
    pauses = iter(RESTLESS_SECONDS)
    while not stopping.is_set():
        close_old_connections()
        if act(stopping):
            pauses = iter(RESTLESS_SECONDS)
        if has_news(listener, next(pauses, POLL_SECONDS), stopping):
            pauses = iter(RESTLESS_SECONDS)


def advance_all(stopping: threading.Event) -> bool:
    """Hand one batch to each reader in turn, until none has more; true if any had."""
    has_moved = False
    ahead = list(flow.HEARS)
    while ahead and not stopping.is_set():
        ahead = [reader for reader in ahead if subscriptions.advance(reader, at=clock.now())]
        has_moved = has_moved or bool(ahead)
    return has_moved


def take_in_all(stopping: threading.Event) -> bool:
    """Bring what lies in the inbox into the log, a batch of each source in turn; true if there was any."""
    has_moved = False
    while not stopping.is_set() and flow.TAKES_IN():
        has_moved = True
    return has_moved


def has_news(listener: psycopg.Connection, seconds: float, stopping: threading.Event) -> bool:
    """Wait for a notification, a while at most; a stop is noticed within a second."""
    waited = 0.0
    while waited < seconds and not stopping.is_set():
        step = min(1.0, seconds - waited)
        if any(True for _ in listener.notifies(timeout=step, stop_after=1)):
            return True
        waited += step
    return False
