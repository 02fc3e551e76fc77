"""A POST with an Idempotency-Key is done once, and answered alike each time."""

from datetime import timedelta

import pytest

from regulars.base.workspace import answers
from regulars.base.workspace.models import KeptAnswer
from regulars.collect.models import Import

pytestmark = pytest.mark.django_db
FILE = b"Order,Date,SKU,Quantity,Price\n1,2026-03-01,tea,2,4.50\n"


@pytest.fixture(autouse=True)
def _home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def send(caller, teahouse):
    def sent(token, data=FILE, **query):
        query = {"kind": "orders", "store": teahouse.public_id} | query
        headers = {"Idempotency-Key": token}
        return caller.call("POST", "/imports", data=data, content_type="text/csv", query_params=query, headers=headers)

    return sent


def test_a_repeated_call_gets_the_first_answer(send):
    first = send("a")
    Import.objects.update(state="done")
    second = send("a")

    assert (second.status_code, second.json()) == (202, first.json())
    assert (second.headers["Idempotency-Replayed"], Import.objects.count()) == ("true", 1)


def test_another_token_is_another_act(send):
    send("a")
    Import.objects.update(state="done")
    send("b")

    assert Import.objects.count() == 2


def test_a_token_stands_for_one_call_only(send):
    send("a")

    assert send("a", kind="customers").json()["code"] == "token_spent"
    assert send("a", data=FILE + FILE).json()["code"] == "token_spent"


def test_a_call_that_failed_can_be_tried_again(send):
    assert send("a", timezone="Nowhere").status_code == 422

    assert send("a").status_code == 202


@pytest.mark.parametrize("token", ["", "x" * 201])
def test_a_token_of_the_wrong_length_is_refused(token, send):
    assert send(token).json()["code"] == "bad_token"


def test_a_call_is_refused_while_the_first_one_is_at_work(caller, at):
    assert answers.claim(caller.key, "a", request="x", at=at("2026-03-01 09:00")) is None

    with pytest.raises(answers.StillAtWork):
        answers.claim(caller.key, "a", request="x", at=at("2026-03-01 09:01"))


def test_work_that_was_given_up_can_be_taken_over(caller, at):
    begun = at("2026-03-01 09:00")
    answers.claim(caller.key, "a", request="x", at=begun)

    late = begun + answers.GIVEN_UP_AFTER + timedelta(seconds=1)

    assert answers.claim(caller.key, "a", request="x", at=late) is None


def test_answers_are_forgotten_after_a_day(caller, at):
    begun = at("2026-03-01 09:00")
    answers.claim(caller.key, "a", request="x", at=begun)
    answers.keep(caller.key, "a", status=202, body="{}")

    kept = answers.claim(caller.key, "a", request="x", at=begun + timedelta(hours=23))
    gone = answers.claim(caller.key, "a", request="y", at=begun + timedelta(hours=25))

    assert (kept.body, gone) == ("{}", None)


def test_old_answers_are_swept_by_new_ones(caller, at):
    answers.claim(caller.key, "a", request="x", at=at("2026-03-01"))
    answers.claim(caller.key, "b", request="x", at=at("2026-03-03"))

    assert list(KeptAnswer.objects.values_list("token", flat=True)) == ["b"]


def test_another_key_has_tokens_of_its_own(caller, caller_in, circle, at):
    answers.claim(caller.key, "a", request="x", at=at("2026-03-01"))

    assert answers.claim(caller_in(circle).key, "a", request="x", at=at("2026-03-01")) is None
