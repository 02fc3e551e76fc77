"""Which orders are meant by what was typed: by number, parcel, end of a phone number, or customer; a bounded set."""

import re

from regulars.base.kit import query, text
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Order
from regulars.identity import lookup
from regulars.web.customers import search as customers

MOST = 2_000
PHONELIKE = re.compile(r"\+?[\d\s().\-/]{4,20}")
# The range lets an index of any collation find the few that `starts_with` then proves.
BEGINNING = """
    select id from commerce_order
    where store_id = %(store)s and number >= %(low)s and number < %(high)s and starts_with(number, %(low)s)
    order by number limit %(most)s
"""
OF_PEOPLE = """
    select id from commerce_order
    where store_id = %(store)s
      and person_id = any(array(select id from identity_person where canonical_id = any(%(people)s)))
    order by placed_at desc limit %(most)s
"""


def hits(typed: str, *, store: Store, staff: Staff) -> list[int] | None:
    """
    The orders that a search finds, the exact number or parcel before all else; None where nothing was typed.

    Who may not see contact details finds by order numbers and names alone.
    """
    words = text.squeeze(typed)
    if not words:
        return None
    exact = with_number(words, store=store) + with_parcel(words, store=store, staff=staff)
    if exact:
        return exact
    found = {id for (id,) in query.rows(BEGINNING, store=store.id, low=words, high=f"{words}\U0010ffff", most=MOST)}
    people = who(words, store=store, staff=staff)
    if people:
        found |= {id for (id,) in query.rows(OF_PEOPLE, store=store.id, people=people, most=MOST)}
    return sorted(found)


def with_number(number: str, *, store: Store) -> list[int]:
    """The order of exactly this number, with or without the sign that some shops put before it."""
    bare = number.lstrip("#")
    spellings = {number, bare, f"#{bare}", number.upper()}
    return list(Order.objects.filter(store=store, number__in=spellings).values_list("id", flat=True))


def with_parcel(number: str, *, store: Store, staff: Staff) -> list[int]:
    """The orders of a parcel, however its number is spaced; none for who may not see where it goes."""
    if not staff.sees_contact_details:
        return []
    spellings = {number, number.upper(), number.upper().replace(" ", "")} - {""}
    parcels = Order.objects.filter(store=store, parcel_number__in=spellings).exclude(parcel_number="")
    return list(parcels.values_list("id", flat=True)[:MOST])


def who(words: str, *, store: Store, staff: Staff) -> list[int]:
    if not staff.may(Act.SEE, Thing.PEOPLE):
        return []
    people = set(customers.hits(words, store=store, staff=staff) or ())
    if staff.sees_contact_details and PHONELIKE.fullmatch(words):
        people |= set(lookup.by_phone(store.circle_id, words))
    return sorted(people)
