"""Store what a run knows of each product, before the run is published, and drop what no screen shows any more."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from psycopg import sql

from regulars.base.kit import query
from regulars.insight.assortment import MONTHS, STAGES

if TYPE_CHECKING:
    from regulars.insight.learn import Goods

TABLE = "insight_productscore"
ROWS_AT_ONCE = 5_000
SAME = (
    "product_id", "first_on", "last_on", "net", "net_year", "net_before", "net_90", "net_90_before", "units_year",
    "lines_year", "lines_returned", "lost_year", "back", "back_low", "back_high",
)  # fmt: skip
COUNTS = ("buyers", "buyers_again", "buyers_new")
COLUMNS = ("run_id", *SAME, *COUNTS, "months", "stages", "best", "partners")
MOONS = [f"m{age}" for age in reversed(range(MONTHS))]


def fill(run: int, goods: "Goods") -> None:
    """Write a row for each product that ever sold, in short transactions; nobody reads them before the run is out."""
    statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(
        sql.Identifier(TABLE), sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    )
    for batch in as_csv(run, goods):
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(batch)


def drop_all_but(runs: Collection[int]) -> int:
    """Remove the rows of all other runs, and say how many."""
    return query.run(f"delete from {TABLE} where run_id <> all (%s)", [sorted(runs)])


def as_csv(run: int, goods: "Goods") -> Iterator[str]:
    buyers = {row["product_id"]: row for row in goods.buyers.to_pylist()}
    best = by_product(goods.best.to_pylist(), ("person", "net", "orders"))
    partners = by_product(goods.partners.to_pylist(), ("other_id", "together", "confidence", "lift"))
    for batch in goods.sales.to_batches(max_chunksize=ROWS_AT_ONCE):
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        for row in batch.to_pylist():
            number = row["product_id"]
            who = buyers.get(number, {})
            writer.writerow([
                run, *(row[name] for name in SAME), *(who.get(name, 0) for name in COUNTS),
                json.dumps([round(float(row[moon]), 2) for moon in MOONS]),
                json.dumps({name: who[name] for name in STAGES if who.get(name)}),
                json.dumps(best[number]), json.dumps(partners[number]),
            ])  # fmt: skip
        yield buffer.getvalue()


def by_product(rows: list[dict[str, Any]], names: tuple[str, ...]) -> dict[int, list[list[Any]]]:
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for row in rows:
        found[row["product_id"]].append([plain(row[name]) for name in names])
    return found


def plain(value: Any) -> Any:
    return value if isinstance(value, int) else round(float(value), 6)
