"""The page of consents and rights, the register, the settings behind them, and the page that customers open."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regulars import flow
from regulars.base.kit import clock
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.profile import consent, erasure, standing
from regulars.profile.consent import Proof
from regulars.profile.kinds import Manner, Purpose, Regime, Standing
from regulars.profile.models import Consent, Disclosure, Erasure, RightsRequest, Suppression, Wording
from tests.make import commerce, identity, profile, workspace
from tests.make.consent import about, given, held
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def at_work(mei: Staff) -> Client:
    return signed_in(mei)


def text(client: Client, name: str, *args: str, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def sent(client: Client, name: str, *args: str, **values: Any) -> str:
    answer = client.post(reverse(name, args=args), values, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


WORD = {"matter": "email:marketing", "manner": "phone", "said_on": "2026-03-01", "reason": "call of Tuesday"}


def test_a_word_is_written_down_shown_and_taken_back(at_work: Client, li: Person, teahouse: Store, at: Any):
    page = sent(at_work, "person_consents", li.public_id, **WORD, word="given")

    assert "call of Tuesday" in page
    assert "One may" in page
    assert held(li, at("2027-01-01"), store=teahouse).standing == Standing.GIVEN
    undo = re.search(r'action="(/operations/[^"]+/undoing/)"', page)
    assert undo
    at_work.post(undo[1])
    assert held(li, at("2027-01-01"), store=teahouse).standing == Standing.UNKNOWN
    assert "undone" in text(at_work, "person_consents", li.public_id)


def test_a_word_needs_how_one_knows(at_work: Client, li: Person):
    sent(at_work, "person_consents", li.public_id, **WORD | {"reason": ""}, word="given")

    assert not Consent.objects.exists()


def test_what_files_said_is_shown_as_imported(at_work: Client, li: Person, at: Any):
    profile.of(li, accepts_email=True, email_consent_at=at("2025-02-03"), consent_source="checkout box")

    page = text(at_work, "person_consents", li.public_id)

    assert "checkout box" in page
    assert "A file said so, as imported" in page


def test_the_page_takes_a_bounded_number_of_statements(
    at_work: Client, li: Person, at: Any, django_assert_max_num_queries: Any
):
    for day in range(1, 20):
        given(li, at(f"2026-02-{day:02}"))
    text(at_work, "person_consents", li.public_id)

    with django_assert_max_num_queries(24):
        text(at_work, "person_consents", li.public_id)


@pytest.fixture
def asked(li: Person, teahouse: Store, at: Any) -> Consent:
    wording = consent.worded(
        li.circle, store=teahouse, purpose=Purpose.MARKETING, text="Tea news, twice a month.", version="1",
        language="en", at=at("2026-01-01"),
    )  # fmt: skip
    return consent.ask(li, about(store=teahouse), Proof(manner=Manner.FORM, wording=wording), by=None, at=clock.now())


def test_looking_at_the_link_says_nothing_and_the_button_does(client: Client, asked: Consent, li: Person):
    address = reverse("consent_confirmation", args=[consent.token(asked)])
    page = client.get(address).content.decode()
    assert "Tea news, twice a month." in page
    assert consent.answer_to(asked) is None

    page = client.post(address, {"word": "given"}, follow=True).content.decode()
    assert "You have agreed" in page
    client.post(address, {"word": "given"})
    assert Consent.objects.of(li).count() == 2

    page = client.post(address, {"word": "withdrawn"}, follow=True).content.decode()
    assert "You do not agree" in page
    assert Consent.objects.of(li).first().word == "withdrawn"


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_it_speaks_three_languages(client: Client, asked: Consent, language: str):
    answer = client.get(
        reverse("consent_confirmation", args=[consent.token(asked)]), headers={"Accept-Language": language}
    )

    assert answer.headers["Content-Language"] == language


def test_a_wrong_link_says_so(client: Client, db: None):
    answer = client.get(reverse("consent_confirmation", args=["nonsense"]))

    assert answer.status_code == 410
    assert b"no longer opens" in answer.content


def test_everything_is_handed_out(at_work: Client, li: Person):
    page = sent(at_work, "person_disclosure", li.public_id)
    made = Disclosure.objects.get()

    assert reverse("disclosure_file", args=[made.public_id]) in page
    answer = at_work.get(reverse("disclosure_file", args=[made.public_id]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{li.public_id}.zip"'
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_who_sees_some_people_fetches_no_file_of_others(teahouse: Store, at_work: Client, li: Person):
    sent(at_work, "person_disclosure", li.public_id)
    elsewhere = workspace.store("Elsewhere", circle="Other")
    stranger = signed_in(workspace.staff(elsewhere.circle, Role.OWNER, name="Ola"))

    answer = stranger.get(reverse("disclosure_file", args=[Disclosure.objects.get().public_id]))

    assert answer.status_code == 404


def test_erasing_shows_what_goes_and_needs_the_number(
    at_work: Client, mei: Staff, li: Person, teahouse: Store, at: Any
):
    commerce.order(teahouse, "1", placed_at=at("2026-02-01"), person=li, tea="4.50")
    identity.merge(li, identity.person(teahouse.circle, email="liwei@teahouse.example"))

    page = text(at_work, "person_erasure", li.public_id)
    assert "This cannot be undone" in page
    assert "Another entry was found" in page
    assert "kept without the person" in page

    sent(at_work, "person_erasing", li.public_id, number="per_other")
    assert not Erasure.objects.exists()
    page = sent(at_work, "person_erasing", li.public_id, number=li.public_id, reason="asked by letter")
    assert 'hx-trigger="every 2s"' in page

    done = Erasure.objects.get()
    erasure.clear(done, flow.HOLDINGS, at=at("2026-03-01"))
    Erasure.objects.update(done_at=at("2026-03-01"), final_on=at("2026-03-03").date())
    page = text(at_work, "erasure", done.public_id)
    assert "asked by letter" in page
    assert "Gone from every file of the lake" in page
    assert done.public_id in text(at_work, "erasures")
    assert at_work.get(reverse("person", args=[li.public_id])).status_code == 404


def test_an_agent_may_not_erase(teahouse: Store, bo: Staff, li: Person):
    assert signed_in(bo).get(reverse("person_erasure", args=[li.public_id])).status_code == 403


def test_the_register_takes_requests_in_and_shows_them_on_home(at_work: Client, li: Person, teahouse: Store):
    page = sent(at_work, "requests", kind="access", person=li.public_id, received_on="2026-01-05", note="by letter")
    assert "by letter" in page

    asked = RightsRequest.objects.get()
    assert str(asked.due_on) == "2026-02-05"
    sent(at_work, "request_answer", asked.public_id, state="answered")
    assert RightsRequest.objects.get().state == "answered"


def test_the_rules_of_a_store_are_set_and_undone(at_work: Client, teahouse: Store):
    page = sent(
        at_work,
        "settings_consents",
        regime="pipl",
        purposes=["personal", "sharing"],
        asks_twice="on",
        valid_months="24",
    )

    rules = standing.rules(teahouse)
    assert (rules.regime, rules.purposes, rules.valid_months) == (Regime.PIPL, ["marketing", "personal", "sharing"], 24)
    undo = re.search(r'action="(/operations/[^"]+/undoing/)"', page)
    assert undo
    at_work.post(undo[1])
    assert standing.rules(teahouse).regime == Regime.OPT_IN


def test_pipl_says_when_offers_must_not_be_personal(at_work: Client, li: Person):
    sent(at_work, "settings_consents", regime="pipl", purposes=["personal"])

    assert "must not be chosen by what is known" in text(at_work, "person_consents", li.public_id)


def test_texts_and_addresses_are_kept(at_work: Client, teahouse: Store):
    said = {"purpose": "marketing", "language": "en", "version": "1", "text": "News, please"}
    assert "News, please" in sent(at_work, "settings_wordings", **said)
    assert Wording.objects.get().store == teahouse

    page = sent(at_work, "settings_suppressions", addresses="a@example.com\nnobody", cause="list")
    assert "nobody" in page
    assert Suppression.objects.filter(lifted_at=None).count() == 1
    sent(at_work, "settings_suppressions", addresses="a@example.com", cause="list", lift="1")
    assert not Suppression.objects.filter(lifted_at=None).exists()


def test_times_of_keeping_are_set(at_work: Client, teahouse: Store):
    sent(
        at_work,
        "settings_retention",
        behavior="365",
        files="30",
        rejected="",
        inbox="90",
        disclosures="7",
        changes="",
        notices="365",
    )

    page = text(at_work, "settings_retention")
    assert 'value="30"' in page
    assert "of them go next" in page
