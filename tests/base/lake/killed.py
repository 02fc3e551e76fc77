"""Exports in a process of their own, which dies at a given step; nothing here runs in the process of the tests."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from typing import Any

import adbc_driver_postgresql.dbapi  # noqa: F401  (so that no child has to load these again)
import deltalake  # noqa: F401
import django
import duckdb  # noqa: F401
import pyarrow.parquet  # noqa: F401
from django.conf import settings
from django.db import connection

django.setup()

from regulars.base.lake import batches, delta, export, rollups  # noqa: E402
from tests.make import commerce  # noqa: E402

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FAR = 10_000
STEPS: list[tuple[Any, str]] = [
    (batches, "plan"),
    (delta.Lake, "append"),
    (delta.Lake, "replace"),
    (delta, "remove"),
    (batches, "stand"),
    (batches, "finish"),
    (rollups, "refresh"),
    (delta.Lake, "replace_months"),
]

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["tests.base.lake.killed"])


def start(work: Callable[..., None], *args: Any) -> BaseProcess:
    """Begin some work on the database and the lake of the running test."""
    process = context.Process(target=on_test, args=(connection.settings_dict["NAME"], settings.LAKE, work, args))
    process.start()
    return process


def on_test(database: str, lake: str, work: Callable[..., None], args: tuple[Any, ...]) -> None:
    connection.settings_dict["NAME"] = database
    settings.LAKE = lake
    work(*args)


def export_until(step: int) -> None:
    """Export, and die as by `kill -9` right before or after the step of that number."""
    from tests.base.lake.conftest import TABLES

    passed = iter(range(FAR))
    for owner, name in STEPS:
        setattr(owner, name, deadly(getattr(owner, name), passed, step))
    export.all_tables(TABLES, at=NOW)


def deadly(act: Callable[..., Any], passed: Any, step: int) -> Callable[..., Any]:
    def acted(*args: Any, **options: Any) -> Any:
        die_at(step, next(passed))
        result = act(*args, **options)
        die_at(step, next(passed))
        return result

    return acted


def die_at(step: int, here: int) -> None:
    if here == step:
        os.kill(os.getpid(), signal.SIGKILL)


def export_forever() -> None:
    from tests.base.lake.conftest import TABLES

    while True:
        export.all_tables(TABLES, at=NOW)


def sell_forever(store: int) -> None:
    """Place orders, and raise older ones, without end."""
    from regulars.base.workspace.models import Store
    from tests.base.lake.conftest import raise_order

    shop = Store.objects.get(id=store)
    for number in range(1_000_000):
        commerce.order(shop, f"w{number}", placed_at=NOW, tea="1.00", cake="2.00")
        raise_order(shop, f"w{number // 2}")
