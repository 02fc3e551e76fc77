"""The pages of sources: added with a secret that is shown once, looked at, mended, closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Store
from regulars.collect.kinds import SourceKind
from regulars.collect.models import SetAside, Source, SourceDay, SourceStream
from regulars.collect.sources import keyring
from regulars.commerce.models import Order
from regulars.web.sources.forms import FIELDS
from tests.make import shopify, sources, workspace
from tests.make.sources import NOW, hear, letter
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 24


@pytest.fixture
def shop(teahouse: Store) -> Source:
    return sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Tea shop", secrets={"signing": "hush-hush"})


def html(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_source_is_added_and_shows_its_secret_once(at_work: Client):
    given = {"name": "Tea shop", "shop": "tea.myshopify.com", "token": "shpat_secret"}
    answer = at_work.post(reverse("source_new_of", args=["shopify"]), given).content.decode()

    source = Source.objects.get()
    secret = keyring.read(source)["signing"]
    assert f"/hooks/{source.public_id}" in answer
    assert secret in answer
    assert answer.count("shpat_secret") == 0
    assert secret not in html(at_work, "source", source.public_id)
    assert "Tea shop" in html(at_work, "sources")


def test_what_cannot_be_used_is_said_at_the_form(at_work: Client):
    answer = at_work.post(reverse("source_new_of", args=["shopify"]), {"shop": "evil.example"}).content.decode()

    assert "is not the address of a shop at Shopify" in answer
    assert not Source.objects.exists()


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_every_kind_has_its_form(at_work: Client, kind: str):
    assert at_work.get(reverse("source_new_of", args=[kind])).status_code == 200


def test_the_page_says_what_came_and_what_was_set_aside_and_why(at_work: Client, shop: Source):
    letter(shop, shopify.order(), kind="orders/create")
    letter(shop, shopify.order(created_at=None), kind="orders/create")
    hear()
    SourceDay.objects.update(on=NOW.date())
    SourceStream.objects.create(source=shop, stream="orders", complete_to=NOW)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = html(at_work, "source", shop.public_id)

    assert "The message lacks what an order" in page
    assert "Orders are complete to" in page
    assert "order.said" in page
    assert len(asked) <= MOST_QUERIES


def test_a_message_is_mended_and_goes_through_again(at_work: Client, shop: Source):
    letter(shop, '{"id": 1', kind="orders/create")
    hear()
    message = SetAside.objects.get()
    assert "The message is no JSON object." in html(at_work, "source_message", shop.public_id, message.id)

    mended = {"body": '{"name": "#7", "id": 7, "created_at": "2026-03-01T09:00:00Z", "currency": "GBP", "line_items":'
                      ' [{"sku": "T", "name": "Tea", "quantity": 1, "price": "3"}]}'}  # fmt: skip
    at_work.post(reverse("source_message", args=[shop.public_id, message.id]), mended)
    hear(at=NOW + timedelta(minutes=1))

    assert Order.objects.get().number == "#7"
    assert not SetAside.objects.exists()


def test_a_message_that_was_turned_away_cannot_be_sent_again(at_work: Client, shop: Source):
    letter(shop, "forged", kind="refused")
    hear()
    message = SetAside.objects.get()

    at_work.post(reverse("source_message", args=[shop.public_id, message.id]), {"body": "{}"})

    assert SetAside.objects.exists()


def test_a_new_secret_takes_the_place_of_the_one_before(at_work: Client, shop: Source):
    answer = at_work.post(reverse("source_secret", args=[shop.public_id])).content.decode()

    assert keyring.read(shop)["signing"] in answer
    assert keyring.read(shop)["signing"] != "hush-hush"


def test_a_closed_source_leaves_the_list(at_work: Client, shop: Source):
    at_work.post(reverse("source_closure", args=[shop.public_id]))

    assert "Tea shop" not in html(at_work, "sources").split("toast")[0]
    assert Source.objects.get().closed_at is not None


def test_the_source_of_another_circle_is_not_there(shop: Source):
    stranger = signed_in(workspace.staff(workspace.store("Elsewhere", circle="Other").circle, Role.OWNER, name="Eve"))

    assert stranger.get(reverse("source", args=[shop.public_id])).status_code == 404
