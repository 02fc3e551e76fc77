"""Say so where the lake lies outside the home, as in a bucket, and so in no backup."""

from pathlib import Path

from regulars.config import environ
from regulars.config.home import Home


def elsewhere(home: Home) -> str | None:
    """Where the lake lies, if that is not the home's own folder."""
    named = environ.text("REGULARS_LAKE", str(home.lake))
    return None if "://" not in named and Path(named).resolve() == home.lake.resolve() else named


def left_out(home: Home) -> list[str]:
    where = elsewhere(home)
    if where is None:
        return []
    return [f"The lake lies at {where} and is not in the file: keep copies of it there, or let it be made anew."]


def not_restored(home: Home) -> list[str]:
    """The next export compares each table with the database, and mends what does not fit (`base/lake/export.py`)."""
    where = elsewhere(home)
    if where is None:
        return []
    return [
        f"The lake at {where} was not part of it. Run `regulars lake export`: tables that are newer than the restored "
        "database are cut back or written anew, so that both say the same."
    ]
