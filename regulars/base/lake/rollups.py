"""Keep the roll-ups: the months in which their table's files changed are summed anew."""

from datetime import date
from typing import TYPE_CHECKING

from regulars.base.lake import shaping, spool
from regulars.base.lake.delta import Lake
from regulars.base.lake.table import MONTH, RollUp

if TYPE_CHECKING:
    from deltalake import DeltaTable

type Months = dict[date, frozenset[str]]


def refresh(lake: Lake, rollup: RollUp) -> int:
    """
    Bring a roll-up to the present version of the table that it is over, in one commit that names the version.

    :returns: how many rows were written.
    """
    over = lake.open(rollup.over)
    if over is None:
        return 0
    mark = f"{lake.mark}-{rollup.over}"
    held = lake.open(rollup.table.name)
    seen = held.transaction_version(mark) if held is not None else None
    if seen == over.version():
        return 0
    now, before = months(over), known(lake, rollup.over, seen)
    changed = sorted(month for month in now.keys() | before.keys() if now.get(month) != before.get(month))
    if held is None:
        changed = sorted(now)
    if not changed and held is not None:
        return 0
    with (
        spool.folder() as folder,
        shaping.shaper({rollup.over: lake.rows(over, changed)}, scratch=folder) as shaper,
    ):
        rows = shaper.rows(rollup.table)
        return lake.replace_months(rollup.table, rows, months=changed, mark=mark, number=over.version())


def months(table: "DeltaTable") -> Months:
    """The files of each month."""
    import pyarrow as pa

    files = pa.table(table.get_add_actions(flatten=True)).select(["path", f"partition.{MONTH}"]).to_pylist()
    found: dict[date, set[str]] = {}
    for file in files:
        found.setdefault(file[f"partition.{MONTH}"], set()).add(file["path"])
    return {month: frozenset(paths) for month, paths in found.items()}


def known(lake: Lake, name: str, version: int | None) -> Months:
    """The files of each month at the version that was summed; none where it is no longer known."""
    if version is None:
        return {}
    try:
        table = lake.open(name, version)
    except Exception:  # deltalake says in many ways that the log of a version is gone
        return {}
    return months(table) if table is not None else {}
