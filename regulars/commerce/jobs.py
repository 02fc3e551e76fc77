"""What commerce does by the clock."""

from regulars.commerce import merging, supports


def sweep_tables() -> None:
    """Drop the tables of merges and undoings that could not be dropped, or were left behind."""
    merging.sweep()
    supports.sweep()
