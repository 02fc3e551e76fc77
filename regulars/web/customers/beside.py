"""What stands beside the facts of a person: what they did on the site, said, wished for, and hold in other programs."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from regulars.base.kit import query
from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.web.customers import elsewhere, onsite, voiced

MOST = 5
READ = f"""
    with mine as (select id from identity_person
                  where id = %(person)s or canonical_id = %(person)s and canonical_id <> id)
    select {onsite.PARTS}, {voiced.PARTS}, {elsewhere.PARTS}
"""


def of(person: Person, store: Store | None, stores: Sequence[Store], staff: Staff) -> dict[str, Any]:
    """All of it by one statement; nothing where no store is chosen."""
    if store is None:
        return {}
    ids = [each.id for each in stores]
    row = query.row(READ, person=person.id, store=store.id, stores=ids, most=MOST)
    given = [json.loads(part, parse_float=Decimal) if part else None for part in row]
    return {
        "site": onsite.of(given[:3], store, staff),
        "voiced": voiced.of(given[3:6]),
        "points": elsewhere.points(given[6:]),
    }
