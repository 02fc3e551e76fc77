"""The index of customers and the page of one."""

import re
from datetime import date
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
from regulars.identity.models import Person
from regulars.insight import behind
from regulars.insight.models import Finding, Run, Score
from regulars.profile.models import Profile
from regulars.web.customers import index
from regulars.web.customers.index import Reader
from regulars.web.customers.kept import Kept
from regulars.web.lists.asked import Asked
from tests.conftest import At
from tests.make import commerce, identity, profile, workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def names_in(answer: Any) -> list[str]:
    return re.findall(r'table__name" href="[^"]*">([^<]*)<', answer.content.decode())


def test_before_the_first_import_the_index_says_how_to_begin(at_work: Client):
    assert "regulars import orders" in at_work.get(reverse("customers")).content.decode()


@pytest.mark.parametrize(
    "typed", ["chloé", "CHLOE", "hlo", "dufour chlo", "chloe@example.com", "7700 900-123", "C42", "李雷", "雷"]
)
def test_a_person_is_found_by_any_part_of_what_is_known(typed: str, teahouse: Store, at_work: Client):
    person = identity.person(teahouse.circle)
    profile.of(person, name="Chloé Dufour", search="chloe dufour chloe@example.com +447700900123 c42 李雷")
    profile.of(identity.person(teahouse.circle), name="Somebody Else")

    assert names_in(at_work.get(reverse("customers"), {"q": typed})) == ["Chloé Dufour"]


def test_a_person_is_found_by_the_number_of_an_order(teahouse: Store, li: Person, at_work: Client, at: At):
    commerce.order(teahouse, "R-2026/17", placed_at=at("2026-01-01"), person=li, tea="4.50")

    assert names_in(at_work.get(reverse("customers"), {"q": "R-2026/17"})) == ["li@teahouse.example"]


def test_a_masked_role_does_not_find_by_what_it_may_not_see(teahouse: Store, anna: Staff):
    profile.of(identity.person(teahouse.circle), name="Chloé Dufour", search="chloe dufour cd@example.com")
    analyst = signed_in(anna)

    assert names_in(analyst.get(reverse("customers"), {"q": "cd@example"})) == []
    assert names_in(analyst.get(reverse("customers"), {"q": "dufour"})) == ["Chloé Dufour"]


def test_somebody_merged_away_is_found_as_who_they_are_now(teahouse: Store, at_work: Client):
    older, newer = identity.person(teahouse.circle), identity.person(teahouse.circle)
    profile.of(older, name="Chloé Dufour")
    profile.of(newer, name="C. Castell")
    identity.merge(older, newer)

    assert names_in(at_work.get(reverse("customers"), {"q": "castell"})) == ["Chloé Dufour"]
    assert at_work.get(reverse("person", args=[newer.public_id])).headers["Location"].endswith(f"{older.public_id}/")


def test_visitors_stand_in_the_list_for_those_alone_who_ask_for_them(at_work: Client, learned: Run):
    somebody = Score.objects.filter(run=learned).order_by("-last_on")[0].person
    name = Profile.objects.get(person=somebody).name
    Score.objects.filter(run=learned, person=somebody).update(stage="visitor")

    assert name not in names_in(at_work.get(reverse("customers")))
    assert names_in(at_work.get(reverse("customers"), {"stage": "visitor"})) == [name]
    assert name in names_in(at_work.get(reverse("customers"), {"q": name}))


