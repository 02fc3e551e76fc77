"""A walk over all pages meets every row that exists all the while exactly once, in few queries."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.profile.kinds import FieldKind
from tests.make import commerce, identity, profile, workspace
from tests.make.identity import SEEN

pytestmark = pytest.mark.django_db
MOST_QUERIES = 6


def walk(caller, path, *, between=lambda: None, **query):
    """Every item of a list, page by page; something may happen `between` the pages."""
    items, cursor = [], None
    while True:
        page = caller.get(path, **query, **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items
        between()


@settings(max_examples=12)
@given(stored=st.integers(0, 7), added=st.integers(1, 2), limit=st.integers(1, 3), days=st.integers(-2, 4))
def test_orders_come_once_while_others_are_added(caller, teahouse, stored, added, limit, days):
    def add():
        for _ in range(added):
            day = SEEN + timedelta(days=days)
            commerce.order(teahouse, f"b{commerce.Order.objects.count()}", placed_at=day)

    with transaction.atomic():
        stores = [teahouse, workspace.store("Coffeehouse")]
        days_stored = [(stores[number % 2], SEEN + timedelta(days=number // 2)) for number in range(stored)]
        known = [
            commerce.order(store, f"a{number}", placed_at=day).public_id
            for number, (store, day) in enumerate(days_stored)
        ]
        met = [order["id"] for order in walk(caller, "/orders", limit=limit, between=limited(add, 4))]
        transaction.set_rollback(True)

    assert len(met) == len(set(met))
    assert set(known) <= set(met)


def limited(act, times):
    """`act`, which does nothing any more after so many times."""
    left = iter(range(times))
    return lambda: act() if next(left, None) is not None else None


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
def test_people_come_once_whatever_the_page_is(caller, circle, limit):
    made = [identity.person(circle).public_id for _ in range(7)]

    met = [person["id"] for person in walk(caller, "/people", limit=limit)]

    assert met == made[::-1]


def test_orders_of_several_stores_come_latest_first(caller, teahouse, at):
    other = workspace.store("Coffeehouse")
    for day, store in enumerate([teahouse, other, other, teahouse, other], start=1):
        commerce.order(store, str(day), placed_at=at(f"2026-03-0{day}"))

    assert [order["number"] for order in walk(caller, "/orders", limit=2)] == ["5", "4", "3", "2", "1"]


@pytest.mark.parametrize("path", ["/people", "/orders?lines=true", "/products", "/operations", "/stores"])
def test_a_page_takes_few_queries_however_long_it_is(caller, teahouse, at, path):
    counts = []
    size = profile.field(teahouse.circle, "Size", FieldKind.NUMBER)
    for start in (0, 5):
        for number in range(start, start + 5):
            person = identity.person(teahouse.circle, email=f"{number}@teahouse.example")
            commerce.order(teahouse, str(number), placed_at=at("2026-03-01"), person=person, tea="4.50", cup="1")
            workspace.store(f"Branch {number}")
            profile.says(person, size, str(number))
        caller.get("/stores")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            caller.get(path)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= MOST_QUERIES


def test_only_what_was_written_since_then_is_listed(caller, teahouse, at):
    commerce.product(teahouse, "T-1")

    assert len(caller.get("/products", updated_since="2024-01-01T00:00:00Z")["items"]) == 1
    assert caller.get("/products", updated_since="2024-01-03T00:00:00Z")["items"] == []
