"""What people agree to is written down with its proof, and the last word that stands counts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from regulars.base.events import operations, undo
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import digests, query
from regulars.identity import crowds
from regulars.profile import consent, edits, intake, standing, suppressions
from regulars.profile.consent import Matter, Proof
from regulars.profile.kinds import Ground, Manner, Medium, Purpose, Regime, Silence, Standing
from regulars.profile.models import Consent, ConsentRules, Profile, Suppression
from tests.make import commerce, identity, profile, workspace
from tests.make.consent import PHONED, about, everybody, given, held, withdrawn
from tests.make.staging import staged

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ruled(store, at, **rules):
    with operations.doing(OperationKind.RULE, store=store, at=at):
        ConsentRules.objects.create(store=store, set_at=at, **rules)


def test_a_word_is_kept_with_its_proof_and_told(li, mei, teahouse, at):
    wording = consent.worded(
        li.circle,
        purpose=Purpose.MARKETING,
        text="News by e-mail, please.",
        version="2",
        language="en",
        at=at("2026-03-01"),
    )

    given(li, at("2026-03-01"), about(store=teahouse), replace(PHONED, place="/checkout", wording=wording), by=mei)

    [word] = Consent.objects.of(li)
    assert (word.word, word.medium, word.purpose, word.store, word.by) == ("given", "email", "marketing", teahouse, mei)
    assert (word.place, word.wording.text, word.wording.version, word.manner) == (
        "/checkout", "News by e-mail, please.", "2", Manner.PHONE
    )  # fmt: skip
    assert query.rows("select name, person, properties ->> 'consent' from events where name like 'consent.%%'") == [
        ("consent.given", li.id, word.public_id)
    ]
    assert held(li, at("2026-03-02"), store=teahouse).ground == Ground.CONSENT


def test_the_last_word_counts_by_when_it_was_said(li, at):
    given(li, at("2026-03-01"))
    withdrawn(li, at("2026-03-03"))
    given(li, at("2026-03-04"), proof=replace(PHONED, said_at=at("2026-03-02")))

    assert held(li, at("2026-03-05")).standing == Standing.WITHDRAWN


def test_nobody_has_said_anything_in_the_future(li, at):
    with pytest.raises(consent.NotSaidYet):
        given(li, at("2026-03-01"), proof=replace(PHONED, said_at=at("2026-03-02")))


def test_offers_need_a_medium_and_the_rest_has_none():
    with pytest.raises(consent.WrongMatter):
        Matter(purpose=Purpose.MARKETING)
    with pytest.raises(consent.WrongMatter):
        Matter(purpose=Purpose.SHARING, medium=Medium.EMAIL)


def test_a_word_runs_out(li, teahouse, at):
    ruled(teahouse, at("2026-01-01"), valid_months=12)
    given(li, at("2026-01-31"), about(store=teahouse))

    assert held(li, at("2027-01-30"), store=teahouse).may is True
    assert held(li, at("2027-02-01"), store=teahouse).standing == Standing.EXPIRED
    assert held(li, at("2027-02-01"), store=teahouse).may is None


def test_stores_are_kept_apart_and_all_stores_are_one_word(li, teahouse, at):
    bakery = workspace.store("Bakery")
    withdrawn(li, at("2026-03-02"), about(store=bakery))
    given(li, at("2026-03-01"))

    assert held(li, at("2026-03-03"), store=teahouse).may is True
    assert held(li, at("2026-03-03"), store=bakery).may is False


def test_undoing_takes_a_word_out_of_count_and_leaves_it_in_the_ledger(li, mei, at):
    profile.of(li, accepts_email=True)
    withdrawn(li, at("2026-03-01"))
    operation = Operation.objects.latest("id")

    undo.undo(operation, by=mei, at=at("2026-03-02"))

    assert (held(li, at("2026-03-03")).standing, held(li, at("2026-03-03")).ground) == (Standing.GIVEN, Ground.IMPORTED)
    assert Profile.objects.get(person=li).accepts_email is True
    assert Consent.objects.of(li).count() == 1

    undo.undo(Operation.objects.get(undoes=operation), by=mei, at=at("2026-03-04"))
    assert held(li, at("2026-03-05")).standing == Standing.WITHDRAWN


def test_the_ledger_refuses_to_be_changed(li, at):
    given(li, at("2026-03-01"))

    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Consent.objects.update(reason="another")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Consent.objects.all().delete()


def test_a_crowd_is_one_operation_and_a_few_statements(circle, mei, at, django_assert_max_num_queries):
    people = [identity.person(circle, email=f"{number}@teahouse.example") for number in range(40)]

    with django_assert_max_num_queries(22):
        consent.give(everybody(people), about(), PHONED, circle=circle, by=mei, at=at("2026-03-01"))

    assert Consent.objects.count() == 40
    assert Profile.objects.filter(accepts_email=True).count() == 40
    assert len(set(Consent.objects.values_list("under", flat=True))) == 1


def test_words_of_all_who_are_one_count_together(li, wu, at):
    given(li, at("2026-03-01"))
    withdrawn(wu, at("2026-03-02"))
    identity.merge(li, wu)

    assert held(li, at("2026-03-03")).may is False


def test_reading_many_takes_two_statements(circle, at, django_assert_num_queries, teahouse):
    people = [identity.person(circle, email=f"{number}@teahouse.example") for number in range(30)]
    given(people[3], at("2026-03-01"))

    with django_assert_num_queries(2):
        found = standing.of([person.id for person in people], store=teahouse, at=at("2026-03-02"))

    assert [found[person.id]["email", "marketing"].may for person in people].count(True) == 1


@pytest.mark.parametrize(
    ("regime", "has_bought", "email", "sms"),
    [
        (Regime.OPT_IN, True, None, None),
        (Regime.SOFT, False, None, None),
        (Regime.SOFT, True, True, True),
        (Regime.OPT_OUT, False, True, None),
        (Regime.PIPL, True, None, None),
    ],
)
def test_the_rules_of_a_store_speak_where_nobody_has(li, teahouse, at, regime, has_bought, email, sms):
    ruled(teahouse, at("2026-01-01"), regime=regime)
    if has_bought:
        commerce.order(teahouse, "1", placed_at=at("2026-02-01"), person=li, tea="4.50")

    found = [held(li, at("2026-03-01"), about(medium), store=teahouse).may for medium in (Medium.EMAIL, Medium.SMS)]
    assert found == [email, sms]

    withdrawn(li, at("2026-03-02"))
    assert held(li, at("2026-03-03"), store=teahouse).may is False


def test_an_address_on_the_list_is_never_written_to(li, teahouse, at):
    given(li, at("2026-03-01"))
    assert suppressions.add(
        li.circle, ["Li@Teahouse.example", "nobody"], cause=Silence.LIST, by=None, at=at("2026-03-02")
    ) == (1, ["nobody"])

    assert Suppression.objects.get().digest == digests.of("email", "li@teahouse.example")
    assert (held(li, at("2026-03-03")).may, held(li, at("2026-03-03")).ground) == (False, Ground.SUPPRESSED)

    suppressions.lift(li.circle, "li@teahouse.example", by=None, at=at("2026-03-04"))
    assert held(li, at("2026-03-05")).may is True


def test_the_hash_is_the_same_in_python_and_in_the_database(db):
    found = query.value(
        f"select {digests.sql('%(kind)s', '%(value)s')}", {"kind": "email", "value": "é@x", **digests.pads()}
    )

    assert found == digests.of("email", "é@x")


def test_a_question_counts_once_it_is_confirmed(li, teahouse, at):
    asked = consent.ask(
        li, about(store=teahouse), Proof(manner=Manner.FORM, place="/news"), by=None, at=at("2026-03-01")
    )
    assert held(li, at("2026-03-02"), store=teahouse).standing == Standing.PENDING

    found = consent.asked_by(consent.token(asked), at=at("2026-03-02"))
    word = consent.confirm(found, place="10.0.0.1", at=at("2026-03-02"))
    again = consent.confirm(found, place="10.0.0.1", at=at("2026-03-03"))

    assert word == again
    assert (word.answers, word.manner, word.address) == (asked, Manner.LINK, "li@teahouse.example")
    assert held(li, at("2026-03-03"), store=teahouse).standing == Standing.GIVEN


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c"])
def test_a_link_that_is_not_ours_opens_nothing(db, at, token):
    with pytest.raises(consent.NothingToConfirm):
        consent.asked_by(token, at=at("2026-03-01"))


def test_a_link_grows_old(li, at):
    asked = consent.ask(li, about(), Proof(manner=Manner.FORM), by=None, at=at("2026-03-01"))

    with pytest.raises(consent.NothingToConfirm):
        consent.asked_by(consent.token(asked), at=at("2026-04-01"))
    assert held(li, at("2026-04-01")).standing == Standing.UNKNOWN


def test_an_edit_of_the_profile_is_a_word_as_well(li, mei, at):
    edits.edit(li, {"accepts_email": False}, by=mei, at=at("2026-03-01"))

    assert [word.word for word in Consent.objects.of(li)] == ["withdrawn"]
    assert held(li, at("2026-03-02")).may is False


LI = {"user_id": "li", "email": "li@teahouse.example", "name": "Li Wei"}


def imported(number, store, at, **said):
    intake.merge(staged(number, store, [LI | said], kind="customers"), at=at)


def test_what_a_file_says_without_a_time_is_shown_as_imported(teahouse, at):
    imported(1, teahouse, at("2026-06-01"), accepts_email=True, consent_source="checkout")

    person = Profile.objects.get().person
    assert (held(person, at("2026-06-02")).may, held(person, at("2026-06-02")).ground) == (True, Ground.IMPORTED)
    assert Profile.objects.get().consent_source == "checkout"
    assert not Consent.objects.exists()


def test_a_word_with_its_time_goes_into_the_ledger_once_with_the_proof_that_the_file_gives(teahouse, at):
    said = {
        "accepts_email": True, "email_consent_at": "2025-02-03", "consent_source": "checkout",
        "consent_list": "Tea news", "consent_ip": "192.0.2.7",
    }  # fmt: skip
    imported(1, teahouse, at("2026-06-01"), **said)
    imported(2, teahouse, at("2026-06-02"), **said)

    word = Consent.objects.get()
    held_now = held(word.person, at("2026-06-03"), store=teahouse)
    assert (held_now.may, held_now.ground) == (True, Ground.CONSENT)
    assert (word.said_at, word.manner) == (at("2025-02-03"), Manner.FILE)
    assert word.place == "checkout · Tea news · 192.0.2.7"
    assert query.value("select count(*) from events where name = 'consent.given' and mode = 'history'") == 1


def test_an_address_that_a_file_calls_bounced_is_written_to_no_more_until_that_file_is_taken_back(teahouse, at):
    imported(1, teahouse, at("2026-06-01"), accepts_email=True, email_suppressed="Hard bounce")
    imported(2, teahouse, at("2026-06-02"), email_suppressed="[SPAM_COMPLAINT]")
    imported(3, teahouse, at("2026-06-02"), email_suppressed="NEVER_SUPPRESSED")
    person = Profile.objects.get().person
    assert Suppression.objects.get().cause == Silence.BOUNCE

    intake.undo(staged(1, teahouse, []), by=None, at=at("2026-06-03"))
    assert held(person, at("2026-06-04"), store=teahouse).ground == Ground.SUPPRESSED

    intake.undo(staged(2, teahouse, []), by=None, at=at("2026-06-05"))
    assert not Suppression.objects.exists()


def test_an_address_taken_off_the_list_stays_off_unless_it_bounced_later(teahouse, at):
    imported(1, teahouse, at("2026-06-01"), email_suppressed="bounced")
    suppressions.lift(teahouse.circle, LI["email"], by=None, at=at("2026-06-02"))

    imported(2, teahouse, at("2026-06-03"), email_suppressed="bounced")
    imported(3, teahouse, at("2026-06-03"), email_suppressed="bounced", email_suppressed_at="2026-06-01")
    assert Suppression.objects.get().lifted_at is not None

    imported(4, teahouse, at("2026-06-04"), email_suppressed="bounced", email_suppressed_at="2026-06-03")
    assert Suppression.objects.get().lifted_at is None


def test_a_file_does_not_override_a_word_but_goes_on_with_a_newer_one(teahouse, at):
    imported(1, teahouse, at("2026-01-01"), accepts_email=True)
    person = Profile.objects.get().person
    withdrawn(person, at("2026-02-01"))

    imported(2, teahouse, at("2026-03-01"), accepts_email=True)
    imported(3, teahouse, at("2026-03-01"), accepts_email=True, email_consent_at="2026-01-15")
    assert held(person, at("2026-03-02"), store=teahouse).may is False

    imported(4, teahouse, at("2026-03-03"), accepts_email=True, email_consent_at="2026-02-15")
    assert held(person, at("2026-03-04"), store=teahouse).may is True
    assert [word.manner for word in Consent.objects.of(person)] == [Manner.FILE, Manner.PHONE]

    intake.undo(staged(4, teahouse, []), by=None, at=at("2026-03-05"))
    assert held(person, at("2026-03-06"), store=teahouse).may is False


def test_a_no_of_a_new_file_counts_and_that_of_an_old_one_does_not_come_back(teahouse, at):
    imported(1, teahouse, at("2026-01-01"), accepts_email=False)
    person = Profile.objects.get().person
    given(person, at("2026-02-01"))

    imported(2, teahouse, at("2026-03-01"), accepts_email=False)
    assert held(person, at("2026-03-02"), store=teahouse).may is True

    imported(3, teahouse, at("2026-03-03"), accepts_email=False, email_consent_at="2026-02-02")
    assert held(person, at("2026-03-04"), store=teahouse).may is False


def test_a_first_no_of_a_file_takes_a_yes_back(teahouse, at):
    imported(1, teahouse, at("2026-01-01"))
    person = Profile.objects.get().person
    given(person, at("2026-02-01"))

    imported(2, teahouse, at("2026-03-01"), accepts_email=False)

    assert held(person, at("2030-01-01"), store=teahouse).may is False


def test_nobody_of_another_circle_is_touched(li, at):
    stranger = identity.person(workspace.store("Elsewhere", circle="Other").circle, email="li@teahouse.example")

    given(li, at("2026-03-01"))
    consent.give(crowds.one(stranger), about(), PHONED, circle=li.circle, by=None, at=at("2026-03-01"))

    assert set(Consent.objects.values_list("person", flat=True)) == {li.id}


def test_a_word_on_one_way_of_writing_says_nothing_of_another(li, at):
    profile.of(li, accepts_sms=True)
    assert held(li, at("2026-03-01"), about(Medium.CALL)).ground == Ground.IMPORTED

    withdrawn(li, at("2026-03-02"), about(Medium.SMS))

    assert held(li, at("2026-03-03"), about(Medium.SMS)).may is False
    assert held(li, at("2026-03-03"), about(Medium.CALL)).standing == Standing.UNKNOWN
