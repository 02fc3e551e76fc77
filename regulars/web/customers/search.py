"""Find people by a part of their name, e-mail, phone or number, or by the number of an order of theirs."""

from regulars.base.kit import query
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Order
from regulars.web.layout import grams

MOST = 1_000
FIND = """
    select p.canonical_id
    from profile_profile f join identity_person p on p.id = f.person_id
    where search_grams(f.search) @> %(grams)s::text[]
      and f.search like all (%(patterns)s::text[])
      and (not %(masked)s or search_folded(f.name) like all (%(patterns)s::text[]))
      and p.circle_id = %(circle)s
    limit %(most)s
"""


def hits(typed: str, *, store: Store | None, staff: Staff, most: int = MOST) -> list[int] | None:
    """
    The canonical people that a search finds, `most` at most; None where nothing that can be looked for was typed.

    Who may not see contact details finds people by their names and order numbers alone.
    """
    if not typed.strip():
        return None
    found = set(orders(typed.strip(), store=store, staff=staff))
    known = people(typed, staff=staff, most=most)
    return sorted(found | known) if known is not None else sorted(found) or None


def people(typed: str, *, staff: Staff, most: int = MOST) -> set[int] | None:
    """Those whose names (or contacts, for who may see them) hold all that was typed; None where it is too short."""
    wanted = grams.wanted(typed)
    if wanted is None:
        return None
    params = {
        "grams": wanted.grams,
        "patterns": wanted.patterns,
        "masked": not staff.sees_contact_details,
        "circle": staff.circle_id,
        "most": most,
    }
    return {id for (id,) in query.rows(FIND, params)}


def orders(number: str, *, store: Store | None, staff: Staff) -> list[int]:
    """Whose order has exactly this number."""
    visible = Order.objects.visible_to(staff).filter(store=store, number=number, person__isnull=False)
    return list(visible.values_list("person__canonical_id", flat=True))
