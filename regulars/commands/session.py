"""What a command stands on: a home, a database that runs, and Django on top of both."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from regulars.config.home import Home
from regulars.config.postgres.cluster import Cluster

SETTINGS = "regulars.config.settings"


@contextmanager
def server(home: Home) -> Iterator[str]:
    """The address of the database: the one `DATABASE_URL` names, or our own, which runs inside the block."""
    named = os.environ.get("DATABASE_URL")
    if named:
        yield named
        return
    with Cluster(home.path).running() as cluster:
        os.environ["DATABASE_URL"] = cluster.url
        try:
            yield cluster.url
        finally:
            del os.environ["DATABASE_URL"]


def own_cluster(home: Home, address: str) -> Cluster | None:
    """The embedded cluster behind an address; none if somebody else runs that database."""
    if not home.postgres.exists():
        return None
    cluster = Cluster(home.path)
    return cluster if cluster.url == address else None


@contextmanager
def database(home: Home | None = None) -> Iterator[Home]:
    """
    Django is ready inside the block, and its tables are those of this version.

    Import models only inside it.
    """
    home = (home or Home.here()).prepare()
    os.environ["REGULARS_HOME"] = str(home.path)
    with server(home):
        start_django()
        from regulars.config import schema

        schema.bring_up_to_date()
        try:
            yield home
        finally:
            from django.db import connections

            connections.close_all()


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    # Threads of OpenBLAS wait for each other in busy loops where cores are few; DuckDB's do the heavy work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    django.setup()
