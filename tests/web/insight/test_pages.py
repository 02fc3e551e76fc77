"""The pages of Insight: the answer in words, the table, the way to the people, the files."""

import csv
import html
import re
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Order
from regulars.identity.models import Person
from regulars.insight.models import Result, Run, Score
from regulars.web.customers.index import PAGE_SIZE
from regulars.web.insight import charts, pages
from regulars.web.insight.questions import QUESTIONS
from tests.conftest import At
from tests.make import commerce, workspace
from tests.make import insight as make
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
SLUGS = [question.slug for question in QUESTIONS]


def address(slug: str) -> str:
    return reverse("insight" if slug == "moves" else f"insight_{slug}")


def names_in(answer: Any) -> list[str]:
    return re.findall(r'table__name" href="([^"]*)"', answer.content.decode())


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "returns"])
def test_a_page_answers_in_words_and_shows_its_table(slug: str, at_work: Client, learned: Run):
    page = at_work.get(address(slug)).content.decode()

    lead = re.search(r'pagehead__lead">([^<]+)<', page)
    assert lead is not None
    assert re.search(r"\d", lead[1])
    assert "as of 1 Mar 2026" in page
    assert '<table class="table">' in page


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_takes_few_statements(slug: str, at_work: Client, learned: Run):
    with CaptureQueriesContext(connection) as asked:
        at_work.get(address(slug))

    assert len(asked) <= 12


def test_every_number_of_people_leads_to_as_many_customers(at_work: Client, learned: Run):
    cells = re.findall(r'href="(/customers/\?behind=[^"]+)">([\d,]+)<', at_work.get(address("rfm")).content.decode())

    assert len(cells) > 5
    for link, words in cells:
        assert len(names_in(at_work.get(link))) == min(int(words), PAGE_SIZE)


def test_the_list_says_behind_which_bar_its_people_stand(at_work: Client, learned: Run):
    page = at_work.get("/customers/?behind=cohort:2025-03+bought_after:2").content.decode()

    assert "First bought in Mar 2025, bought again in month 2 after" in page


def test_returns_are_told_by_product_and_by_person(at_work: Client, teahouse: Store):
    run = make.run(teahouse)
    Run.objects.filter(id=run.id).update(facts={"people": 7})
    bins = {"spent": "90.00", "value_365": None}
    product = {"title": "=Clay pot", "sku": "POT", "product_id": 1, "back": 0.4, "back_low": 0.3, "back_high": 0.5,
               "lines_year": 50, "lines_returned": 20, "lost_year": 760.0, "is_returned_most": True}  # fmt: skip
    make.result(run, "returns", [{"lines": 100, "lines_returned": 21, "back": 0.21}])
    make.result(run, "products", [product])
    make.result(run, "return_rates", [{"low": 0.25, "high": 0.5, "people": 7, **bins}])

    page = at_work.get(address("returns")).content.decode()
    table = at_work.get(reverse("insight_file", args=["returns", "returns", "csv"])).content.decode()

    assert "Something came back of 21% of the order lines of the last year; of “=Clay pot” it was 40%." in page
    assert "behind=return_min%3A0.25+return_max%3A0.5" in page
    assert "'=Clay pot" in table


def test_a_store_without_returns_is_told_so(at_work: Client, learned: Run):
    assert "Nothing has come back within a year" in at_work.get(address("returns")).content.decode()


def test_an_expected_value_that_is_not_known_says_why(at_work: Client, teahouse: Store):
    run = make.run(teahouse)
    make.result(run, "values", [])
    make.result(run, "models", [{"reason": "too_few_buyers"}])

    assert "it takes 50 buyers" in at_work.get(address("value")).content.decode()


def test_what_an_older_version_has_learned_is_learned_anew(at_work: Client, learned: Run):
    Result.objects.filter(run=learned, technique="moves").delete()

    assert "This comes with the next learning" in at_work.get(address("moves")).content.decode()


def test_without_orders_the_page_teaches_the_import(at_work: Client, teahouse: Store):
    assert "regulars import orders" in at_work.get(address("rfm")).content.decode()


def test_with_orders_the_page_teaches_to_learn(at_work: Client, teahouse: Store, li: Person, at: At):
    commerce.order(teahouse, "1", placed_at=at("2026-01-01"), person=li, tea="4.50")

    assert "regulars learn" in at_work.get(address("rfm")).content.decode()


def test_a_page_waits_for_its_picture_for_a_while_only(at_work: Client, learned: Run):
    waiting = at_work.get(address("rfm")).content.decode()
    part = reverse("insight_exhibit", args=["rfm", "rfm"])
    last = at_work.get(part, {"tries": pages.MOST_TRIES}).content.decode()
    charts.keep(learned, "en", [charts.Drawn("rfm", '<svg role="img"></svg>', b"\x89PNG")])
    drawn = at_work.get(part, {"tries": 3}).content.decode()

    assert f'hx-get="{part}?tries=1"' in waiting
    assert "hx-get" not in last
    assert ('<svg role="img">' in drawn, "hx-get" in drawn) == (True, False)


