"""Whatever is sent, the answer is a problem document that says what is wrong."""

import pytest
from django.test import Client

from regulars.base.kit import paging
from regulars.base.workspace import pace

pytestmark = pytest.mark.django_db
NUL = "%00"
BAD_VALUES = [
    {"limit": "0"}, {"limit": "201"}, {"limit": "9" * 5000}, {"limit": "1e3"}, {"limit": "-1"}, {"limit": ""},
    {"cursor": "!"}, {"cursor": "é"}, {"cursor": ""}, {"cursor": "x" * 501}, {"cursor": paging.cursor(1, 2, 3)},
    {"cursor": paging.cursor("9" * 30)}, {"cursor": paging.cursor("-1")}, {"cursor": paging.cursor(None)},
    {"search": "\x00"}, {"search": ""}, {"search": "x" * 201}, {"stage": "friend"},
    {"seen_since": "yesterday"}, {"seen_since": "2026-03-01T00:00:00"}, {"seen_since": "1e400"},
    {"seen_since": "2026-02-30T00:00:00Z"}, {"seen_since": "0001-01-01T00:00:00+14:00"},
    {"seen_since": "12345678901234567890"}, {"seen_since": "4.4e-226"}, {"seen_since": "-5"},
    {"updated_since": "10000-01-01T00:00:00Z"}, {"email": "a\x00@b"},
]  # fmt: skip


@pytest.mark.parametrize("query", BAD_VALUES, ids=lambda query: "&".join(f"{k}={v:.20}" for k, v in query.items()))
def test_a_value_that_cannot_be_used_is_named(query, caller):
    refused = caller.refused("/people", **query)

    assert refused in {(422, "wrong_values"), (422, "bad_cursor")}


@pytest.mark.parametrize("name", ["emial", "", "limit[]", "Limit"])
def test_a_parameter_that_is_not_known_is_refused_instead_of_passed_over(name, caller):
    assert caller.refused("/people", **{name: "1"}) == (422, "unknown_parameter")


def test_a_parameter_that_is_given_twice_is_refused_as_nobody_can_tell_which_is_meant(caller):
    assert caller.refused("/people?limit=1&limit=2") == (422, "given_twice")


def test_the_field_in_question_is_named(caller):
    [error] = caller.call("GET", "/people", query_params={"limit": "0"}).json()["errors"]

    assert (error["in"], error["field"], error["code"]) == ("query", "limit", "greater_than_equal")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-03-01T00:00:00+08:00"])
def test_moments_at_the_ends_of_time_are_taken(moment, caller):
    for field in ("seen_since", "seen_until", "updated_since"):
        assert caller.get("/people", **{field: moment})["items"] == []


@pytest.mark.parametrize(
    "cursor", [("2026-03-01", "1"), ("0001-01-01T00:00:00+14:00", "1"), ("x", "1"), ("NaN", "NaN")]
)
def test_a_cursor_that_was_tampered_with_breaks_nothing(cursor, caller):
    response = caller.call("GET", "/orders", query_params={"cursor": paging.cursor(*cursor)})

    assert response.status_code in {200, 422}


@pytest.mark.parametrize(
    "id", ["1", "per_", "per_" + "u" * 26, "ord_" + "0" * 26, f"per_{NUL}" + "0" * 25, "per_" + "0" * 9999]
)
def test_an_id_of_the_wrong_form_is_refused(id, caller):
    assert caller.refused(f"/people/{id}")[0] in {404, 422}


def test_an_unknown_address_is_a_problem_too(caller):
    assert caller.refused("/nothing/here") == (404, "no_such_address")


def test_a_wrong_method_says_which_are_right(caller):
    response = caller.call("DELETE", "/people")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET")
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_sentence_is_in_the_language_that_was_asked_for(client: Client):
    response = client.get("/api/v1/people", headers={"Accept-Language": "zh-hans"})

    assert (response.status_code, response.headers["Content-Language"]) == (401, "zh-hans")


def test_every_code_is_listed_with_its_sentence(client: Client):
    listed = {item["code"]: item["status"] for item in client.get("/api/v1/problems").json()["items"]}

    assert listed["too_many_calls"] == 429
    assert listed["no_right"] == 403


def test_a_key_that_calls_too_often_is_told_to_wait(caller, monkeypatch):
    monkeypatch.setattr(pace, "CALLS_AT_ONCE", 3)
    monkeypatch.setattr(pace, "CALLS_A_SECOND", 0.01)

    statuses = [caller.call("GET", "/stores").status_code for _ in range(4)]
    refused = caller.call("GET", "/stores")

    assert statuses == [200, 200, 200, 429]
    assert (refused.json()["code"], refused.headers["Retry-After"]) == ("too_many_calls", "100")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer rgl_x", "Bearer " + "x" * 5000, "Bearer \x00"]
)
def test_a_header_without_a_live_key_is_refused(header, client: Client):
    assert client.get("/api/v1/people", headers={"Authorization": header}).status_code == 401
