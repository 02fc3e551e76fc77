"""Forms, answers, reviews and wishes are read over the API; what people wrote by those alone who may export."""

import pytest

from regulars.engage.kinds import QuestionKind
from regulars.engage.models import Review, Wish
from tests.make import commerce, engage
from tests.make.engage import question
from tests.make.sources import NOW

pytestmark = pytest.mark.django_db


def test_answers_reviews_and_wishes_are_listed(teahouse, li, circle, caller, caller_in):
    survey = engage.form(teahouse, question("q1", QuestionKind.NPS, "How?"), question("q2", QuestionKind.TEXT, "Why?"))
    engage.answered(survey, li, {"q1": 9}, {"q2": "So fresh."}, at=NOW)
    about = {"store": teahouse, "product": commerce.product(teahouse, "TEA"), "person": li, "sku": "TEA"}
    Review.objects.create(**about, source="x", key="1", rating=4, text="Good.", reviewed_at=NOW)
    Wish.objects.create(**about, kind="list", wished_at=NOW)

    [form] = caller.get("/forms")["items"]
    [answer] = caller.get(f"/forms/{survey.public_id}/answers")["items"]
    [masked] = caller_in(circle, "people:see").get(f"/forms/{survey.public_id}/answers")["items"]
    [review] = caller.get("/reviews", sku="TEA", state="waiting")["items"]
    [wish] = caller.get("/wishes", is_open="true")["items"]

    assert (form["version"], form["is_open"], form["content"]["questions"][0]["kind"]) == (1, True, "nps")
    assert (answer["person_id"], answer["replies"][0]["number"], answer["replies"][1]["text"]) == (
        li.public_id, 9, "So fresh.",
    )  # fmt: skip
    assert masked["replies"][1]["text"] is None
    assert (review["rating"], review["person_id"]) == (4, li.public_id)
    assert (wish["kind"], wish["ended_at"]) == ("list", None)
