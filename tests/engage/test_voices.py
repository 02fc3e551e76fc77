"""What people say of products and wish for is heard from sites, forms and files; ratings lean on the store."""

import io
from datetime import timedelta

import pytest
from django.test import Client

from regulars.base.workspace.models import Staff, Store
from regulars.collect.models import Source
from regulars.commerce.models import Product
from regulars.engage import filed, invitations, links, ratings, results, reviews, wishes
from regulars.engage.kinds import FormKind, QuestionKind, ReviewState
from regulars.engage.models import Invitation, Review, Wish
from regulars.engage.results import Scope
from regulars.identity.models import Person
from tests.make import commerce, engage, sources
from tests.make.engage import question
from tests.make.sources import NOW, letter

pytestmark = pytest.mark.django_db
FILE = """product_id,rating,title,body,review_date,reviewer_name,reviewer_email
TEA,5,Fresh,"Good, and fast.",2025-11-02 10:00:00 UTC,Li,li@example.org
Green pot,3,,Drips.,2025-12-01,Wu,
TEA,nine,,,,,
"""


@pytest.fixture
def tea(teahouse: Store) -> Product:
    return commerce.product(teahouse, "TEA", "Green tea")


@pytest.fixture
def site(teahouse: Store) -> Source:
    return sources.source(teahouse)


def track(site: Source, event: str, at: str = "2026-03-01T11:00:00Z", **properties: object) -> None:
    body = {"type": "track", "event": event, "userId": "li", "timestamp": at, "properties": properties}
    letter(site, body | {"messageId": f"{event} {at} {properties}"})


def test_a_review_of_the_site_is_kept_apart_from_what_may_be_reckoned_with(site: Source, tea: Product):
    track(site, "Product Reviewed", product_id="TEA", review_id="7", rating="4", review_body="Smells of spring.")
    track(site, "Product Reviewed", "2026-03-01T11:30:00Z", product_id="TEA", review_id="7", rating=5)
    engage.hear()

    kept = Review.objects.get()
    assert (kept.product, kept.rating, kept.state, kept.person) == (tea, 5, "waiting", Person.objects.get())
    assert "spring" not in str([properties for _, _, properties in sources.events("product.reviewed")])


def test_a_review_by_the_page_is_published_and_answered(tea: Product):
    answer = Client().post(f"/r/{tea.public_id}/", {"rating": "4", "review_body": "Fine.", "email": "li@example.org"})
    engage.hear()
    review = Review.objects.get()

    assert answer.status_code == 302
    reviews.settle(review, ReviewState.SHOWN, by=None, at=NOW)
    reviews.reply(review, "Thank you!", by=None, at=NOW)
    review.refresh_from_db()
    assert (review.state, review.reply, review.text) == ("shown", "Thank you!", "Fine.")
    assert len(sources.events("review.settled")) == len(sources.events("review.replied")) == 1


def test_a_file_of_reviews_brought_twice_counts_once(teahouse: Store, tea: Product):
    commerce.product(teahouse, "POT", "Green pot")
    for _ in range(2):
        report = filed.take_in(io.BytesIO(FILE.encode()), teahouse, by=None, at=NOW)
        engage.hear()

    assert (report.taken, report.left, report.lines) == (2, 1, (4,))
    found = Review.objects.order_by("reviewed_at").values_list("product__sku", "rating", "author", "reviewed_at__year")
    assert list(found) == [("TEA", 5, "Li", 2025), ("POT", 3, "Wu", 2025)]
    with pytest.raises(filed.NoReviews):
        filed.take_in(io.BytesIO(b"a,b\n1,2\n"), teahouse, by=None, at=NOW)


def rated(store: Store, sku: str, *stars: int) -> Product:
    product = commerce.product(store, sku)
    Review.objects.bulk_create(
        Review(store=store, product=product, source="x", key=f"{sku}{n}", sku=sku, rating=each, reviewed_at=NOW)
        for n, each in enumerate(stars)
    )
    return product


def test_a_single_review_moves_a_rating_less_than_many_do(teahouse: Store):
    alone = rated(teahouse, "A", 5)
    assert ratings.of(alone).estimate is None  # type: ignore[union-attr]

    rated(teahouse, "B", *[4, 5, 4, 5] * 5)
    rated(teahouse, "C", *[1, 2, 2, 3] * 5)
    much = rated(teahouse, "D", *[5] * 30)
    one, many = ratings.of(alone), ratings.of(much)

    assert one and many and one.estimate and many.estimate  # noqa: PT018 - none of them may be unknown
    assert one.mean == many.mean == 5
    assert 3 < one.estimate < many.estimate < 5
    assert [bar.count for bar in many.bars] == [30, 0, 0, 0, 0]


def test_a_wish_ends_when_it_is_taken_off_or_bought(site: Source, teahouse: Store, tea: Product):
    track(site, "Product Added to Wishlist", product_id="TEA", name="Green tea")
    track(site, "Product Added to Wishlist", product_id="CUP", name="Cup")
    track(site, "Wishlist Product Added to Cart", "2026-03-01T11:10:00Z", product_id="TEA")
    track(site, "Product Removed from Wishlist", "2026-03-01T11:20:00Z", product_id="CUP")
    Client().post(f"/w/{tea.public_id}/", {"email": "wu@example.org"})
    engage.hear()

    assert list(Wish.objects.filter(ended_at=None).order_by("kind").values_list("sku", "kind")) == [
        ("TEA", "back"), ("TEA", "list"),
    ]  # fmt: skip
    mine = Wish.objects.get(kind="list", sku="TEA")
    assert mine.carted_at is not None
    assert Wish.objects.get(sku="CUP").ended_at is not None
    commerce.order(teahouse, "1", placed_at=NOW + timedelta(days=1), person=mine.person, TEA="4.50")
    assert wishes.settle() == 1


def test_results_count_answers_and_give_the_nps_its_interval(teahouse: Store, li: Person):
    survey = engage.form(
        teahouse, question("q1", QuestionKind.NPS, "Recommend?"), question("q2", QuestionKind.CHOICE, "Which?",
        options=["Green", "Black"]), question("q3", QuestionKind.TEXT, "Why?"), kind=FormKind.SURVEY,
    )  # fmt: skip
    for number in (10, 9, 9, 8, 3):
        engage.answered(survey, li, {"q1": number, "q2": "o1"}, {"q3": "Good."}, at=NOW)

    told = results.of(survey, Scope(NOW, "UTC"), language="en")
    nps, which, why = told.outcomes

    assert (told.answers, told.people, nps.answered) == (5, 1, 5)
    assert nps.nps and round(nps.nps.value) == 40  # noqa: PT018 - its value is the point
    assert -40 < nps.nps.low < 40 < nps.nps.high <= 100
    assert [(bar.words, bar.count) for bar in which.bars] == [("Green", 5), ("Black", 0)]
    assert why.texts[0].person == li.id


def test_a_survey_is_due_after_an_order_and_not_again_too_soon(teahouse: Store, mei: Staff, li: Person, wu: Person):
    survey = engage.form(teahouse, kind=FormKind.SURVEY)
    for person, days in ((li, 20), (wu, 3)):
        commerce.order(teahouse, f"{days}", placed_at=NOW - timedelta(days=days), person=person, tea="4.50")

    [each] = invitations.due(survey, staff=mei, at=NOW)
    [(_, token)] = invitations.hand_out(survey, [each], by=mei, at=NOW)

    assert each.person == li
    assert links.person(survey, token) == li.public_id
    assert Invitation.objects.count() == 1
    assert invitations.due(survey, staff=mei, at=NOW + timedelta(days=1)) == []
