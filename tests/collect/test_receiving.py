"""Events come in through a real edge, and are answered once they are in the database."""

import gzip
import http.client
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.db import connection

from regulars.collect.models import InboxMessage, Source
from regulars.collect.receive import calls
from tests.config.edge.conftest import Site, serving
from tests.make import sources, workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    with django_db_blocker.unblock():
        address = sources.database_address()
    with serving(address) as site:
        yield site


@pytest.fixture
def source(transactional_db: None) -> Source:
    return sources.source(workspace.store())


def post(site: Site, path: str, body: Any, *, key: str = "", **headers: str) -> tuple[int, dict[str, Any]]:
    if key:
        headers["Authorization"] = "Basic " + b64encode(f"{key}:".encode()).decode()
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as asked:
        asked.request("POST", path, content, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = asked.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")


def kept() -> list[tuple[str, Any]]:
    return [(message.kind, json.loads(message.body)) for message in InboxMessage.objects.order_by("id")]


@pytest.mark.parametrize("path", ["/v1/track", "/v1/t"])
def test_a_call_is_kept_before_it_is_answered(site: Site, source: Source, path: str):
    message = {"event": "Product Viewed", "userId": "U1"}

    answer = post(site, path, message, key=source.write_key)

    assert answer == (200, {"success": True})
    assert kept() == [("track", message)]


@pytest.mark.parametrize("path", ["/v1/batch", "/v1/b", "/v1/import"])
def test_each_message_of_a_batch_is_kept_by_itself(site: Site, source: Source, path: str):
    batch = [{"type": "track", "event": "A", "userId": "U1"}, {"type": "page", "anonymousId": "v"}]

    post(site, path, {"batch": batch}, key=source.write_key)

    assert kept() == [("batch", message) for message in batch]


def test_a_beacon_names_its_source_in_the_body_and_comes_as_plain_text(site: Site, source: Source):
    message = {"event": "Page Left", "anonymousId": "v", "writeKey": source.write_key}

    status, _ = post(site, "/v1/t", message, Content_Type="text/plain", Origin="https://shop.example", Sec_GPC="1")

    assert status == 200
    told = json.loads(InboxMessage.objects.get().sender)
    assert (told["origin"], told["gpc"]) == ("https://shop.example", True)


def test_a_packed_body_is_unpacked(site: Site, source: Source):
    packed = gzip.compress(json.dumps({"batch": [{"type": "page", "userId": "U1"}]}).encode())

    assert post(site, "/v1/batch", packed, key=source.write_key, Content_Encoding="gzip")[0] == 200
    assert len(kept()) == 1


def test_a_body_that_unpacks_to_more_than_is_allowed_is_refused(site: Site, source: Source):
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]")

    status, told = post(site, "/v1/batch", bomb, key=source.write_key, Content_Encoding="gzip")

    assert (status, told["success"]) == (400, False)


NO_BATCHES = [
    b"{", b"", b"[]", b'{"batch":{}}', b'{"batch":[1,}', b"\xff\xfe", b'{"batch":["\x00"]}',
    b'{"batch":' + b"[" * 200_000,
]  # fmt: skip


@pytest.mark.parametrize("body", NO_BATCHES)
def test_a_body_that_is_no_batch_is_refused_and_shown_to_its_source(site: Site, source: Source, body: bytes):
    status, _ = post(site, "/v1/batch", body, key=source.write_key)

    assert status == 400
    assert InboxMessage.objects.get().kind == "refused"


def test_what_is_too_large_is_refused(site: Site, source: Source):
    assert post(site, "/v1/track", {"event": "x" * 40_000}, key=source.write_key)[0] == 400
    assert post(site, "/v1/batch", b" " * (calls.LARGEST_BODY + 1), key=source.write_key)[0] == 400
    assert post(site, "/v1/batch", {"batch": [0] * 5_001}, key=source.write_key)[0] == 400


def test_half_a_surrogate_pair_costs_the_batch_nothing(site: Site, source: Source):
    post(site, "/v1/batch", b'{"batch":[{"type":"page","userId":"U1","name":"\\ud83d"}]}', key=source.write_key)

    assert kept() == [("batch", {"type": "page", "userId": "U1", "name": "?"})]


def test_an_unknown_key_is_refused_only_to_those_who_want_to_know(site: Site, source: Source):
    message = {"event": "A", "userId": "U1"}

    assert post(site, "/v1/track", message, key="nobody") == (200, {"success": True})
    assert post(site, "/v1/track", message, key="nobody", X_Strict_Mode="1")[0] == 401
    assert kept() == []


def test_a_browser_of_another_site_may_ask(site: Site, source: Source):
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)) as asked:
        asked.request("OPTIONS", "/v1/t", headers={"Origin": "https://shop.example"})
        answer = asked.getresponse()

    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "content-type" in answer.headers["access-control-allow-headers"]


def test_the_browser_library_is_told_our_own_address(site: Site, source: Source):
    answer = json.loads(site.open(f"/v1/projects/{source.write_key}/settings").body)

    ours = answer["integrations"]["Segment.io"]
    assert ours["apiHost"] == f"127.0.0.1:{site.port}/v1"
    assert ours["apiKey"] == source.write_key


def test_a_source_made_a_moment_ago_is_known(site: Site, source: Source):
    post(site, "/v1/track", {"event": "A", "userId": "U1"}, key=source.write_key)
    newer = sources.source(source.store, name="App")
    post(site, "/v1/track", {"event": "A", "userId": "U1"}, key=newer.write_key)

    assert set(InboxMessage.objects.values_list("source", flat=True)) == {source.id, newer.id}


def test_requests_at_the_same_time_share_commits_and_none_is_lost(site: Site, source: Source):
    def send(lane: int) -> None:
        for number in range(25):
            message = {"event": "A", "userId": "U1", "messageId": f"{lane}-{number}"}
            assert post(site, "/v1/track", message, key=source.write_key)[0] == 200

    lanes = [threading.Thread(target=send, args=(lane,)) for lane in range(8)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()

    assert len({message["messageId"] for _, message in kept()}) == 200


def test_the_stock_client_for_python_works_unchanged(site: Site, source: Source):
    from segment.analytics.client import Client

    errors: list[Exception] = []
    client = Client(
        source.write_key, host=f"http://127.0.0.1:{site.port}", on_error=lambda error, _: errors.append(error)
    )
    client.identify("U1", {"email": "li@tea.example"})
    for number in range(150):
        client.track("U1", "Product Viewed", {"sku": f"T-{number}"})
    client.page("U1", "Teas")
    client.alias("old", "U1")
    client.group("U1", "G1", {"name": "Tea House"})
    client.flush()
    client.join()

    connection.ensure_connection()
    sources.take_in(at=sources.NOW)
    assert errors == []
    assert not InboxMessage.objects.exists()
    day = source.days.get()
    assert (day.taken, day.set_aside) == (154, 0)


def test_the_stock_client_packs_its_batches_when_told_to(site: Site, source: Source):
    from segment.analytics.client import Client

    client = Client(source.write_key, host=f"http://127.0.0.1:{site.port}", gzip=True, sync_mode=True)

    client.track("U1", "Product Viewed", {"sku": "T-1"})

    assert len(kept()) == 1
