"""The engine on which the statements of learning are tested; Spark too, where its package is installed."""

from collections.abc import Iterator

import pytest

from regulars.base.lake.engine import Engine, open_engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with open_engine() as engine:
        yield engine


@pytest.fixture(scope="session")
def spark() -> Iterator[Engine]:
    pytest.importorskip("pyspark", reason="Spark is not installed; install the extra `regulars[spark]` and Java 17.")
    with open_engine("spark-local") as engine:
        yield engine
