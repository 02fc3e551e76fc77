"""Make the whole demo shop: the files that a merchant would have."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from regulars.collect.sources.demo import orders_file, other_files, rhythm, stream, visits
from regulars.collect.sources.demo.baskets import RETURN, SALE, Shop, Wishes
from regulars.collect.sources.demo.truth import Truth

DAYS_A_YEAR = 365

type Write = Callable[[pa.Table], None]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was made; `lines` counts all rows of the orders file, returns included."""

    buyers: int
    accounts: int
    sales: int
    returns: int
    canceled: int
    lines: int
    visits: int
    parts: int


@dataclass(frozen=True, slots=True)
class DemoShop:
    """Where the files are, how much is in them, and what they were drawn from."""

    orders: Path
    customers: Path
    products: Path
    costs: Path
    visits: Path
    truth: Path
    orders_csv: Path | None
    counts: Counts
    parameters: Truth


def generate(
    folder: Path,
    *,
    customers: int = 2000,
    until: date,
    seed: int = 1,
    years: int = 2,
    write_csv: bool = False,
    parameters: Truth | None = None,
) -> DemoShop:
    """
    Write a shop with so many buyers that has sold for so many years up to and including a day.

    The same arguments give the same bytes. A million buyers stream through bounded memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    days = years * DAYS_A_YEAR
    start = until - timedelta(days=days - 1)
    drawn_from = parameters or Truth()
    shop = stream.open_shop(drawn_from, customers, start=start, days=days, seed=seed)
    rhythms, occasions = rhythm.draw(drawn_from, customers, start=start, days=days, seed=seed)
    known = _with_return_rates(drawn_from, shop)

    accounts = _write(folder / "customers.parquet", other_files.customers(shop, rhythms, start=start, seed=seed))
    _write(folder / "products.parquet", [other_files.products(shop)])
    _write(folder / "costs.parquet", [other_files.costs(shop, start=start)])
    _write(
        folder / "truth.parquet",
        (_stamped(part, known) for part in other_files.truth(shop, rhythms, occasions, start=start)),
    )
    wished = stream.wishes(shop, occasions, seed=seed)
    del occasions
    counts = _write_orders(folder, shop, wished, start=start, seed=seed, write_csv=write_csv)
    return DemoShop(
        orders=folder / "orders.parquet",
        customers=folder / "customers.parquet",
        products=folder / "products.parquet",
        costs=folder / "costs.parquet",
        visits=folder / "visits.parquet",
        truth=folder / "truth.parquet",
        orders_csv=folder / "orders.csv" if write_csv else None,
        counts=Counts(buyers=customers, accounts=accounts, **counts),
        parameters=known,
    )


def _write_orders(
    folder: Path, shop: Shop, wished: Wishes, *, start: date, seed: int, write_csv: bool
) -> dict[str, int]:
    counts = dict.fromkeys(("sales", "returns", "canceled", "lines", "visits", "parts"), 0)
    with ExitStack() as files:
        write_orders = files.enter_context(_opened(folder / "orders.parquet", _parquet))
        write_visits = files.enter_context(_opened(folder / "visits.parquet", _parquet))
        write_rows = files.enter_context(_opened(folder / "orders.csv", csv.CSVWriter)) if write_csv else None
        for number, (orders, lines) in enumerate(stream.parts(shop, wished, seed=seed)):
            rows = orders_file.table(shop, orders, lines, start=start)
            write_orders(rows)
            if write_rows:
                write_rows(rows)
            rng = np.random.default_rng([seed, 6, number])
            events = visits.table(rng, shop, orders, lines, start=start, first_id=counts["visits"])
            write_visits(events)
            counts["sales"] += int((orders.kind == SALE).sum())
            counts["returns"] += int((orders.kind == RETURN).sum())
            counts["canceled"] += int((orders.kind > RETURN).sum())
            counts["lines"] += len(lines)
            counts["visits"] += len(events)
            counts["parts"] += 1
    return counts


def _with_return_rates(drawn_from: Truth, shop: Shop) -> Truth:
    wares = shop.catalog.products
    rates = dict(zip(wares.sku.tolist(), wares.return_rate.tolist(), strict=True))
    return Truth(**{**asdict(drawn_from), "return_rates": rates})


def _stamped(part: pa.Table, known: Truth) -> pa.Table:
    """Write the parameters into the file's own metadata, so that it explains itself."""
    return part.replace_schema_metadata({"truth": json.dumps(asdict(known), default=str)})


def _write(path: Path, parts: Iterable[pa.Table]) -> int:
    rows = 0
    with _opened(path, _parquet) as write:
        for part in parts:
            write(part)
            rows += len(part)
    return rows


def _parquet(path: Path, schema: pa.Schema) -> parquet.ParquetWriter:
    return parquet.ParquetWriter(path, schema, compression="zstd", compression_level=1)


@contextmanager
def _opened(path: Path, writer_of: Callable[[Path, pa.Schema], Any]) -> Iterator[Write]:
    """Open a file that takes the columns of the first part; it bears its name once it is whole."""
    unfinished = path.with_name(f"{path.name}.part")
    writers: list[Any] = []

    def write(part: pa.Table) -> None:
        if not writers:
            writers.append(writer_of(unfinished, part.schema))
        writers[0].write_table(part)

    try:
        yield write
    finally:
        for writer in writers:
            writer.close()
    unfinished.replace(path)
