"""What every test may ask for: moments, the named cast, and the folder of real data."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from hypothesis import HealthCheck, settings

settings.register_profile(
    "house",
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("house")
pytest_plugins = ["tests.world"]
TABLES_OF_IMPORTS = r"""
    select tablename from pg_tables
    where tablename ~ '^(commerce_support|commerce_order_said|staging|trace|hint)_\d+$'
"""
KEPT = {"django_content_type", "auth_permission"}
SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


class At(Protocol):
    def __call__(self, moment: str) -> datetime: ...


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no process is left alone with one while the others are done."""
    long = {item.path for item in items if any(map(item.get_closest_marker, ("slow", "browser")))}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(autouse=True, scope="session")
def _lean_flush() -> Iterator[None]:
    """What Django itself keeps of models and permissions is the same in every test, and need not be made anew."""

    def emptied(style: object, connection: BaseDatabaseWrapper, **options: bool) -> list[str]:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        return connection.ops.sql_flush(style, sorted(tables - KEPT), **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", emptied)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_: None)
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Whatever language an earlier test has left behind, each begins with the one of the settings."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _empty_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django's flush knows nothing of the log and of the tables of imports, so a test that commits empties them."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("truncate events, seen_messages")
            cursor.execute(TABLES_OF_IMPORTS)
            for (table,) in cursor.fetchall():
                cursor.execute(f"drop table if exists {table}")


@pytest.fixture
def at() -> At:
    """A moment in UTC from `2026-03-01` or `2026-03-01 09:00`."""
    return lambda moment: datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip("The folder ../shared/data with real data is not here.")
    return SHARED_DATA
