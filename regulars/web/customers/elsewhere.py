"""What other programs hold of a person, as their files say: points with their tier, and how many tickets are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from regulars.base.kit import query
from regulars.base.workspace.models import Store

READ = """
    select b.program, b.points, b.tier, b.expires_on, b.as_of
    from profile_balance b join identity_person o on o.id = b.person_id
    where o.canonical_id = %(person)s and b.store_id = any(%(stores)s)
    order by b.as_of desc, b.id
"""


@dataclass(frozen=True, slots=True)
class Points:
    """A balance; `program` is empty where the file does not name it."""

    program: str
    points: Decimal
    tier: str
    expires_on: date | None
    as_of: datetime


def points(person: int, stores: Sequence[Store]) -> list[Points]:
    return [Points(*row) for row in query.rows(READ, person=person, stores=[store.id for store in stores])]
