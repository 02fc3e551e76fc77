"""
Run the same statements on Spark, for those whose history outgrows one machine.

SQLGlot writes DuckDB's SQL in Spark's. The package is the optional extra `regulars[spark]` and needs Java 17.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from regulars.base.lake import inputs

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlglot import exp


class NotInstalled(RuntimeError):
    """Spark is asked for, and its Python package is not here."""

    def __init__(self) -> None:
        super().__init__("LAKE_ENGINE names Spark; install it with: pip install 'regulars[spark]' (needs Java 17)")


class SparkEngine:
    """A Spark session; tables in memory are handed to it as Parquet files in a temporary folder."""

    def __init__(self, master: str) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as missing:
            raise NotInstalled from missing
        builder = SparkSession.builder.master(master).appName("regulars")
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self._folder = TemporaryDirectory(prefix="regulars-spark-")

    def run(self, sql: str, **given: Any) -> "pa.Table":
        tables, parameters = inputs.split(given)
        for name, table in tables.items():
            self._give(name, table)
        return self._session.sql(in_spark(sql, parameters)).toArrow()

    def _give(self, name: str, table: Any) -> None:
        if isinstance(table, inputs.View):
            under, _ = inputs.split(table.over)
            for part, given in under.items():
                self._give(f"{name}_{part}", given)
            statement = table.sql.format(**{part: f"{name}_{part}" for part in under})
            self._session.sql(in_spark(statement, {})).createOrReplaceTempView(name)
        else:
            paths = table if isinstance(table, list) else [self._written(table)]
            self._session.read.parquet(*paths).createOrReplaceTempView(name)

    def _written(self, table: "pa.Table") -> str:
        import pyarrow.dataset as ds

        folder = f"{self._folder.name}/{uuid4().hex}"
        ds.write_dataset(table, folder, format="parquet")
        return folder

    def close(self) -> None:
        self._session.stop()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}


def in_spark(sql: str, parameters: Mapping[str, Any]) -> str:
    """The statement in Spark's dialect, with its parameters written in."""
    import sqlglot
    from sqlglot import exp

    def filled(node: "exp.Expr") -> "exp.Expr":
        if isinstance(node, exp.Placeholder | exp.Parameter):
            return _literal(parameters[node.name])
        return node

    return sqlglot.parse_one(sql, read="duckdb").transform(filled).sql(dialect="spark")


def _literal(value: Any) -> "exp.Expr":
    from sqlglot import exp

    match value:
        case datetime():
            return exp.cast(exp.Literal.string(value.isoformat(sep=" ")), "timestamp")
        case date():
            return exp.cast(exp.Literal.string(value.isoformat()), "date")
        case Decimal():
            return exp.cast(exp.Literal.string(str(value)), "decimal(20, 6)")
        case _:
            return exp.convert(value)
