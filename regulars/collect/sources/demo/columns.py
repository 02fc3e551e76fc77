"""Turn NumPy arrays into Arrow columns as a shop's export has them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from regulars.collect.sources.demo.rows import Bools, Ints

ZONE = "Europe/London"
MONEY = pa.decimal128(12, 2)


def money(minor: Ints, present: Bools | None = None, *, kind: pa.DataType = MONEY) -> pa.Array:
    """Give whole units of the last decimal place as decimals; null where not present."""
    # A decimal128 is two 64-bit words, low first; the high one repeats the sign.
    words = np.empty((len(minor), 2), dtype=np.int64)
    words[:, 0] = minor
    words[:, 1] = words[:, 0] >> 63
    whole = pa.Array.from_buffers(kind, len(minor), [None, pa.py_buffer(words.tobytes())])
    return whole if present is None else pc.if_else(pa.array(present), whole, pa.scalar(None, kind))


def label(names: Sequence[str | None], codes: NDArray[Any]) -> pa.Array:
    """Give the name of each code; a code below zero is null."""
    indices = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.array(names, pa.string()).take(indices)


def text(numbers: Ints, digits: int = 0) -> pa.Array:
    """Write whole numbers, filled with zeros to so many digits."""
    plain = pa.array(numbers.astype(np.int64)).cast(pa.string())
    return pc.utf8_lpad(plain, digits, "0") if digits else plain


def joined(*parts: pa.Array | str) -> pa.Array:
    """Set texts side by side, row by row; null where one of them is null."""
    return pc.binary_join_element_wise(*parts, "")


def only_if(condition: Bools, values: pa.Array) -> pa.Array:
    """Keep the values where the condition holds, else null."""
    return pc.if_else(pa.array(condition), values, pa.scalar(None, values.type))


def moment(local_seconds: Ints, start: date) -> pa.Array:
    """Give the UTC moment of seconds on the shop's wall clock since the first midnight."""
    since = int((start - date(1970, 1, 1)).total_seconds())
    wall = pa.array(local_seconds.astype(np.int64) + since, pa.int64()).cast(pa.timestamp("s"))
    there = pc.assume_timezone(wall, ZONE, ambiguous="earliest", nonexistent="latest")
    return there.cast(pa.timestamp("us", tz=ZONE)).cast(pa.timestamp("us", tz="UTC"))
