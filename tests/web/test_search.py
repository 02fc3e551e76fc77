"""The global search: who and what is found, by whom, and that every question goes along an index."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.kit import query
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.web.customers import typos as people
from regulars.web.layout import typos
from regulars.web.orders import search as orders
from regulars.web.products import search as products
from tests.conftest import At
from tests.make import commerce, identity, profile, workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def found(client: Client, typed: str) -> list[str]:
    page = client.get(reverse("palette"), {"q": typed}).content.decode()
    return re.findall(r'found__words">([^<]*)<', page)


@pytest.fixture
def chloe(teahouse: Store) -> Person:
    person = identity.person(teahouse.circle)
    profile.of(person, name="Chloé Dufour", search="chloe dufour chloe@example.com +447700900123 c42")
    return person


@pytest.mark.parametrize("typed", ["chloé", "hlo", "chloe@example.com", "7700 900-123", "900123", "C42"])
def test_a_customer_is_found_by_any_part_of_what_is_known(typed: str, chloe: Person, at_work: Client):
    assert found(at_work, typed) == ["Chloé Dufour"]


@pytest.mark.parametrize("typed", ["dufuor", "dufor", "duffour", "dufout", "sufour", "chloe dufuor"])
def test_a_slip_in_one_word_is_forgiven(typed: str, chloe: Person, teahouse: Store, at_work: Client):
    profile.of(identity.person(teahouse.circle), name="Dora Fournier")

    assert found(at_work, typed) == ["Chloé Dufour"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Liam Reed", "laim"), ("Liam Reed", "liax"), ("Wu Li", "uq"), ("Ana Gil", "aan"), ("李小龙", "李晓龙"),
     ("歐陽娜娜", "陽歐娜娜")],
)  # fmt: skip
def test_short_and_chinese_words_are_forgiven_as_the_rule_says(name: str, typed: str, teahouse: Store, at_work: Client):
    profile.of(identity.person(teahouse.circle), name=name)
    profile.of(identity.person(teahouse.circle), name="Dora Fournier")

    assert found(at_work, typed) == ([] if typed == "uq" else [name])


@pytest.mark.parametrize("typed", ["zzzzzz", "dufourxyzabc", "qx"])
def test_what_is_not_like_anybody_finds_nobody(typed: str, teahouse: Store, at_work: Client):
    profile.of(identity.person(teahouse.circle), name="Li Wei")

    assert found(at_work, typed) == []


def test_a_masked_role_finds_nobody_by_an_address_it_may_not_see(chloe: Person, anna: Staff):
    analyst = signed_in(anna)

    assert found(analyst, "chloe@example.com") == []
    assert found(analyst, "chole@exmaple.com") == []
    assert found(analyst, "dufuor") == ["Chloé Dufour"]


def test_an_order_is_found_by_its_number(teahouse: Store, li: Person, at_work: Client, at: At):
    commerce.order(teahouse, "1042", placed_at=at("2026-01-01"), person=li, tea="4.50")

    assert "Order 1042" in found(at_work, "#1042")


@pytest.mark.parametrize("typed", ["R-20", "JD0146000", "900123", "li@shop.example"])
def test_an_order_is_found_by_its_beginning_its_parcel_and_its_buyer(
    typed: str, teahouse: Store, at_work: Client, at: At
):
    buyer = identity.person(teahouse.circle, email="li@shop.example", phone="+447700900123")
    order = commerce.order(teahouse, "R-2042", placed_at=at("2026-01-01"), person=buyer, tea="4.50")
    commerce.order(teahouse, "9999", placed_at=at("2026-01-02"), tea="4.50")
    commerce.parcel(order, "JD0146000")

    assert [words for words in found(at_work, typed) if words.startswith("Order")] == ["Order R-2042"]


@pytest.mark.parametrize("typed", ["JD0146000", "900123", "li@shop.example"])
def test_a_masked_role_finds_no_order_by_what_it_may_not_see(typed: str, teahouse: Store, anna: Staff, at: At):
    buyer = identity.person(teahouse.circle, email="li@shop.example", phone="+447700900123")
    order = commerce.order(teahouse, "R-2042", placed_at=at("2026-01-01"), person=buyer, tea="4.50")
    commerce.parcel(order, "JD0146000")

    assert found(signed_in(anna), typed) == []


@pytest.mark.parametrize(
    "typed", ["oolong", "OOL-1", "long spring", "oolnog", "oloong", "5012345678900", "01234567", "烏龍", "乌龙茶"]
)
def test_a_product_is_found_by_title_code_and_barcode(typed: str, teahouse: Store, at_work: Client):
    title, attributes = (
        "Oolong Spring 烏龍 乌龙茶",
        {"Variant Barcode": "5012345678900", "EAN": "01234567", "Ocean": "zzz"},
    )
    commerce.product(teahouse, "OOL-100", title=title, attributes=attributes)
    commerce.product(teahouse, "SEN-1", title="Sencha")

    assert found(at_work, typed) == [title]
    assert found(at_work, "zzz") == []


def test_every_question_of_the_search_goes_along_an_index(chloe: Person, teahouse: Store, at: At):
    commerce.crowd(teahouse, 400, placed_at=at("2026-01-01"))
    for number in range(300):
        commerce.product(teahouse, f"SKU {number}")
    query.run("analyze commerce_product")
    query.run("set local enable_seqscan = off")
    asked = [
        (orders.NAMED, {"store": teahouse.id, "numbers": ["R"], "parcels": ["P"], "low": "R", "high": "S", "most": 9},
         ["order_has_its_own_number", "order_by_parcel"]),
        (orders.OF_PEOPLE, {"store": teahouse.id, "people": [chloe.id], "most": 9},
         ["order_of_person"]),
        (products.FIND, {"grams": ["299"], "patterns": ["%299%"], "store": teahouse.id, "typed": "", "most": 9},
         ["product_by_grams"]),
    ]  # fmt: skip

    for statement, params, indexes in asked:
        plan = "\n".join(line for (line,) in query.rows(f"explain {statement}", params))
        assert [index for index in indexes if index not in plan] == []


def test_pages_and_acts_are_those_that_the_role_may_use(teahouse: Store, at_work: Client):
    viewer = signed_in(workspace.staff(teahouse.circle, Role.VIEWER, name="Vera"))

    assert found(at_work, "api key") == ["API keys", "Make an API key"]
    assert found(viewer, "api key") == []


def test_an_agent_finds_nobody_of_another_branch(chloe: Person, bo: Staff):
    assert found(signed_in(bo), "dufour") == []


def test_what_was_looked_at_lately_stands_first_and_keeps_the_rights(chloe: Person, at_work: Client, owner: Staff):
    at_work.get(reverse("person", args=[chloe.public_id]))

    assert found(at_work, "")[0] == "Chloé Dufour"

    Staff.objects.filter(id=owner.id).update(role=Role.AGENT)
    assert "Chloé Dufour" not in found(at_work, "")


def test_the_page_of_results_says_the_same_without_a_script(chloe: Person, at_work: Client):
    assert "Chloé Dufour" in at_work.get(reverse("search"), {"q": "dufuor"}).content.decode()


def test_a_search_takes_few_statements(chloe: Person, at_work: Client):
    for typed in ("dufour", "dufuor", ""):
        with CaptureQueriesContext(connection) as asked:
            found(at_work, typed)

        assert len(asked) <= MOST_QUERIES


def test_a_forgiving_question_goes_along_the_index_and_is_bounded(chloe: Person, owner: Staff):
    profile.crowd(owner.circle, 500)
    query.run("set local enable_seqscan = off")
    query.run("set local enable_indexscan = off")
    [grams, *_others] = typos.questions("dufour")

    plan = "\n".join(
        line for (line,) in query.rows("explain " + query.text_of(people.question(grams, owner.circle_id)))
    )

    assert "profile_by_grams" in plan
    assert plan.startswith("Limit")


def test_a_long_text_asks_a_bounded_number_of_questions(owner: Staff):
    with CaptureQueriesContext(connection) as asked:
        people.near("incomprehensible " * 6, staff=owner)

    assert sum(statement["sql"].count("limit 200") for statement in asked) == typos.MOST_QUESTIONS


@pytest.mark.django_db
def test_the_statistics_of_names_in_any_script_can_be_gathered(teahouse: Store):
    profile.of(identity.person(teahouse.circle), name="陳美玲")
    profile.of(identity.person(teahouse.circle), name="Chloé Dufour")

    query.run("analyze profile_profile")
