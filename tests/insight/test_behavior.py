"""Visits are made of what sites tell, in whatever pieces it comes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from regulars.base.workspace.models import Store
from regulars.collect.models import Source
from regulars.insight import behavior
from regulars.insight.models import Look, Visit
from tests.make import sources
from tests.make.sources import NOW, letter, take_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(teahouse: Store) -> Source:
    return sources.source(teahouse)


def minutes(count: float) -> datetime:
    return NOW + timedelta(minutes=count)


def tell(
    site: Source, call: str, at: datetime = NOW, *, url: str = "", session: str | None = "s1", visitor: str = "v1",
    more: dict[str, Any] | None = None, **properties: Any,
) -> None:  # fmt: skip
    context: dict[str, Any] = {"page": {"url": url}, "sessionId": session, **(more or {})}
    message = {
        "type": "page" if call == "page" else "track", "event": call, "anonymousId": visitor, "context": context,
        "properties": properties, "timestamp": at.isoformat(), "sentAt": at.isoformat(),
    }  # fmt: skip
    letter(site, message, at=at)


def come(at: datetime = NOW) -> None:
    take_in(at=at)
    sources.heard("visits")


def test_a_visit_says_where_it_began_and_ended_and_what_was_done(site: Source):
    tell(site, "page", url="https://tea.example/green?utm_campaign=may&utm_source=letter")
    tell(site, "Product Viewed", sku="T-1", url="https://tea.example/green")
    tell(site, "Products Searched", minutes(1), query="Oolong", results=0)
    tell(site, "page", minutes(2), url="https://tea.example/cart")
    come()
    tell(site, "Product Added", minutes(3), sku="T-1")
    tell(site, "Page Left", minutes(4), seconds=70, depth=90, url="https://tea.example/cart")
    come()

    visit = Visit.objects.get()
    assert (visit.entry, visit.exit, visit.campaign, visit.origin) == ("/green", "/cart", "may", "letter")
    assert (visit.started_at, visit.ended_at, visit.last_act) == (NOW, minutes(4), "cart.added")
    counted = (visit.pages, visit.products, visit.searches, visit.in_vain, visit.carts, visit.seconds)
    assert counted == (2, 1, 1, 1, 1, 70)


def test_what_comes_late_joins_its_visit(site: Source):
    tell(site, "page", minutes(5), url="https://tea.example/b")
    come()
    tell(site, "page", url="https://tea.example/a")
    come()

    visit = Visit.objects.get()
    assert (visit.entry, visit.exit, visit.pages) == ("/a", "/b", 2)


def test_without_sessions_half_an_hour_of_silence_ends_a_visit(site: Source):
    for moment in (0, 20, 45):
        tell(site, "page", minutes(moment), session=None)
    come()
    tell(site, "page", minutes(70), session=None)
    tell(site, "page", minutes(110), session=None)
    come()

    visits = Visit.objects.order_by("started_at").values_list("started_at", "ended_at", "pages")
    assert list(visits) == [(NOW, minutes(70), 4), (minutes(110), minutes(110), 1)]


def test_programs_and_staff_and_nobody_make_no_visits(site: Source):
    tell(site, "page", more={"userAgent": "Googlebot/2.1"})
    tell(site, "page", more={"traffic": "staff"})
    tell(site, "Product Added", more={"unnamed": True}, sku="T-1")
    come()

    assert not Visit.objects.exists()


def test_looks_count_times_and_days(site: Source):
    for days in (0, 0, 1):
        tell(site, "Product Viewed", NOW + timedelta(days=days), sku="T-1", name="Oolong", session=str(days))
    come(minutes(1500))
    tell(site, "Product Viewed", NOW + timedelta(days=1), sku="T-1", session="1")
    tell(site, "Products Searched", query="  Tea  CUP ", results="0")
    come(minutes(1500))

    product, search = Look.objects.order_by("kind")
    assert (product.what, product.title, product.times, product.days) == ("T-1", "Oolong", 4, 2)
    assert (search.what, search.times, search.in_vain) == ("tea cup", 1, 1)


def test_many_events_take_no_more_statements_than_few(site: Source):
    for number in range(200):
        tell(site, "page", minutes(number / 100), visitor=f"v{number % 40}", session=None)
    take_in()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        sources.heard("visits")

    assert Visit.objects.count() == 40
    assert len(asked) < 25


def test_what_is_old_goes_with_what_sites_tell(site: Source):
    tell(site, "page", url="https://tea.example/")
    tell(site, "Product Viewed", minutes(90), visitor="v2", sku="T-1")
    come(minutes(90))

    assert behavior.let_go(minutes(60)) == 1
    assert [visit.visitor for visit in Visit.objects.all()] == ["v2"]
    assert Look.objects.count() == 1
