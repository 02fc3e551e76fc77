"""A pytest plugin: one embedded PostgreSQL for the whole run, unless `DATABASE_URL` names another.

It is loaded with `-p`, because Django's settings are read before any conftest.
"""

import os
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest

from regulars.config.home import Home
from regulars.config.postgres import creation
from regulars.config.postgres.cluster import Cluster

# Set where the address is ours, so that each process of a parallel run starts its own cluster: a transaction in one
# would hold back the readers of the log in another.
OWN = "REGULARS_TESTS_OWN_CLUSTER"
STARTED: list[tuple[Cluster, Path]] = []


def start() -> None:
    home = Path(tempfile.mkdtemp(prefix="regulars-tests-"))
    home.chmod(0o711)
    os.environ["REGULARS_HOME"] = str(home)
    os.environ["REGULARS_SECRET_KEY"] = "only for tests"
    cluster = Cluster(home, major=int(os.environ.get("REGULARS_TEST_POSTGRES", "18")))
    cluster.start()
    os.environ["DATABASE_URL"] = cluster.url
    _hurry(creation.address(Home(home), cluster.place.socket, user=creation.ADMIN, database="postgres"))
    STARTED.append((cluster, home))


def _hurry(address: str) -> None:
    """
    Wait for no disk: a machine that loses its power loses the tests anyway.

    The tests of crashes start clusters of their own, which are as durable as the product's.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"alter system set {name} = off")
        # A server that a browser left in the middle of a request must not hold up the tests after it.
        connection.execute("alter system set idle_in_transaction_session_timeout = '2min'")
        connection.execute("select pg_reload_conf()")


def pytest_unconfigure(config: pytest.Config) -> None:
    while STARTED:
        cluster, home = STARTED.pop()
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if OWN in os.environ or "DATABASE_URL" not in os.environ:
    os.environ[OWN] = "1"
    start()
