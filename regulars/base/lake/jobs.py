"""What the clock starts for the lake; `flow.py` says which tables there are."""

from collections.abc import Sequence

from regulars.base.kit import clock
from regulars.base.lake import export as exporting
from regulars.base.lake import upkeep
from regulars.base.lake.table import Given


def export(tables: Sequence[Given]) -> None:
    """Bring the lake up to date, after whoever does so now."""
    exporting.all_tables(tables, at=clock.now())


def compact(tables: Sequence[Given]) -> None:
    """Join small files and drop old ones."""
    upkeep.compact(tables)
