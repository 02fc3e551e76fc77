"""One face for DuckDB and Spark."""

from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from regulars.base.lake import engine as engines
from regulars.base.lake import spark

PEOPLE = pa.table({"person": [1, 2, 3], "spent": [10, 20, 30]})


@pytest.fixture
def engine():
    with engines.open_engine() as engine:
        yield engine


def test_tables_and_parameters_come_by_name(engine):
    result = engine.run("select sum(spent) as spent from people where person >= $least", people=PEOPLE, least=2)

    assert result.to_pylist() == [{"spent": 50}]


def test_parquet_is_read_from_paths_with_any_name(engine, tmp_path):
    one, other = tmp_path / "it's one.parquet", tmp_path / "other.parquet"
    pq.write_table(PEOPLE, one)
    pq.write_table(PEOPLE, other)

    assert engine.run("select count(*) as n from people", people=one).to_pylist() == [{"n": 3}]
    assert engine.run("select count(*) as n from people", people=[one, str(other)]).to_pylist() == [{"n": 6}]


def test_a_name_lives_as_long_as_its_statement(engine):
    engine.run("select * from people", people=PEOPLE)

    with pytest.raises(Exception, match="people"):
        engine.run("select * from people")


def test_time_is_utc(engine):
    sql = "select current_setting('TimeZone') as zone, cast($at as timestamptz) as at"

    assert engine.run(sql, at="2026-03-29 01:30:00+01:00").to_pylist()[0]["zone"] == "UTC"


def test_a_failure_leaves_the_engine_usable(engine):
    with pytest.raises(Exception, match="nothing"):
        engine.run("select nothing from people", people=PEOPLE)

    assert engine.run("select 1 as one").to_pylist() == [{"one": 1}]


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="LAKE_ENGINE"):
        engines.open_engine("oracle")


def test_parameters_are_written_into_the_statement_for_spark():
    sql = spark.in_spark(
        "select * from orders where placed_on <= $day and net > $net and name = $name and at < $at",
        {"day": date(2026, 1, 2), "net": Decimal("1.5"), "name": "Li's", "at": datetime(2026, 1, 2, 3)},  # noqa: DTZ001
    )

    assert "CAST('2026-01-02' AS DATE)" in sql
    assert "CAST('1.5' AS DECIMAL(20, 6))" in sql
    assert "'Li\\'s'" in sql
    assert "CAST('2026-01-02 03:00:00' AS TIMESTAMP)" in sql