@pytest.mark.parametrize("sort", [way + sort for sort in index.SORTS for way in ("", "-")])
def test_paging_shows_everybody_once_in_order(sort: str, learned: Run, owner: Staff, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(index, "PAGE_SIZE", 7)
    unscored = [identity.person(owner.circle) for _ in range(3)]
    for person in unscored:
        profile.of(person, name="")
    seen, after = [], ""
    while True:
        page = index.page(Asked(sort=sort, after=after), Reader(owner, learned.store, learned, date(2026, 3, 1)))
        seen += page.rows
        if page.following is None:
            break
        after = page.following

    keys = [row.key for row in seen if row.key]
    assert keys == sorted(keys, reverse=index.SORTS[sort.removeprefix("-")].is_falling != sort.startswith("-"))
    assert len({row.id for row in seen}) == len(seen) == (123 if sort in ("name", "-name") else 120)


def test_a_cursor_from_elsewhere_is_refused(at_work: Client, learned: Run):
    assert at_work.get(reverse("customers"), {"after": "WyJ4IiwieSJd"}).status_code == 422
    assert at_work.get(reverse("customers"), {"after": "nonsense"}).status_code == 422


def test_the_people_behind_a_finding_are_those_it_counted(at_work: Client, learned: Run):
    finding = Finding.objects.filter(run=learned, behind__has_key="people", people__lte=50).first()
    assert finding is not None

    found = names_in(at_work.get(reverse("customers"), {"finding": finding.id}))

    assert len(found) == finding.people


def test_the_index_takes_few_statements(at_work: Client, learned: Run):
    with CaptureQueriesContext(connection) as asked:
        at_work.get(reverse("customers"), {"q": "ann", "stage": "loyal", "sort": "value"})

    assert len(asked) <= MOST_QUERIES


def test_the_page_of_a_person_takes_few_statements(at_work: Client, learned: Run):
    busiest = Score.objects.filter(run=learned).order_by("-orders").select_related("person").first()
    assert busiest is not None
    with CaptureQueriesContext(connection) as asked:
        answer = at_work.get(reverse("person", args=[busiest.person.public_id]))

    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES


def test_htmx_gets_the_rows_alone(at_work: Client, learned: Run):
    part = at_work.get(reverse("customers"), headers={"HX-Request": "true"})

    assert b"<html" not in part.content
    assert len(part.content) < 75_000
    assert "HX-Request" in part.headers["Vary"]


def test_orders_show_their_lines_and_what_came_back(at_work: Client, learned: Run):
    returned = Score.objects.filter(run=learned, returned__gt=0).select_related("person").get()

    page = at_work.get(reverse("person", args=[returned.person.public_id])).content.decode()

    assert "1 came back" in page


def test_orders_page_on_to_the_first(at_work: Client, learned: Run):
    busiest = Score.objects.filter(run=learned).order_by("-orders").select_related("person").first()
    assert busiest is not None
    path, shown, query = reverse("person_orders", args=[busiest.person.public_id]), 0, ""
    while True:
        page = at_work.get(f"{path}{query}").content.decode()
        shown += page.count('<details class="order">')
        following = re.search(r'href="[^"]*(\?after=[^"]+)"', page)
        if following is None:
            break
        query = following[1]

    assert shown == busiest.orders


def test_an_agent_without_insight_sees_no_scores(learned: Run, teahouse: Store):
    branch = teahouse.circle.branches.create(name="North")
    agent = signed_in(workspace.staff(teahouse.circle, Role.AGENT, name="Bo", branch=branch))
    scored = Score.objects.filter(run=learned).first()
    assert scored is not None
    with operations.doing(OperationKind.EDIT, store=teahouse, at=learned.started_at):
        Person.objects.filter(id=scored.person_id).update(branch=branch)

    page = agent.get(reverse("person", args=[Person.objects.get(id=scored.person_id).public_id])).content.decode()

    assert "Expected value" not in page
    assert Profile.objects.get(person=scored.person_id).name in page


@pytest.mark.parametrize(
    ("sort", "people", "walks"),
    [
        ("", {}, "Index Scan using insight_score_{run}_last_on"),
        ("-last_on", {}, "Index Scan Backward using insight_score_{run}_last_on"),
        ("-spent", {}, "Index Scan Backward using insight_score_{run}_spent"),
        ("name", {}, "Index Scan using profile_by_name"),
        ("-name", {}, "Index Scan Backward using profile_by_name"),
        ("", behind.people("cohort:2025-03 bought_after:2"), "insight_score_{run}_first_on"),
    ],
)
def test_a_page_is_read_along_an_index(sort: str, people: Any, walks: str, learned: Run, owner: Staff):
    # In so small a shop all else is as cheap, so this asks only whether it can be.
    query.run("set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off")
    with CaptureQueriesContext(connection) as asked:
        index.page(Asked(sort=sort), Reader(owner, learned.store, learned, date(2026, 3, 1)), meant=Kept(people, {}))

    statement = next(each["sql"] for each in asked if "insight_score" in each["sql"])
    plan = "\n".join(line for (line,) in query.rows("explain " + statement.replace("%", "%%")))
    assert walks.format(run=learned.id) in plan
