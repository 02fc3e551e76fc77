"""The page of visits counts what the site tells, and leads from every number to its people."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from regulars.base.workspace.models import Store
from regulars.collect.models import Source
from regulars.commerce import carts
from regulars.identity.models import Identifier
from tests.make import sources
from tests.web.conftest import *  # noqa: F403

pytestmark = pytest.mark.django_db(transaction=True)
EARLY = timedelta(hours=6)


@pytest.fixture
def site(teahouse: Store) -> Source:
    return sources.source(teahouse)


def tell(
    site: Source, visitor: str, call: str, *, url: str = "https://tea.example/", days: float = 0, **more: Any
) -> None:
    at = now() - EARLY - timedelta(days=days)
    properties = {name: value for name, value in more.items() if name != "context"}
    context: dict[str, Any] = {"page": {"url": url}, **more.get("context", {})}
    message = {
        "type": "page" if call == "page" else "track", "event": call, "anonymousId": visitor, "context": context,
        "properties": properties, "timestamp": at.isoformat(), "sentAt": at.isoformat(),
    }  # fmt: skip
    sources.letter(site, message, at=at)


def heard(at: datetime | None = None) -> None:
    sources.take_in(at=at or now())
    for name in ("visits", "carts", "traits"):
        sources.heard(name)


def figures(answer: Any) -> dict[str, str]:
    return {figure.label: figure.value for figure in answer.context["figures"]}


def tables(answer: Any) -> dict[str, list[tuple[str, str, str]]]:
    return {
        table.title: [(row.what, row.people, row.address) for row in table.rows] for table in answer.context["tables"]
    }


def listed(at_work: Client, address: str) -> int:
    answer = at_work.get(address)
    return len(answer.context["page"].rows)


@pytest.fixture
def visited(site: Source) -> Source:
    """Three who came by a letter, one of whom bought; one who searched in vain; one who watches a tea."""
    for visitor in ("v1", "v2", "v3"):
        tell(site, visitor, "page", url="https://tea.example/green?utm_campaign=may&utm_source=letter")
    tell(site, "v1", "Product Viewed", sku="T-1", name="Oolong", url="https://tea.example/green")
    tell(site, "v2", "Product Added", sku="T-1", name="Oolong", price="12.50", currency="GBP")
    tell(site, "v3", "Order Completed", order_id="1")
    tell(site, "v4", "Products Searched", query="matcha", results=0)
    for days in range(3):
        tell(site, "v5", "Product Viewed", sku="T-2", name="Pu’er", days=days)
    tell(site, "v6", "page", days=40)
    tell(site, "v7", "page", context={"traffic": "staff"})
    heard()
    carts.abandon(at=now())
    return site


def test_without_visits_the_page_says_how_to_begin(at_work: Client):
    assert "regulars sources add events" in at_work.get(reverse("insight_visits")).content.decode()


def test_the_page_counts_visits_and_what_became_of_them(at_work: Client, visited: Source):
    answer = at_work.get(reverse("insight_visits"))

    said = figures(answer)
    assert said["Visits"] == "7"
    assert said["Carts left behind"].startswith("1 · £")
    found = tables(answer)
    assert [row[:2] for row in found["What brings them"]] == [("may", "3")]
    assert [row[:2] for row in found["Searched in vain"]] == [("matcha", "1")]
    assert [row[:2] for row in found["Watched and not bought"]] == [("Pu’er", "1")]


def test_every_number_leads_to_its_people(at_work: Client, visited: Source):
    answer = at_work.get(reverse("insight_visits"))

    for rows in tables(answer).values():
        for _what, people, address in rows:
            assert listed(at_work, address) == int(people), address
    assert [listed(at_work, figure.people) for figure in answer.context["figures"]] == [5, 2, 2, 0, 1]


def test_somebody_of_whom_something_does_not_hold(at_work: Client, visited: Source):
    assert listed(at_work, f"{reverse('customers')}?visited_on_within=30&campaign_not=may") == 2
    assert listed(at_work, f"{reverse('customers')}?looked_at=T-2") == 1


def test_the_page_takes_a_bounded_number_of_statements(
    at_work: Client, visited: Source, django_assert_max_num_queries: Any
):
    with django_assert_max_num_queries(24):
        at_work.get(reverse("insight_visits"))


def test_the_page_of_a_person_shows_visits_looks_and_the_open_cart(at_work: Client, visited: Source):
    person = Identifier.objects.get(value="v2").person

    page = at_work.get(reverse("person", args=[person.public_id]))

    site = page.context["site"]
    assert [ware.title for ware in site.cart.wares] == ["Oolong"]
    assert (site.cart.is_left, site.visits[0].entry, site.visits[0].words) == (True, "/green", "may")
    assert "Put “Oolong” into the cart" in page.content.decode()
