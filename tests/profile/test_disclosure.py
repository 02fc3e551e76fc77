"""Everything about a person is in one file, and nothing about anybody else."""

import json
import zipfile
from datetime import timedelta

import pytest

from regulars import flow
from regulars.base.kit.holding import Becomes
from regulars.base.workspace.kinds import Language
from regulars.profile import disclosed, disclosure, erasure, notes
from tests.make import commerce, consent, identity, profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


def asked_for(person, by, at):
    asked = disclosure.ask(person, by=by, at=at("2026-03-01"))
    return disclosure.make_if_little(asked, flow.HOLDINGS, at=at("2026-03-01"))


def read(made, at):
    with zipfile.ZipFile(disclosure.opened(made, at=at)) as archive:
        return json.loads(archive.read("data.json")), archive.read("data.html").decode()


def test_it_holds_all_that_is_known_of_all_who_are_one(teahouse, mei, li, wu, at):
    profile.of(li, name="Li Wei", tags=("vip",))
    commerce.order(teahouse, "1", placed_at=at("2026-02-01"), person=li, tea="4.50")
    commerce.order(teahouse, "2", placed_at=at("2026-02-02"), person=wu, tea="2.50")
    notes.write(li, text="likes <b>oolong</b>", by=mei, at=at("2026-02-01"))
    consent.given(li, at("2026-02-01"))
    twin = identity.person(teahouse.circle, email="liwei@teahouse.example")
    identity.merge(li, twin)

    made = asked_for(li, mei, at)

    data, page = read(made, at("2026-03-02"))
    held = data["data"]
    assert [row["number"] for row in held["commerce_order"]] == ["1"]
    assert held["commerce_order"][0]["lines"] == ["1 × Tea 4.5 GBP"]
    assert sorted(row["value"] for row in held["identity_identifier"]) == [
        "li@teahouse.example", "liwei@teahouse.example"
    ]  # fmt: skip
    assert held["profile_tagging"] == [{"tag": "vip"}]
    assert held["profile_consent"][0]["reason"] == "said so on the phone"
    assert "likes &lt;b&gt;oolong&lt;/b&gt;" in page
    assert "wu@teahouse.example" not in json.dumps(data)


@pytest.mark.parametrize(
    ("said", "language", "title"),
    [
        ("en-GB", Language.ENGLISH, "kept about you"),
        ("zh-TW", Language.TRADITIONAL, "zh-hant"),
        ("zh", "zh-hans", "zh-hans"),
    ],
)
def test_it_is_in_the_language_of_the_person(mei, li, at, said, language, title):
    profile.of(li, name="Li", language=said)

    made = asked_for(li, mei, at)

    assert made.language == language
    assert title in read(made, at("2026-03-02"))[1]


def test_the_link_runs_out_and_the_file_goes(mei, li, at):
    made = asked_for(li, mei, at)
    path = disclosure.opened(made, at=at("2026-03-07"))

    with pytest.raises(disclosure.Expired):
        disclosure.opened(made, at=at("2026-03-01") + disclosure.OPEN_FOR + timedelta(seconds=1))
    assert disclosure.sweep(at=at("2026-03-09")) == 1
    assert not path.exists()


def test_much_is_left_to_the_worker(teahouse, mei, li, at, monkeypatch):
    monkeypatch.setattr(disclosure, "AT_ONCE", 1)
    for number in range(3):
        commerce.order(teahouse, str(number), placed_at=at("2026-02-01"), person=li, tea="4.50")

    asked = asked_for(li, mei, at)

    assert (asked.made_at, disclosure.waiting()) == (None, [asked.public_id])
    with pytest.raises(disclosure.Expired):
        disclosure.opened(asked, at=at("2026-03-01"))
    disclosure.make(asked, flow.HOLDINGS, at=at("2026-03-01"))
    assert len(read(asked, at("2026-03-02"))[0]["data"]["commerce_order"]) == 3


def test_every_place_that_erasure_clears_is_handed_out_or_says_nothing_of_its_own():
    """What is derived, or about a way through the house, is not handed out; all else is."""
    hidden = {holding.table for holding in flow.HOLDINGS if holding.becomes != Becomes.NOTHING and not holding.is_shown}

    assert hidden == {
        "contact_claim", "insight_productscore", "profile_disclosure", "commerce_order_said", "commerce_support",
        "commerce_lastsaid",
        "identity_suggestion", "identity_apart", "identity_compared", "profile_company",
        "collect_rejectedrow", "collect_inboxmessage", "collect_setaside",
        "collect_draft", "collect_fileprofile", "staging_*",
        "events_parkedevent", "workspace_keptanswer", "workspace_notice", "workspace_seen",
        "workspace_savedview", "workspace_auditentry",
    }  # fmt: skip
    assert {holding.table for holding in flow.HOLDINGS if holding.is_shown} == set(disclosed.TITLES)


def test_the_file_goes_with_the_person(mei, li, at):
    made = asked_for(li, mei, at)
    asked = erasure.ask(li, number=li.public_id, reason="", by=mei, at=at("2026-03-01"))

    erasure.clear(asked, flow.HOLDINGS, at=at("2026-03-01"))

    assert asked.places["files"] == 1
    assert asked.places["profile_disclosure"]["rows"] == 1
    assert made.public_id
