"""The index of products, the page of one, and the categories."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Order, Product
from regulars.insight.models import ProductScore, Run
from regulars.web.lists.asked import Asked
from regulars.web.products import index
from tests.make import commerce, workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def skus(store: Store, staff: Staff, run: Run | None, **asked: str) -> list[str]:
    page = index.page(Asked(**asked), store=store, staff=staff, run=run, today=None)
    return [row.product.sku for row in page.rows]


def test_what_sold_most_stands_first_and_what_never_sold_last(teahouse: Store, owner: Staff, learned: Run):
    commerce.product(teahouse, "CUP", "Tea cup")
    by_sales = list(
        ProductScore.objects.filter(run=learned).order_by("-net_year").values_list("product__sku", flat=True)
    )

    assert skus(teahouse, owner, learned) == [*by_sales, "CUP"]
    assert set(skus(teahouse, owner, learned, search="pot")) == {"POT-01"}


@pytest.mark.parametrize("sort", [way + sort for sort in index.SORTS for way in ("", "-")])
def test_paging_shows_every_product_once(
    sort: str, teahouse: Store, owner: Staff, learned: Run, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index, "PAGE_SIZE", 2)
    commerce.product(teahouse, "CUP", "Tea cup")
    seen, after = [], ""
    while True:
        page = index.page(Asked(sort=sort, after=after), store=teahouse, staff=owner, run=learned, today=None)
        seen += [row.product.sku for row in page.rows]
        if page.following is None:
            break
        after = page.following

    assert sorted(seen) == ["CUP", "POT-01", "TEA-01", "TEA-02"]
    assert sort.endswith("title") or seen[-1] == "CUP"


def test_the_page_says_who_buys_it_and_why_it_comes_back(teahouse: Store, at_work: Client, learned: Run):
    back = Order.objects.get(kind="return")
    with operations.doing(OperationKind.SYSTEM, store=teahouse, at=back.placed_at):
        Order.objects.filter(id=back.id).update(return_reason="Too bitter")
    product = back.lines.get().product
    assert product is not None

    page = at_work.get(reverse("product", args=[product.public_id])).content.decode()

    assert "Who buys it" in page
    assert "Too bitter" in page
    assert page.count("bars__bar") >= 24


def test_who_may_not_see_insight_sees_the_product_alone(teahouse: Store, learned: Run):
    agent = signed_in(workspace.staff(teahouse.circle, Role.AGENT, name="Rita"))

    page = agent.get(reverse("product", args=[Product.objects.get(sku="POT-01").public_id])).content.decode()

    assert "Clay pot" in page
    assert "Who buys it" not in page


def test_categories_are_told_with_their_sales(teahouse: Store, at_work: Client, learned: Run):
    page = at_work.get(reverse("categories")).content.decode()

    assert "without a category" in page
    assert "sparkline" in page


@pytest.mark.parametrize("name", ["products", "product", "categories"])
def test_pages_of_products_take_few_statements(name: str, at_work: Client, learned: Run):
    path = reverse(name, args=[Product.objects.get(sku="TEA-01").public_id] if name == "product" else [])
    with CaptureQueriesContext(connection) as asked:
        answer = at_work.get(path)

    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, [query["sql"][:90] for query in asked]
