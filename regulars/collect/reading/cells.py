"""Work on whole columns of cells; what is costly is done once for each distinct text."""

import csv
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow

YES = (
    "yes",
    "true",
    "1",
    "y",
    "t",
    "active",
    "subscribed",
    "confirmed",
    "subscribe",
    "是",
    "已接受",
    "已订阅",
    "已訂閱",
    "上架",
)
NO = (
    "no",
    "false",
    "0",
    "n",
    "f",
    "draft",
    "archived",
    "unsubscribed",
    "not_subscribed",
    "suppressed",
    "-1",
    "否",
    "未接受",
    "下架",
)

BETWEEN = r"\s*[,;|，、]\s*"


def whole(column: "pyarrow.Array | pyarrow.ChunkedArray") -> "pyarrow.Array":
    """A column in one piece."""
    import pyarrow as pa

    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def distinctly(
    column: "pyarrow.Array | pyarrow.ChunkedArray", change: "Callable[[pyarrow.Array], pyarrow.Array]"
) -> "pyarrow.Array":
    """A change applied to the distinct texts of a column."""
    coded = whole(column).dictionary_encode()
    return change(coded.dictionary).take(coded.indices)


def mapped(column: "pyarrow.Array | pyarrow.ChunkedArray", rule: Callable[[str], str | None]) -> "pyarrow.Array":
    """A rule applied to each distinct text of a column."""
    import pyarrow as pa

    return distinctly(column, lambda texts: pa.array([rule(text) for text in texts.to_pylist()], pa.string()))


def joined(one: "pyarrow.Array", other: "pyarrow.Array", by: str) -> "pyarrow.Array":
    """Both texts where there are two, else the one there is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    one, other = (column.cast(pa.string()) for column in (one, other))
    return pc.coalesce(pc.binary_join_element_wise(one, other, by), one, other)


def listed(column: "pyarrow.Array") -> "pyarrow.Array":
    """Lists of what stands between commas, or between quotation marks or in JSON where a cell begins so."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pc.any(pc.match_substring_regex(column, r'^["\[]')).as_py():
        return pa.array([None if text is None else items(text) for text in column.to_pylist()], pa.list_(pa.string()))
    bare = pc.replace_substring_regex(column, r"^[,;|\s]+|[,;|\s]+$", "")
    bare = pc.if_else(pc.equal(bare, ""), pa.scalar(None, pa.string()), bare)
    return pc.split_pattern_regex(bare, BETWEEN)


def items(text: str) -> list[str] | None:
    """What one cell lists; none where it lists nothing."""
    found: list[object] = re.split(BETWEEN, text)
    if text.startswith('"'):
        found = [*next(csv.reader([text], skipinitialspace=True), [])]
    elif text.startswith("["):
        try:
            read = json.loads(text)
        except ValueError:
            read = found
        found = read if isinstance(read, list) else found
    return [word for item in found if (word := str(item).strip())] or None


def flagged(column: "pyarrow.Array") -> "pyarrow.Array":
    """True or false where a text says so."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lowered = pc.utf8_lower(column)
    no = pc.if_else(pc.is_in(lowered, pa.array(NO)), False, pa.scalar(None, pa.bool_()))
    return pc.if_else(pc.is_in(lowered, pa.array(YES)), True, no)