def test_the_table_and_the_picture_are_files(at_work: Client, learned: Run):
    charts.keep(learned, "en", [charts.Drawn("rfm", '<svg fill="var(--chart-1)"></svg>', b"\x89PNG")])

    table, svg, png = (
        at_work.get(reverse("insight_file", args=["rfm", "rfm", kind])) for kind in ("csv", "svg", "png")
    )

    rows = list(csv.reader(StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Recency", "Frequency", "People"]
    assert sum(int(row[2]) for row in rows[1:]) == Score.objects.filter(run=learned, recency__isnull=False).count()
    assert b"#0b6a52" in svg.content
    assert (png.content, png.headers["Content-Type"]) == (b"\x89PNG", "image/png")


@pytest.mark.parametrize("path", [("rfm", "pareto"), ("nothing", "rfm")])
def test_what_is_not_there_is_not_found(path: tuple[str, str], at_work: Client, learned: Run):
    assert at_work.get(reverse("insight_exhibit", args=path)).status_code == 404
    assert at_work.get(reverse("insight_file", args=[*path, "csv"])).status_code == 404


def test_another_circle_sees_nothing_of_it(learned: Run):
    other = workspace.store("Bookshop", circle="Books")
    stranger = signed_in(workspace.staff(other.circle, Role.OWNER, name="Otto"))

    assert stranger.get(reverse("insight_file", args=["rfm", "rfm", "csv"])).status_code == 404


def test_masked_roles_see_the_same_sums_and_no_contact(teahouse: Store, anna: Staff, learned: Run):
    page = signed_in(anna).get(address("rfm")).content.decode()

    assert "/customers/?behind=" in page
    assert "@example.com" not in page


def test_who_may_not_export_sees_the_table_and_no_file(teahouse: Store, learned: Run):
    viewer = signed_in(workspace.staff(teahouse.circle, Role.VIEWER, name="Vera"))

    page = viewer.get(address("rfm")).content.decode()

    assert "<table" in page
    assert reverse("insight_file", args=["rfm", "rfm", "csv"]) not in page
    assert "can be downloaded" not in page
    assert viewer.get(reverse("insight_file", args=["rfm", "rfm", "csv"])).status_code == 403


def test_the_reasons_of_returns_lead_to_the_returns(at_work: Client, teahouse: Store, li: Person, at: At):
    run = make.run(teahouse)
    Run.objects.filter(id=run.id).update(facts={"people": 7})
    make.result(run, "returns", [{"lines": 100, "lines_returned": 21, "back": 0.21}])
    make.result(run, "return_rates", [])
    row = {"returns": 1, "people": 1, "net": "9.50"}
    make.result(run, "return_reasons", [
        {"kind": "named", "reason": "Too bitter & cold"} | row, {"kind": "other", "reason": None} | row,
        {"kind": "none", "reason": None} | row,
    ])  # fmt: skip
    for number, reason in (("bitter", "Too bitter & cold"), ("late", "Late"), ("silent", "")):
        back = commerce.order(teahouse, number, placed_at=at("2026-02-01"), person=li, kind="return", tea="-4.50")
        with operations.doing(OperationKind.SYSTEM, store=teahouse, at=back.placed_at):
            Order.objects.filter(id=back.id).update(return_reason=reason)

    page = at_work.get(address("returns")).content.decode()
    links = [html.unescape(link) for link in re.findall(r'href="(/orders/\?kind=return[^"]+)"', page)]

    shown = [re.findall(r'table__name" href="[^"]*">([^<]+)<', at_work.get(link).content.decode()) for link in links]
    assert shown == [["bitter"], ["late"], ["silent"]]


def test_a_product_that_comes_back_leads_to_those_who_sent_it(at_work: Client, teahouse: Store, learned: Run):
    back = Order.objects.get(kind="return")
    product = back.lines.get().product
    assert product is not None

    answer = at_work.get("/customers/", {"sent_back": product.public_id})

    assert names_in(answer) == [reverse("person", args=[back.person.public_id])]
    assert f"Sent back “{product}”" in answer.content.decode()


def test_who_finds_no_picture_has_it_drawn_at_once(at_work: Client, learned: Run):
    def asked() -> int:
        return query.value("select count(*) from events where name = 'insight.charts_missed'")

    at_work.get(address("rfm"))
    at_work.get(reverse("insight_exhibit", args=["rfm", "rfm"]), {"tries": 2})
    first = asked()
    charts.keep(learned, "en", [charts.Drawn("rfm", "<svg/>", None)])
    at_work.get(address("rfm"))

    assert (first, asked()) == (1, 1)
