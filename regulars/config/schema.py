"""Bring the tables, the static files and the cache to the version of the program."""

from itertools import chain
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from regulars.base.events import upkeep
from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal

# An arbitrary number; whoever holds this lock of PostgreSQL migrates.
MIGRATING = 0x72656775
LOCK_TIMEOUT = "10s"


class TablesInUse(Refusal):
    message = "The tables are in use and could not be changed within %(timeout)s. Stop what uses them and try again."


def bring_up_to_date() -> bool:
    """
    Apply what is missing, and begin a new epoch of the log if it needs one; true if anything was missing.

    Two that start at once take turns, and the second finds nothing left to do.

    :raises TablesInUse: if somebody holds a table for long; nothing is half changed.
    """
    has_changed = is_behind()
    if has_changed:
        _take_turns()
    upkeep.check_epoch()
    upkeep.make_partitions(clock.now().date())
    return has_changed


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [MIGRATING])
        try:
            if is_behind():
                _migrate()
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [MIGRATING])


def is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static_files() -> None:
    """Put style sheets and scripts, named by their content, where the pages serve them from; once for each version."""
    if not hasattr(staticfiles_storage, "manifest_name"):
        return
    mark, version = Path(settings.STATIC_ROOT) / ".version", _static_version()
    if not mark.exists() or mark.read_text() != version:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        mark.write_text(version)


def _static_version() -> str:
    """The version of the program with the time of its newest file, which tells changes while one develops."""
    places = [(settings.ROOT / "web" / name).rglob("*") for name in ("static", "components")]
    newest = max((path.stat().st_mtime_ns for path in chain(*places)), default=0)
    return f"{settings.VERSION} {newest}"


def _migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"set lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except OperationalError as error:
        if "lock timeout" not in str(error):
            raise
        raise TablesInUse(timeout=LOCK_TIMEOUT) from error
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset lock_timeout")
