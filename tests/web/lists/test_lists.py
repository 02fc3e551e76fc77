"""Columns, saved views, and acts on many rows, as the index of customers uses them."""

import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.workspace.models import SavedView, Staff, Store
from regulars.insight.models import Run
from regulars.web.gallery import samples
from regulars.web.lists import selection
from tests.make import desk
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def heads(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r'<th scope="col".*?</th>', page, re.S)]


def test_each_person_chooses_the_columns_and_finds_them_again(at_work: Client, anna: Staff, learned: Run):
    path = reverse("customers")
    at_work.post(reverse("column_choice", args=["customers"]), {"columns": ["orders"], "next": path})

    assert heads(at_work.get(path).content.decode()) == ["Name", "Orders"]
    assert len(heads(signed_in(anna).get(path).content.decode())) == 7

    at_work.post(reverse("column_choice", args=["customers"]), {"as": "usual", "next": path})
    assert len(heads(at_work.get(path).content.decode())) == 7


def test_a_head_turns_the_order_that_is_on_and_says_which_way_it_goes(at_work: Client, learned: Run):
    path = reverse("customers")
    assert 'href="?sort=-last_on"' in at_work.get(path).content.decode()
    assert 'href="?sort=spent"' in at_work.get(path).content.decode()

    turned = at_work.get(path, {"sort": "-spent"}).content.decode()

    assert 'href="?sort=spent"' in turned
    assert turned.count('aria-sort="ascending"') == 1
    assert "The other way round" in turned


def test_a_saved_view_stands_above_the_list_and_shows_the_same(at_work: Client, learned: Run):
    given = {"name": "My loyal ones", "query": "stage=loyal", "next": reverse("customers")}
    answer = at_work.post(reverse("view_list", args=["customers"]), given, follow=True)
    page = answer.content.decode()

    assert 'aria-current="page">My loyal ones' in page
    assert set(re.findall(r'class="badge[^>]*>([^<]*)<', page)) == {"Loyal"}


def test_a_view_is_renamed_shared_and_removed(at_work: Client, owner: Staff):
    view = desk.view(owner)
    path = reverse("view", args=[view.public_id])

    at_work.post(path, {"name": "Regulars", "is_shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.query) == ("Regulars", True, "stage=loyal")

    at_work.post(reverse("view_removal", args=[view.public_id]))
    assert not SavedView.objects.exists()


def test_a_view_of_no_list_is_not_found(at_work: Client):
    assert at_work.post(reverse("view_list", args=["nonsense"]), {"name": "x"}).status_code == 404


def test_somebody_elses_view_is_not_there(at_work: Client, anna: Staff):
    assert at_work.get(reverse("view", args=[desk.view(anna).public_id])).status_code == 404


def test_a_hint_is_put_away_for_its_reader_alone(at_work: Client, anna: Staff, learned: Run):
    hint = 'id="hint_customers"'
    assert hint in at_work.get(reverse("customers")).content.decode()

    at_work.post(reverse("hint_dismissal", args=["customers"]))

    assert hint not in at_work.get(reverse("customers")).content.decode()
    assert hint in signed_in(anna).get(reverse("customers")).content.decode()


def test_the_editor_of_a_filter_works_without_a_script(at_work: Client, learned: Run):
    answer = at_work.get(reverse("customers"), {"edit": "stage", "op": "is", "value": ["loyal", "lost"]})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/customers/?stage=loyal&stage=lost"


def test_the_number_of_all_that_match_is_counted_when_asked(at_work: Client, learned: Run):
    assert at_work.get(reverse("customers"), {"count": "1"}).content.decode().strip() == "All 120 that match"


def test_a_list_with_views_and_filters_takes_few_statements(at_work: Client, owner: Staff, learned: Run):
    desk.view(owner)
    with CaptureQueriesContext(connection) as asked:
        at_work.get(reverse("customers"), {"stage": "loyal", "spent_min": "10", "edit": "orders"})

    assert len(asked) <= MOST_QUERIES


def posted(staff: Staff, **given: Any) -> Any:
    request = RequestFactory().post("/", given)
    request.staff = staff  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def test_ticked_rows_are_chosen_once_each(owner: Staff):
    chosen = selection.of(posted(owner, ids=["per_a", "per_b", "per_a"]), samples.listing())

    assert (chosen.ids, chosen.is_everybody) == (("per_a", "per_b"), False)


def test_all_that_match_are_chosen_by_what_was_asked(owner: Staff):
    chosen = selection.of(posted(owner, everybody="yes", query="stage=loyal"), samples.listing())

    assert [condition.words for condition in chosen.asked.conditions] == ["Stage is Loyal"]


def test_nothing_ticked_is_refused(owner: Staff):
    with pytest.raises(selection.NothingChosen):
        selection.of(posted(owner), samples.listing())


@pytest.mark.parametrize(("total", "confirmed", "asks"), [(100, "", False), (101, "", True), (101, "yes", False)])
def test_more_than_a_hundred_are_looked_at_first(owner: Staff, total: int, confirmed: str, asks: bool):
    assert selection.asks_first(posted(owner, confirmed=confirmed), total) is asks


def test_what_was_done_can_be_taken_back_from_its_toast(owner: Staff, teahouse: Store):
    request = posted(owner, ids=["per_a"])
    chosen = selection.of(request, samples.listing())

    selection.done(request, chosen, "Tagged 1 person.", undo="ope_x")

    assert [message.extra_tags for message in get_messages(request)] == ["undo:ope_x"]
