"""Machines write down consents with their proof, fetch everything about a person, and have them erased."""

import io
import json
import zipfile

import pytest

from regulars import flow
from regulars.base.kit import clock
from regulars.identity.models import Person
from regulars.profile import disclosure, erasure
from regulars.profile.models import Consent, Disclosure, Erasure
from tests.make import profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def say(caller):
    def said(path, body, *, status=200):
        response = caller.call("POST", path, data=json.dumps(body), content_type="application/json")
        assert response.status_code == status, response.content
        return response.json()

    return said


def test_a_consent_is_written_with_what_was_shown(say, caller, li, teahouse):
    word = say(
        f"/people/{li.public_id}/consents",
        {
            "word": "given", "purpose": "marketing", "medium": "email", "store_id": teahouse.public_id,
            "manner": "form", "place": "https://shop.example/news", "shown": "News, please", "version": "7",
        },
    )  # fmt: skip

    assert (word["shown"], word["version"], word["is_undone"]) == ("News, please", "7", False)
    assert [row["id"] for row in caller.get(f"/people/{li.public_id}/consents")["items"]] == [word["id"]]
    held = caller.get(f"/people/{li.public_id}/permissions", store=teahouse.public_id)["items"]
    assert {"purpose": "marketing", "medium": "email", "standing": "given", "ground": "consent", "may": True} in held


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"word": "given", "purpose": "marketing"}, "wrong_matter"),
        ({"word": "given", "purpose": "sharing", "medium": "sms"}, "wrong_matter"),
        ({"word": "given", "purpose": "sharing", "said_at": "2999-01-01T00:00:00Z"}, "not_said_yet"),
        ({"word": "perhaps", "purpose": "sharing"}, "wrong_values"),
    ],
)
def test_what_makes_no_sense_is_refused(say, li, body, code):
    assert say(f"/people/{li.public_id}/consents", body, status=422)["code"] == code
    assert not Consent.objects.exists()


def test_a_question_gives_the_token_of_its_link(say, li, client):
    word = say(f"/people/{li.public_id}/consents", {"word": "asked", "purpose": "marketing", "medium": "email"})

    assert client.get(f"/consent/{word['confirm_token']}/").status_code == 200


def test_places_and_reasons_are_for_keys_that_may_export(say, caller_in, circle, li):
    say(f"/people/{li.public_id}/consents", {"word": "given", "purpose": "sharing", "place": "at home", "reason": "x"})

    [word] = caller_in(circle, "people:see").get(f"/people/{li.public_id}/consents")["items"]

    assert (word["place"], word["reason"]) == (None, None)


def test_everything_is_fetched_once_it_is_ready(say, caller, li):
    profile.of(li, name="Li Wei")
    asked = say(f"/people/{li.public_id}/disclosures", {})
    assert asked["is_ready"] is False
    assert caller.refused(f"/disclosures/{asked['id']}/file") == (404, "expired")

    disclosure.make(Disclosure.objects.get(), flow.HOLDINGS, at=clock.now())

    assert caller.get(f"/disclosures/{asked['id']}")["is_ready"] is True
    answer = caller.call("GET", f"/disclosures/{asked['id']}/file")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert json.loads(archive.read("data.json"))["person"] == li.public_id


def test_an_erasure_needs_the_number_and_its_own_scope(say, caller, caller_in, circle, li, wu, at):
    path = f"/people/{li.public_id}/erasure"
    body = {"data": json.dumps({"number": li.public_id}), "content_type": "application/json"}
    assert caller_in(circle, "people:edit").call("POST", path, **body).status_code == 403
    assert say(path, {"number": wu.public_id}, status=422)["code"] == "not_confirmed"

    asked = say(path, {"number": li.public_id})
    erasure.clear(Erasure.objects.get(), flow.HOLDINGS, at=at("2026-03-01"))

    assert list(Person.objects.all()) == [wu]
    certificate = caller.get(f"/erasures/{asked['id']}")
    assert certificate["places"]["identity_person"] == 1
    assert certificate["is_done"] is False
