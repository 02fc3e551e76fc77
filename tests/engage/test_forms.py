"""What people send by a form is kept before they are thanked, and becomes an answer, a profile and a consent, once."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from regulars.base.kit import clock, query
from regulars.base.workspace.models import Store
from regulars.collect.models import InboxMessage
from regulars.engage import content, forms, links, pace
from regulars.engage.kinds import QuestionKind
from regulars.engage.models import Answer, Form, Reply
from regulars.identity.models import Identifier, Person
from regulars.portal.asked import guard
from regulars.profile import retention
from regulars.profile.kinds import FieldKind, Kept, Standing
from regulars.profile.models import Consent, FieldValue, Profile
from tests.make import consent, engage, profile, sources
from tests.make.engage import question

pytestmark = pytest.mark.django_db
OFFERS = "Yes, write to me about new harvests."


@pytest.fixture
def club(teahouse: Store) -> Form:
    profile.field(teahouse.circle, "Favorite cup", FieldKind.CHOICE, choices=["Glass", "Porcelain"])
    return engage.form(
        teahouse,
        question("q1", QuestionKind.EMAIL, "Your e-mail", is_required=True),
        question("q2", QuestionKind.NAME, "Your name"),
        question("q3", QuestionKind.FIELD, "Your cup", field="favorite_cup"),
        question("q4", QuestionKind.CHOICES, "Which teas?", options=["Green", "Black"]),
        question("q5", QuestionKind.NPS, "Would you recommend us?"),
        question("q6", QuestionKind.TEXT, "What went wrong?", is_required=True, only_if=["q5=low"]),
        question("q7", QuestionKind.CONSENT, OFFERS, medium="email", purpose="marketing"),
    )


def sent(form: Form, query: str = "", **given: object):  # type: ignore[no-untyped-def]
    address = f"/f/{form.public_id}/{query}"
    return Client(enforce_csrf_checks=True).post(address, given, headers={"accept-language": "zh-TW"})


def test_an_answer_is_kept_and_becomes_all_that_it_says(club: Form):
    answer = sent(club, q1="Li@Example.org ", q2="Li Wei", q3="Glass", q4=["o1", "o2"], q5="9", q7="on")

    assert answer.status_code == 302
    assert InboxMessage.objects.count() == 1
    engage.hear()
    engage.hear()
    kept = Answer.objects.get()
    person = Person.objects.get()
    assert (kept.person, kept.language) == (person, "zh-hant")
    assert {(r.question, r.number, *r.words) for r in Reply.objects.all()} == {("q4", None, "o1", "o2"), ("q5", 9)}
    assert Identifier.objects.get(kind="email").verified_at is None
    assert Profile.objects.get().name == "Li Wei"
    assert FieldValue.objects.get().text == "Glass"
    word = Consent.objects.select_related("wording").get()
    assert (word.word, word.manner, word.actor) == ("given", "form", club.public_id)
    assert word.wording
    assert (word.wording.text, word.wording.language) == (OFFERS, "zh-hant")


def test_where_the_form_asks_twice_a_consent_waits_for_its_link(club: Form, teahouse: Store):
    draft = content.read(club.draft)
    draft.is_double = True
    forms.describe(club, draft, by=None, at=sources.NOW)
    forms.publish(club, by=None, at=sources.NOW)

    sent(club, q1="li@example.org", q7="on")
    engage.hear()

    held = consent.held(Person.objects.get(), sources.NOW + timedelta(hours=1), store=teahouse)
    assert held.standing == Standing.PENDING
    assert club.versions.count() == 2


def test_a_follow_up_is_asked_of_those_alone_whom_it_concerns(club: Form):
    unhappy = sent(club, q1="wu@example.org", q5="3")
    happy = sent(club, q1="li@example.org", q5="10", q6="not for me to say")
    engage.hear()

    assert unhappy.status_code == 422
    assert "aria-invalid" in unhappy.content.decode()
    assert happy.status_code == 302
    assert not Reply.objects.filter(question="q6").exists()


def test_by_a_link_of_their_own_people_answer_as_themselves(club: Form, li: Person):
    address = f"/f/{club.public_id}/?for={links.made(club, li)}"
    assert 'name="q1"' not in Client().get(address).content.decode()

    sent(club, f"?for={links.made(club, li)}", q5="10", q2="Li")
    engage.hear()

    assert Answer.objects.get().person == li
    assert Answer.objects.get().is_invited
    assert Person.objects.count() == 1
    assert links.person(engage.form(li.circle.stores.get(), name="Other"), links.made(club, li)) == ""


def test_a_program_a_second_press_and_a_flood_leave_no_second_answer(club: Form):
    client, address = Client(), f"/f/{club.public_id}/"
    token = guard.token(at=clock.now() - timedelta(seconds=30))
    assert sent(club, q1="bot@example.org", website="https://spam.example").status_code == 302
    assert InboxMessage.objects.count() == 0
    assert sent(club, q1="fast@example.org", shown=guard.token(at=clock.now())).status_code == 422
    for _ in range(2):
        assert sent(club, q1="li@example.org", shown=token).status_code == 302
    engage.hear()
    assert Answer.objects.count() == 1

    for _ in range(pace.AT_ONCE):
        answer = client.post(address, {"q1": "li@example.org"})
    assert answer.status_code == 429
    assert pace.forget(at=clock.now() + timedelta(days=2)) == 1


def test_any_page_may_frame_and_send_a_form_and_a_closed_one_says_so(club: Form):
    answer = Client().get(f"/f/{club.public_id}/?embed=1&lang=zh-CN")

    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert not {"X-Frame-Options", "Set-Cookie"} & set(answer.headers)
    assert not answer.cookies
    assert '<html lang="zh-Hans">' in answer.content.decode()
    assert "data-form" in Client().get("/forms.js").content.decode()
    forms.close(club, by=None, at=sources.NOW)
    assert Client().get(f"/f/{club.public_id}/").status_code == 410
    assert sent(club, q1="li@example.org").status_code == 410
    assert (
        "nothing that you send here is kept"
        in Client().get(f"/f/{club.public_id}/?preview={links.preview(club)}").content.decode()
    )


def test_a_draft_that_lacks_something_is_not_published(teahouse: Store):
    draft = engage.form(teahouse, question("q1", QuestionKind.CHOICE, "Which?"), is_open=False)
    agreeing = engage.form(
        teahouse, question("q1", QuestionKind.CONSENT, OFFERS, medium="email", purpose="marketing"), is_open=False
    )

    with pytest.raises(forms.NeedsWords):
        forms.publish(draft, by=None, at=sources.NOW)
    with pytest.raises(forms.NeedsAddress):
        forms.publish(agreeing, by=None, at=sources.NOW)


def test_questions_move_and_what_depends_on_a_later_one_no_longer_does(club: Form):
    forms.move(club, "q6", -1, by=None, at=sources.NOW)
    forms.remove(club, "q7", by=None, at=sources.NOW)
    added = forms.add(club, QuestionKind.TEXT, by=None, at=sources.NOW)

    draft = content.read(club.draft)
    assert [each.key for each in draft.questions] == ["q1", "q2", "q3", "q4", "q6", "q5", "q8"]
    assert added == "q8"
    assert draft.questions[4].only_if == []


def test_the_log_holds_what_people_wrote_apart(club: Form):
    sent(club, q1="li@example.org", q5="2", q6="The parcel was wet.")
    engage.hear()

    [[_person, personal, properties]] = sources.events("form.answered")
    assert "wet" not in json.dumps(properties)
    assert personal["texts"] == {"q6": "The parcel was wet."}
    assert query.value("select count(*) from events where name = 'person.identified'") == 0
    retention.keep(Kept.WRITTEN, days=1, circle=club.store.circle, by=None, at=sources.NOW)
    assert retention.carry_out(at=clock.now() + timedelta(days=2))[Kept.WRITTEN] == 1
    assert sources.events("form.answered")[0][1].get("texts") is None
    assert set(Reply.objects.values_list("text", flat=True)) == {""}
