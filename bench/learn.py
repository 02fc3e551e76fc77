"""
Learn from a million customers and twenty million lines, and set the time beside one aggregate over the same Parquet.

    python -m bench.learn [FOLDER] [CUSTOMERS]

The folder (a temporary one, if none is named) is filled by `bench.make_data` if it has no tables yet, which is not
counted.
"""

import resource
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from bench import make_data
from regulars.base.lake.engine import open_engine
from regulars.base.lake.inputs import View
from regulars.insight import learn
from regulars.insight.learn import Tables

RETURNS = "select order_id, person, placed_on, net, cast(null as varchar) as reason from {orders} where kind = 'return'"
UNTIL = date(2026, 11, 20)
AGGREGATE = """
    select person, product_id, sum(net) as net, sum(quantity) as quantity, max(placed_on) as last_on
    from lines group by all order by net desc limit 100
"""


def main(folder: Path, customers: int) -> None:
    """Print the seconds of each step, the ratio and the peak of memory."""
    if not (folder / "lines.parquet").exists():
        make_data.learn_tables(folder, customers, until=UNTIL)
    files = {name: folder / f"{name}.parquet" for name in ("orders", "lines", "people", "products")}
    with open_engine() as engine:
        began = perf_counter()
        engine.run(AGGREGATE, lines=files["lines"])
        aggregate = perf_counter() - began
        returns = View(RETURNS, {"orders": files["orders"]})
        learned = learn.learn(engine, Tables(**files, returns=returns), as_of=UNTIL)
    took = sum(learned.seconds.values())
    for name, seconds in learned.seconds.items():
        print(f"{name:12} {seconds:8.2f} s")  # noqa: T201
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"learn {took:.1f} s, one aggregate {aggregate:.1f} s, ratio {took / aggregate:.1f}, peak {peak:.1f} GiB")  # noqa: T201


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else own), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
