"""Staff make a form, publish it, read what came of it and find the people behind; reviews are settled on their page."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from regulars.base.kit import clock
from regulars.base.workspace.models import Store
from regulars.engage import content
from regulars.engage.kinds import FormKind, QuestionKind
from regulars.engage.models import Form, Invitation, Review, Wish
from regulars.identity.models import Person
from regulars.insight.models import Run
from tests.make import commerce, engage, workspace
from tests.make.engage import question
from tests.make.sources import NOW

MOST_QUERIES = 24
SHOP = """
<html lang="en"><body><h1>Shop</h1><script src="{home}/forms.js" data-form="{form}" async></script></body></html>
"""


def html(client: Client, name: str, *args: Any, **asked: str) -> str:
    return client.get(reverse(name, args=args), asked).content.decode()


@pytest.mark.django_db
def test_a_form_is_made_worded_ordered_published_and_closed(at_work: Client, teahouse: Store):
    at_work.post(reverse("forms"), {"name": "Tea club", "kind": "form", "languages": ["en", "zh-hant"]})
    form = Form.objects.get()
    id = form.public_id
    at_work.post(reverse("form_questions", args=[id]), {"kind": "choice"})
    said = {
        "label_en": "Which?",
        "label_zh-hant": "哪一個？",
        "options_en": "Green\nBlack",
        "options_zh-hant": "綠\n紅",
    }
    at_work.post(reverse("form_question", args=[id, "q3"]), said | {"is_required": "on"})
    at_work.post(reverse("form_order", args=[id]), {"key": "q3", "way": "up"})
    at_work.post(reverse("form_publication", args=[id]))

    version = content.read(Form.objects.get().versions.get().content)
    assert [each.key for each in version.questions] == ["q1", "q3", "q2"]
    assert version.questions[1].option("o2", "zh-hant") == "紅"
    page = html(at_work, "form", id)
    assert f"data-form=&quot;{id}&quot;" in page
    assert "&lt;form method=&quot;post&quot;" in page
    assert "Publish the changes" not in page
    at_work.post(reverse("form_closure", args=[id]))
    assert not Form.objects.get().is_open


@pytest.mark.django_db
def test_a_number_of_the_results_leads_to_the_people_behind_it(at_work: Client, learned: Run, li: Person):
    survey = engage.form(
        learned.store, question("q1", QuestionKind.NPS, "Recommend?"), question("q2", QuestionKind.TEXT, "Why?"),
        kind=FormKind.SURVEY,
    )  # fmt: skip
    engage.answered(survey, li, {"q1": 10}, {"q2": "So fresh."}, at=NOW)

    with CaptureQueriesContext(connection) as asked:
        page = html(at_work, "form_results", survey.public_id)
    assert len(asked) <= MOST_QUERIES
    assert "NPS 100" in page
    assert "So fresh." in page
    people = html(at_work, "customers", replied=f"{survey.public_id}.q1.10")
    assert li.public_id in people
    assert "Recommend? → 10" in people
    assert li.public_id not in html(at_work, "customers", replied=f"{survey.public_id}.q1.nps-low")
    assert li.public_id in html(at_work, "customers", answered=survey.public_id)
    assert "Tea club" in html(at_work, "person", li.public_id)


@pytest.mark.django_db
def test_links_of_a_survey_are_taken_away_and_those_people_are_not_due_again(
    at_work: Client, teahouse: Store, li: Person
):
    survey = engage.form(teahouse, kind=FormKind.SURVEY)
    commerce.order(teahouse, "1", placed_at=clock.now() - timedelta(days=20), person=li, tea="4.50")
    address = reverse("form_due", args=[survey.public_id])
    assert "1 person is due to be asked." in at_work.get(address).content.decode()

    file = at_work.post(address).content.decode()

    assert "li@teahouse.example" in file
    assert f"/f/{survey.public_id}/?for=" in file
    assert Invitation.objects.get().person == li
    assert "Nobody is due to be asked now." in at_work.get(address).content.decode()


@pytest.mark.django_db
def test_a_product_shows_its_reviews_and_who_wants_it(at_work: Client, teahouse: Store, li: Person):
    tea = commerce.product(teahouse, "TEA", "Green tea")
    about = {"store": teahouse, "product": tea, "person": li, "sku": "TEA"}
    review = Review.objects.create(**about, source="x", key="1", rating=4, title="Fresh", reviewed_at=NOW)
    Wish.objects.create(**about, kind="list", wished_at=NOW)

    page = html(at_work, "product", tea.public_id)
    at_work.post(reverse("review_state", args=[review.public_id]), {"state": "hidden"})
    at_work.post(reverse("review_reply", args=[review.public_id]), {"reply": "We mend it."})

    assert "4 of 5 stars, from 1 review." in page
    assert "1 person has it on the wish list." in page
    assert "We mend it." in html(at_work, "reviews", state="hidden")
    assert "Nobody has reviewed it yet." in html(at_work, "product", tea.public_id)
    assert li.public_id in html(at_work, "customers", wishes="TEA")
    assert li.public_id not in html(at_work, "customers", reviewed="TEA")


@pytest.fixture
def shop_with() -> Iterator[Callable[[str], str]]:
    """A shop of its own at another address, whose one page is given."""
    told: list[bytes] = []

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(told[-1])

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    Thread(target=server.serve_forever, daemon=True).start()

    def opened(page: str) -> str:
        told.append(page.encode())
        return f"http://127.0.0.1:{server.server_port}/"

    yield opened
    server.shutdown()
    server.server_close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_form_in_a_page_of_the_shop_fits_its_height_and_asks_on(
    page: Page, live_server: Any, shop_with: Callable[[str], str], at_rest: None
):
    form = engage.form(
        workspace.store("Teahouse"), question("q1", QuestionKind.NPS, "Recommend?"),
        question("q2", QuestionKind.TEXT, "What went wrong?", only_if=["q1=low"]), kind=FormKind.SURVEY,
    )  # fmt: skip
    page.goto(shop_with(SHOP.format(home=live_server.url, form=form.public_id)))
    frame = page.frame_locator("iframe")

    expect(frame.get_by_label("What went wrong?")).to_be_hidden()
    before = page.locator("iframe").bounding_box()
    frame.get_by_text("3", exact=True).click()
    expect(frame.get_by_label("What went wrong?")).to_be_visible()
    expect(page.locator("iframe")).not_to_have_css("height", f"{before['height']}px" if before else "")
    frame.get_by_label("What went wrong?").fill("The parcel was wet.")
    page.wait_for_timeout(2_000)  # whoever is quicker than this is taken for a program
    frame.get_by_role("button", name="Send").click()
    expect(frame.get_by_text("Thank you!")).to_be_visible()
