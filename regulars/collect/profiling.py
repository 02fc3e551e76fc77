"""Look at every column of an imported file: how full it is, what its cells look like and say, and what is wrong.

The file is read as text once more, as an import reads it, and DuckDB counts. Values are kept only of columns in which
they repeat, so that the profile of a file names hardly anybody.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regulars.base.lake.engine import Engine, open_engine
from regulars.collect import imports
from regulars.collect.models import FileProfile, Import
from regulars.collect.reading import reader
from regulars.collect.reading.contacts import EMAIL
from regulars.collect.reading.plan import Terms

if TYPE_CHECKING:
    import pyarrow

MEMORY = "512MB"
SHOWN = 5
OFTEN_ENOUGH = 3
LONGEST = 80
REPEATS = 0.5
"""Values are kept where at most so many of the filled cells differ."""
SHAPES: Mapping[str, str] = {
    "email": EMAIL,
    "day": r"^\d{4}-\d{2}-\d{2}([T ].*)?$",
    "date": r"^\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}.*$",
    "phone": r"^(\+|0)[\d\s()./-]{7,18}$",
    "number": r"^[-+(]?[£$€¥]?\s?\d[\d ,.''’]*[)%]?$",
}
"""From the narrowest on; of a column they count where most cells are so, and the rest is text."""
MOSTLY = 0.8
KEYS: Mapping[str, frozenset[str]] = {
    "customers": frozenset({"user_id", "email"}),
    "products": frozenset({"sku"}),
}
"""What each row of a kind of file should have for itself."""
BLANKS = frozenset({"n/a", "na", "null", "none", "-", "--", "#n/a", "unknown", "nan", "undefined"})
COUNTS = """
    select count(*) as rows, count(*) filter (where trim({c}) <> '') as filled,
           count(distinct {c}) filter (where trim({c}) <> '') as distinct_,
           count(*) filter (where {c} <> trim({c})) as spaced,
           count(*) filter (where regexp_matches({c}, '\ufffd|Ã.|â€')) as broken,
           min(try_cast(replace(replace({c}, ',', ''), ' ', '') as double)) as least,
           max(try_cast(replace(replace({c}, ',', ''), ' ', '') as double)) as most,
           min({c}) filter (where regexp_full_match({c}, '{day}')) as first,
           max({c}) filter (where regexp_full_match({c}, '{day}')) as last, {shapes}
    from sheet
"""
FREQUENT = """
    select {c} as cell, count(*) as times from sheet where trim({c}) <> ''
    group by 1 order by times desc, cell limit {most}
"""


def describe(import_: Import, *, at: datetime) -> FileProfile | None:
    """
    Keep how the file of an import looks; nothing where the file is gone.

    :raises Unreadable: if it cannot be read any more.
    """
    path = Path(import_.path)
    if not path.is_file():
        return None
    terms = imports.terms(import_, at=at)
    with tempfile.TemporaryDirectory(prefix="profile-") as work, open_engine(memory=MEMORY) as engine:
        headings = spooled(path, terms, Path(work))
        meanings = {name: role for role, names in import_.understood.get("columns", {}).items() for name in names}
        sheet = Path(work) / "sheet.parquet"
        columns = [
            column(engine, sheet, place, name, meanings.get(name, ""), import_.kind)
            for place, name in enumerate(headings)
        ]
    kept = {"rows": columns[0]["rows"] if columns else 0, "columns": columns, "made_at": at}
    return FileProfile.objects.update_or_create(imported=import_, defaults=kept)[0]


def spooled(path: Path, terms: Terms, work: Path) -> list[str]:
    """Write the cells of a file as text into Parquet, a block at a time; its headings."""
    import pyarrow as pa
    from pyarrow import parquet

    sheet = reader.opened(path, terms, work)
    schema = pa.schema([(f"c{place}", pa.string()) for place in range(len(sheet.headings))])
    with parquet.ParquetWriter(work / "sheet.parquet", schema) as writer:
        for table in tables(sheet.blocks(), schema):
            writer.write_table(table)
    return sheet.headings


def tables(blocks: Iterator[Any], schema: "pyarrow.Schema") -> Iterator["pyarrow.Table"]:
    import pyarrow as pa

    for block in blocks:
        yield pa.Table.from_arrays([cells.cast(pa.string()) for cells in block.columns], schema=schema)


def column(engine: Engine, sheet: Path, place: int, heading: str, role: str, kind: str) -> dict[str, Any]:
    """One column as it is kept, in plain values."""
    name = f"c{place}"
    shapes = ", ".join(
        f"count(*) filter (where regexp_full_match({name}, '{form}')) as is_{shape}" for shape, form in SHAPES.items()
    )
    asked = COUNTS.format(c=name, day=SHAPES["day"], shapes=shapes)
    [found] = engine.run(asked, sheet=sheet).to_pylist()
    shape = next(
        (each for each in SHAPES if found["filled"] and found[f"is_{each}"] >= MOSTLY * found["filled"]), "text"
    )
    often = [
        [row["cell"][:LONGEST], row["times"]]
        for row in engine.run(FREQUENT.format(c=name, most=SHOWN), sheet=sheet).to_pylist()
    ]
    return {
        "heading": heading, "role": role, "rows": found["rows"], "filled": found["filled"],
        "distinct": found["distinct_"], "shape": shape,
        "least": found["least"] if shape == "number" else found["first"] if shape == "day" else None,
        "most": found["most"] if shape == "number" else found["last"] if shape == "day" else None,
        "often": kept(often, found), "wrong": wrong(found, shape, role, kind, often),
    }  # fmt: skip


def kept(often: Sequence[Sequence[Any]], found: Mapping[str, Any]) -> list[Sequence[Any]]:
    """The frequent values, if they repeat; what nearly every row has for itself may be somebody's."""
    if found["distinct_"] > REPEATS * found["filled"]:
        return []
    return [pair for pair in often if pair[1] >= OFTEN_ENOUGH]


def wrong(
    found: Mapping[str, Any], shape: str, role: str, kind: str, often: Sequence[Sequence[Any]]
) -> list[list[Any]]:
    """What looks wrong, each with how many cells it is about."""
    rows, filled, distinct = found["rows"], found["filled"], found["distinct_"]
    fits = found.get(f"is_{shape}", filled)
    blanks = sum(times for cell, times in often if cell.strip().lower() in BLANKS)
    said = [
        ("empty", rows if not filled else 0),
        ("nearly_empty", rows - filled if filled and filled < 0.05 * rows else 0),
        ("one_value", filled if distinct == 1 and filled > 1 else 0),
        ("mixed", filled - fits),
        ("repeated", filled - distinct if role in KEYS.get(kind, ()) else 0),
        ("spaces", found["spaced"]),
        ("broken", found["broken"]),
        ("blanks", blanks),
        ("unread", filled if not role else 0),
    ]
    return [[name, count] for name, count in said if count]
