"""Whom an identifier belongs to: people as they are now, by what another tool knows of them."""

import re
from collections.abc import Sequence

from regulars.base.kit import query
from regulars.identity.kinds import IdentifierKind

MOST = 200
TAIL = 4  # digits in the index of how phone numbers end
WHOLE = 7  # from so many digits on, a number is a whole one and may begin with zeros for a country or an area
EXACT = """
    select distinct p.canonical_id from identity_identifier i join identity_person p on p.id = i.person_id
    where i.circle_id = %(circle)s and i.kind = %(kind)s and i.scope = any(%(scopes)s) and i.value = %(value)s
    limit %(most)s
"""
BY_TAIL = """
    select distinct p.canonical_id from identity_identifier i join identity_person p on p.id = i.person_id
    where i.circle_id = %(circle)s and i.kind = 'phone' and "right"(i.value, 4) = %(tail)s
      and i.value like %(pattern)s
    limit %(most)s
"""


def by_email(circle: int, address: str) -> list[int]:
    """The people of an e-mail address, however it is written."""
    return known(EXACT, circle, kind=IdentifierKind.EMAIL.value, scopes=[""], value=address.strip().lower())


def by_user_id(circle: int, value: str, *, scopes: Sequence[str]) -> list[int]:
    """The people whom one of these stores (by public id) knows by this number."""
    return known(EXACT, circle, kind=IdentifierKind.USER.value, scopes=list(scopes), value=value.strip())


def by_phone(circle: int, number: str) -> list[int]:
    """The people whose number ends in these digits; nobody for fewer than four."""
    tail = digits(number)
    if len(tail) < TAIL:
        return []
    return known(BY_TAIL, circle, tail=tail[-TAIL:], pattern=f"%{tail}")


def digits(number: str) -> str:
    """The digits of a number as it is dialed from anywhere."""
    bare = re.sub(r"\D", "", number.replace("(0)", ""))
    return bare.lstrip("0") if len(bare) >= WHOLE else bare


def known(statement: str, circle: int, **values: object) -> list[int]:
    return sorted(id for (id,) in query.rows(statement, circle=circle, most=MOST, **values))
