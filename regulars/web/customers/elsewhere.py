"""What other programs hold of a person, as their files say: points with their tier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

PARTS = """
      (select jsonb_agg(b order by b.as_of desc)
       from (select program, points, tier, expires_on, as_of from profile_balance
             where store_id = any(%(stores)s) and person_id in (select id from mine)) b)
"""


@dataclass(frozen=True, slots=True)
class Points:
    """A balance; `program` is empty where the file does not name it."""

    program: str
    points: Decimal
    tier: str
    expires_on: date | None
    as_of: datetime | None


def points(given: Sequence[Any]) -> list[Points]:
    """The balances, the newest first; `given` is what the parts found."""
    [rows] = given
    return [
        Points(**row | {"expires_on": parse_date(row["expires_on"] or ""), "as_of": parse_datetime(row["as_of"])})
        for row in rows or ()
    ]
