"""Platforms send to a real edge: what is signed is on the disk before it is answered, what is not is turned away."""

import base64
import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings

from regulars.collect.kinds import SourceKind
from regulars.collect.models import InboxMessage, Source
from regulars.collect.receive import hooks
from regulars.collect.sources import keyring, register
from tests.config.edge.conftest import Site, serving
from tests.make import shopify, sources, workspace

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "hush"
WHSEC = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
BODY = json.dumps(shopify.order()).encode()


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    with django_db_blocker.unblock():
        address = sources.database_address()
    with serving(address, REGULARS_SEAL_KEY=settings.SEAL_KEY) as site:
        yield site


def made(kind: SourceKind, secret: str = SECRET, **told: Any) -> Source:
    return sources.source(workspace.store(), kind=kind, secrets={"signing": secret}, **told)


def send(site: Site, source: Source | str, body: bytes, headers: dict[str, str]) -> int:
    address = source if isinstance(source, str) else source.public_id
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as asked:
        asked.request("POST", f"/hooks/{address}", body, headers)
        answer = asked.getresponse()
        answer.read()
        return answer.status


def base64_of(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def for_shopify(body: bytes = BODY, secret: str = SECRET, **said: str) -> dict[str, str]:
    return {
        "X-Shopify-Topic": "orders/create", "X-Shopify-Hmac-Sha256": base64_of(body, secret),
        "X-Shopify-Shop-Domain": "tea.myshopify.com", "X-Shopify-Webhook-Id": "w1", **said,
    }  # fmt: skip


def for_stripe(body: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    moment = str(int(time.time() if at is None else at))
    signed = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={moment},v1={'0' * 64},v1={signed},v0=zz"}


def for_standard(body: bytes, at: float | None = None, number: str = "msg_1") -> dict[str, str]:
    moment = str(int(time.time() if at is None else at))
    key = base64.b64decode(WHSEC.removeprefix("whsec_"))
    signed = base64.b64encode(hmac.new(key, f"{number}.{moment}.".encode() + body, hashlib.sha256).digest()).decode()
    return {"webhook-id": number, "webhook-timestamp": moment, "webhook-signature": f"v1a,zz v1,{signed}"}


def test_a_signed_webhook_is_on_the_disk_before_it_is_answered(site: Site):
    source = made(SourceKind.SHOPIFY)

    assert send(site, source, BODY, for_shopify()) == 200

    message = InboxMessage.objects.get()
    assert (message.source_id, message.kind, message.body.encode()) == (source.id, "orders/create", BODY)
    assert json.loads(message.sender)["delivery"] == "w1"


def test_the_newer_headers_of_shopify_are_known_as_well(site: Site):
    source = made(SourceKind.SHOPIFY)
    headers = {name.removeprefix("X-"): value for name, value in for_shopify().items()}

    assert send(site, source, BODY, headers) == 200


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        (SourceKind.SHOPIFY, for_shopify(secret="guessed")),
        (SourceKind.SHOPIFY, for_shopify() | {"X-Shopify-Hmac-Sha256": ""}),
        (SourceKind.SHOPIFY, for_shopify() | {"X-Shopify-Hmac-Sha256": "§§"}),
        (SourceKind.SHOPIFY, for_shopify() | {"X-Shopify-Shop-Domain": "other.myshopify.com"}),
        (SourceKind.WOOCOMMERCE, {"X-WC-Webhook-Topic": "order.created", "X-WC-Webhook-Signature": "AAAA"}),
        (SourceKind.STRIPE, for_stripe(BODY, secret="guessed")),
        (SourceKind.STRIPE, for_stripe(BODY, at=time.time() - 3_600)),
        (SourceKind.STRIPE, for_stripe(BODY, at=time.time() + 3_600)),
        (SourceKind.STRIPE, {"Stripe-Signature": "t=,v1="}),
        (SourceKind.STRIPE, {"Stripe-Signature": "v1=zz,t=" + "9" * 400}),
        (SourceKind.WEBHOOK, for_standard(BODY, at=time.time() - 3_600)),
        (SourceKind.WEBHOOK, for_standard(BODY) | {"webhook-id": "msg_2"}),
        (SourceKind.WEBHOOK, {}),
    ],
)
def test_what_is_not_signed_as_it_should_be_is_turned_away_and_shown(
    site: Site, kind: SourceKind, headers: dict[str, str]
):
    shop = {"shop": "https://tea.example"} if kind is SourceKind.WOOCOMMERCE else {}
    source = made(kind, WHSEC if kind is SourceKind.WEBHOOK else SECRET, **shop)

    encoded = {name: value.encode("utf-8").decode("latin-1") for name, value in headers.items()}
    assert send(site, source, BODY, encoded) == 401

    assert InboxMessage.objects.get().kind == "refused"


def test_stripe_and_standard_webhooks_are_named_by_what_they_hold(site: Site):
    body = b'{"id": "evt_1", "type": "charge.refunded"}'
    assert send(site, made(SourceKind.STRIPE), body, for_stripe(body)) == 200

    source = sources.source(workspace.store("Other"), kind=SourceKind.WEBHOOK, secrets={"signing": WHSEC})
    assert send(site, source, b'{"type": "order.paid"}', for_standard(b'{"type": "order.paid"}')) == 200

    kept = [(m.kind, json.loads(m.sender)["delivery"]) for m in InboxMessage.objects.order_by("id")]
    assert kept == [("charge.refunded", "evt_1"), ("order.paid", "msg_1")]


def test_a_ping_is_answered_and_kept_nowhere(site: Site):
    source = made(SourceKind.WOOCOMMERCE, shop="https://tea.example")

    assert send(site, source, b"webhook_id=7", {"Content-Type": "application/x-www-form-urlencoded"}) == 200
    assert not InboxMessage.objects.exists()


def test_the_secret_before_opens_for_an_hour_more(site: Site):
    source = made(SourceKind.SHOPIFY)
    send(site, source, BODY, for_shopify())

    keyring.renew(source, "hush again", by=None, at=datetime.now(UTC))

    assert send(site, source, BODY, for_shopify(secret="hush again")) == 200
    assert send(site, source, BODY, for_shopify()) == 200
    source.secrets.exclude(valid_until=None).update(valid_until=datetime.now(UTC))
    time.sleep(hooks.SECONDS_BETWEEN_REFUSED)
    keyring.renew(source, "hush a third time", by=None, at=datetime.now(UTC))
    assert send(site, source, BODY, for_shopify(secret="hush a third time")) == 200
    assert send(site, source, BODY, for_shopify()) == 401


def test_a_closed_or_unknown_source_has_no_address(site: Site):
    source = made(SourceKind.SHOPIFY)
    register.close(source, by=None, at=datetime.now(UTC))

    assert send(site, source, BODY, for_shopify()) == 404
    assert send(site, "src_nobody", BODY, for_shopify()) == 404


def test_a_secret_is_readable_only_with_the_key_of_the_installation(site: Site):
    source = made(SourceKind.SHOPIFY, "very secret")

    assert "very secret" not in source.secrets.get().sealed
    assert keyring.read(source) == {"signing": "very secret"}


def test_what_is_too_large_or_no_text_is_refused(site: Site):
    source = made(SourceKind.SHOPIFY)
    binary = b"\xff\xfe\x00"

    assert send(site, source, binary, for_shopify(binary)) == 400
    large = b" " * (hooks.LARGEST + 1)
    with suppress(BrokenPipeError, ConnectionResetError):  # the answer may come before all of it was sent
        assert send(site, source, large, for_shopify(large)) == 413
    assert not InboxMessage.objects.exclude(kind="refused").exists()
