"""Which orders are meant by what was typed: by number, parcel, end of a phone number, or customer; a bounded set."""

import re

from regulars.base.kit import query, text
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Order
from regulars.identity import lookup
from regulars.web.customers import search as customers

MOST = 2_000
ENOUGH = 200
PHONELIKE = re.compile(r"\+?[\d\s().\-/]{4,20}")
# The range lets an index of any collation find the few that `starts_with` then proves.
NAMED = """
    (select id, true from commerce_order where store_id = %(store)s and number = any(%(numbers)s))
    union all
    (select id, true from commerce_order
     where store_id = %(store)s and not (parcel_number = '') and parcel_number = any(%(parcels)s) limit %(most)s)
    union all
    (select id, false from commerce_order
     where store_id = %(store)s and number >= %(low)s and number < %(high)s and starts_with(number, %(low)s)
     order by number limit %(most)s)
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
    is_exact, found = named(words, store=store, staff=staff, most=MOST)
    if is_exact:
        return sorted(found)
    if people := who(words, store=store, staff=staff):
        found |= {id for (id,) in query.rows(OF_PEOPLE, store=store.id, people=people, most=MOST)}
    return sorted(found)


def meant(typed: str, *, store: Store, staff: Staff) -> list[int]:
    """
    The orders that a few letters mean in the search of everything; where some are meant exactly, these alone.

    By number or its beginning, by parcel, by the end of the buyer's phone number, or by the whole of their address;
    the latter three for those alone who see contact details. Names find the people themselves.
    """
    words = text.squeeze(typed)
    is_exact, found = named(words, store=store, staff=staff, most=ENOUGH)
    if not is_exact and (people := buyers(words, store=store, staff=staff)):
        found |= {id for (id,) in query.rows(OF_PEOPLE, store=store.id, people=people, most=ENOUGH)}
    return sorted(found)


def named(words: str, *, store: Store, staff: Staff, most: int) -> tuple[bool, set[int]]:
    """The orders of this number or parcel, and whether there are any; else those whose number begins so."""
    rows = query.rows(
        NAMED, store=store.id, numbers=numbers(words), parcels=parcels(words) if staff.sees_contact_details else [],
        low=words, high=f"{words}\U0010ffff", most=most,
    )  # fmt: skip
    exact = {id for id, is_exact in rows if is_exact}
    return bool(exact), exact or {id for id, _ in rows}


def buyers(words: str, *, store: Store, staff: Staff) -> list[int]:
    """Who has this address, or a number that ends so."""
    if not staff.sees_contact_details or not staff.may(Act.SEE, Thing.PEOPLE):
        return []
    if "@" in words:
        return lookup.by_email(store.circle_id, words)
    return lookup.by_phone(store.circle_id, words) if PHONELIKE.fullmatch(words) else []


def with_number(number: str, *, store: Store) -> list[int]:
    """The order of exactly this number, with or without the sign that some shops put before it."""
    return list(Order.objects.filter(store=store, number__in=numbers(number)).values_list("id", flat=True))


def with_parcel(number: str, *, store: Store, staff: Staff) -> list[int]:
    """The orders of a parcel, however its number is spaced; none for who may not see where it goes."""
    if not staff.sees_contact_details:
        return []
    found = Order.objects.filter(store=store, parcel_number__in=parcels(number)).exclude(parcel_number="")
    return list(found.values_list("id", flat=True)[:MOST])


def numbers(typed: str) -> list[str]:
    bare = typed.lstrip("#")
    return sorted({typed, bare, f"#{bare}", typed.upper()})


def parcels(typed: str) -> list[str]:
    return sorted({typed, typed.upper(), typed.upper().replace(" ", "")} - {""})


def who(words: str, *, store: Store, staff: Staff) -> list[int]:
    if not staff.may(Act.SEE, Thing.PEOPLE):
        return []
    people = set(customers.people(words, staff=staff) or ())
    if staff.sees_contact_details and PHONELIKE.fullmatch(words):
        people |= set(lookup.by_phone(store.circle_id, words))
    return sorted(people)
