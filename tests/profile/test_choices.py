"""What people choose on a site or at the till reaches the ledger, and never goes before what they said later."""

import pytest

from regulars.base.workspace.models import Notice, Store
from regulars.collect.kinds import SourceKind
from regulars.profile import choices, requests
from regulars.profile.kinds import Ground, Manner, Medium, Purpose
from regulars.profile.models import Consent, RightsRequest
from regulars.web.notices import alerts
from tests.make import shopify, sources
from tests.make.consent import about, held, withdrawn
from tests.make.sources import NOW, letter, take_in, told

pytestmark = pytest.mark.django_db
NOON = "2026-03-01T12:00:00Z"


@pytest.fixture
def site(teahouse: Store):
    return sources.source(teahouse)


@pytest.fixture
def shop(teahouse: Store):
    return sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Shopify")


def tracked(event: str, at: str = "2026-03-01T10:00:00Z", **properties):
    return {
        "type": "track", "event": event, "userId": "li", "properties": properties, "timestamp": at, "sentAt": NOON,
        "context": {"page": {"url": "https://tea.example/news?from=mail"}},
    }  # fmt: skip


def choose():
    take_in()
    choices.hear([event for event in told() if event.name in choices.NAMES], at=NOW)


def test_a_choice_told_by_the_tag_is_written_down_with_where_and_when(site, at):
    letter(site, tracked("Consent Given", email_marketing="granted", ad_personalization="denied"))
    letter(site, tracked("Consent Given", email_marketing="granted", ad_personalization="denied"))
    choose()

    person = Consent.objects.first().person
    mail = Consent.objects.get(purpose=Purpose.MARKETING)
    assert (mail.medium, mail.word, mail.manner) == (Medium.EMAIL, "given", Manner.FORM)
    assert mail.place == "https://tea.example/news?from=mail · Site"
    assert mail.said_at == at("2026-03-01 10:00")
    assert held(person, at("2026-03-02"), about(purpose=Purpose.PERSONAL), store=site.store).may is False
    assert Consent.objects.count() == 2


def test_who_is_a_browser_only_has_no_word_in_the_ledger(site):
    letter(
        site, {"type": "track", "event": "Consent Given", "anonymousId": "b1", "properties": {"ad_user_data": "denied"}}
    )
    choose()

    assert not Consent.objects.exists()


def test_a_site_that_says_the_same_again_does_not_bring_back_what_was_taken_back(site, at):
    said = {"type": "identify", "userId": "li", "traits": {"emailOptIn": True}, "sentAt": NOON}
    letter(site, said | {"timestamp": "2026-03-01T08:00:00Z"})
    choose()
    person = Consent.objects.get().person
    withdrawn(person, at("2026-03-01 09:00"))

    letter(site, said | {"timestamp": "2026-03-01T10:00:00Z"})
    choose()
    assert held(person, at("2026-03-02"), store=site.store).may is False

    letter(site, tracked("Consent Given", "2026-03-01T11:00:00Z", email_marketing=True))
    choose()
    assert held(person, at("2026-03-02"), store=site.store).may is True


def test_categories_of_segment_are_heard_by_their_names(site, at):
    preferences = {"Advertising": False, "Personalization": True, "Analytics": False}
    context = {"consent": {"categoryPreferences": preferences}}
    letter(site, tracked("Segment Consent Preference Updated") | {"context": context})
    choose()

    assert sorted(Consent.objects.values_list("purpose", "word")) == [
        (Purpose.PERSONAL, "given"), (Purpose.SHARING, "withdrawn"),
    ]  # fmt: skip


def test_shopify_tells_since_when_and_how_surely_somebody_agreed(shop, at):
    agreed = {"state": "subscribed", "opt_in_level": "confirmed_opt_in", "consent_updated_at": "2025-05-06T07:08:09Z"}
    letter(shop, shopify.customer(email_marketing_consent=agreed), kind="customers/create")
    sources.hear()

    word = Consent.objects.get()
    assert (word.said_at, word.place) == (at("2025-05-06 07:08:09"), "confirmed opt in · Shopify")
    withdrawn(word.person, at("2025-07-01"))
    letter(shop, shopify.customer(email_marketing_consent=agreed, updated_at=NOON), kind="customers/update")
    sources.hear()
    assert held(word.person, at("2026-03-02"), store=shop.store).may is False

    newer = agreed | {"opt_in_level": "single_opt_in", "consent_updated_at": "2026-02-28T10:00:00Z"}
    again = {"customer_id": 77, "email_address": "li@tea.example", "email_marketing_consent": newer}
    letter(shop, again, kind="customers_email_marketing_consent/update")
    choose()
    standing = held(word.person, at("2026-03-02"), store=shop.store)
    assert (standing.may, standing.ground) == (True, Ground.CONSENT)


def test_a_box_ticked_at_the_till_counts_from_then_on(teahouse, shop, at):
    letter(shop, shopify.order(buyer_accepts_marketing=True), kind="orders/create")
    woo = sources.source(teahouse, kind=SourceKind.WOOCOMMERCE, name="Woo")
    bought = {
        "id": 5, "number": "5", "date_created_gmt": "2026-02-01T10:00:00", "status": "processing", "currency": "GBP",
        "total": "5.00", "billing": {"email": "wu@tea.example"}, "customer_id": 0,
        "line_items": [{"name": "Cup", "sku": "C", "quantity": 1, "subtotal": "5.00", "total": "5.00"}],
        "meta_data": [{"key": "_mailchimp_woocommerce_is_subscribed", "value": "1"}],
    }  # fmt: skip
    letter(woo, bought, kind="order.created")
    choose()

    found = [(word.manner, word.place, word.said_at) for word in Consent.objects.order_by("said_at")]
    assert found == [
        (Manner.CHECKOUT, "5 · Woo", at("2026-02-01 10:00")),
        (Manner.CHECKOUT, "#1001 · Shopify", at("2026-03-01 09:00")),
    ]


def test_staff_are_told_what_the_law_and_a_platform_want_of_them(shop, mei):
    letter(shop, {"customer": {"id": 77, "email": "li@tea.example"}, "shop_domain": "t"}, kind="customers/redact")
    letter(shop, {"myshopify_domain": "tea.myshopify.com"}, kind="app/uninstalled")
    take_in()
    requests.hear([event for event in told() if event.name == alerts.ASKED], at=NOW)
    alerts.hear([event for event in told() if event.name in alerts.NAMES], at=NOW)

    assert RightsRequest.objects.get().kind == "erasure"
    links = list(Notice.objects.filter(staff=mei).order_by("id").values_list("link", flat=True))
    assert links == ["/requests/", f"/sources/{shop.public_id}/"]
