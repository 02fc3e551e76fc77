"""What sources send becomes events of the right people, once, whatever it is."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.collect import inbox
from regulars.collect.kinds import Fault
from regulars.collect.models import EventShape, SetAside, Source, SourceDay
from regulars.identity import arrivals, suggestions
from regulars.identity.models import Identifier, Link, Person, Suggestion
from tests.make import sources
from tests.make.sources import NOW, letter, take_in

pytestmark = pytest.mark.django_db
EVENTS = "select name, person, mode, happened_at, properties, personal from events where source = %s order by seq"


@pytest.fixture
def site(teahouse: Store) -> Source:
    return sources.source(teahouse)


def told(site: Source) -> list[dict[str, Any]]:
    names = ("name", "person", "mode", "at", "properties", "personal")
    rows = [dict(zip(names, row, strict=True)) for row in query.rows(EVENTS, [f"source:{site.public_id}"])]
    for row in rows:
        row |= {"properties": json.loads(row["properties"]), "personal": json.loads(row["personal"])}
    return [row for row in rows if row["name"] != "person.appeared"]


def test_a_message_becomes_an_event_of_the_user_it_names(site: Source):
    letter(site, {"type": "track", "event": "Product Viewed", "userId": "U1", "properties": {"sku": "T-1"}})

    take_in()

    [event] = told(site)
    person = Identifier.objects.get(kind="user", value="U1").person
    assert (event["name"], event["person"], event["mode"]) == ("product.viewed", person.id, "live")
    assert event["properties"]["sku"] == "T-1"


def test_a_message_that_comes_twice_is_taken_in_once(site: Source):
    message = {"type": "track", "event": "Product Viewed", "userId": "U1", "messageId": "m-1"}
    letter(site, message)
    letter(site, message)
    take_in()
    letter(site, message)

    take_in()

    assert len(told(site)) == 1
    day = SourceDay.objects.get(source=site)
    assert (day.taken, day.repeated, day.set_aside) == (1, 2, 0)


def test_the_same_message_id_of_another_source_is_another_message(teahouse: Store, site: Source):
    other = sources.source(teahouse, name="App")
    for one in (site, other):
        letter(one, {"type": "track", "event": "Cart Viewed", "anonymousId": "v", "messageId": "m-1"})

    take_in()

    assert len(told(site)) == len(told(other)) == 1


def test_a_visitor_becomes_the_user_who_signs_in_on_the_same_browser(site: Source):
    letter(site, {"type": "page", "anonymousId": "v1", "context": {"page": {"path": "/teas"}}})
    take_in()
    letter(site, {"type": "identify", "anonymousId": "v1", "userId": "U1", "traits": {"email": "Li@Tea.Example"}})

    take_in()

    visitor = Identifier.objects.get(kind="anonymous", value="v1").person
    user = Identifier.objects.get(kind="user", value="U1").person
    assert visitor.canonical_id == user.canonical_id
    assert Link.objects.get().evidence["kind"] == "anonymous"
    assert Identifier.objects.get(kind="email").value == "li@tea.example"


def test_the_browser_of_one_user_stays_theirs_when_another_signs_in_on_it(site: Source):
    letter(site, {"type": "identify", "anonymousId": "v1", "userId": "U1"})
    take_in()
    letter(site, {"type": "identify", "anonymousId": "v1", "userId": "U2"})

    take_in()

    first, second = (Identifier.objects.get(kind="user", value=value).person for value in ("U1", "U2"))
    assert first.canonical_id != second.canonical_id
    assert Identifier.objects.get(kind="anonymous").person == first
    assert [event["person"] for event in told(site)] == [first.id, second.id]


def test_people_who_were_told_apart_are_not_made_one_by_a_browser(site: Source):
    letter(site, {"type": "page", "anonymousId": "v1"})
    letter(site, {"type": "identify", "userId": "U1"})
    take_in()
    visitor = Identifier.objects.get(kind="anonymous").person
    user = Identifier.objects.get(kind="user").person
    older, newer = sorted([visitor, user], key=lambda person: person.id)
    asked = Suggestion.objects.create(
        circle=older.circle, older=older, newer=newer, evidence={}, made_at=NOW, operation=1
    )
    suggestions.reject(asked, by=None, at=NOW)
    letter(site, {"type": "identify", "anonymousId": "v1", "userId": "U1"})

    take_in()

    assert not Link.objects.exists()


def test_who_is_known_from_a_file_is_found_again(site: Source, li: Person):
    letter(site, {"type": "identify", "userId": "U7", "traits": {"email": "li@teahouse.example"}})

    take_in()

    assert Identifier.objects.get(kind="user", value="U7").person == li


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("3", Fault.NO_OBJECT),
        ('"text"', Fault.NO_OBJECT),
        ("[" * 60_0, Fault.NO_OBJECT),
        ('{"type":"nonsense","userId":"U1"}', Fault.NO_TYPE),
        ('{"type":"track","event":"A"}', Fault.NOBODY),
        ('{"type":"track","userId":"U1"}', Fault.NO_NAME),
        ('{"type":"track","event":"A","userId":{"id":1}}', Fault.BAD_FIELD),
        ('{"type":"track","event":"A","userId":"U1","properties":[1]}', Fault.BAD_FIELD),
        ('{"type":"track","event":"A","userId":"U1","properties":' + '{"a":' * 40 + "1" + "}" * 41, Fault.TOO_DEEP),
        ('{"type":"track","event":"A","userId":"U1","x":"' + "y" * 33_000 + '"}', Fault.TOO_LARGE),
    ],
)
def test_what_is_no_event_is_set_aside_with_its_reason(site: Source, body: str, fault: Fault):
    letter(site, body)
    letter(site, {"type": "track", "event": "Cart Viewed", "anonymousId": "v"})

    take_in()

    assert SetAside.objects.get().fault == fault
    assert len(told(site)) == 1


def test_a_message_that_was_mended_goes_through(site: Source):
    letter(site, {"type": "track", "event": "Cart Viewed"})
    take_in()

    inbox.send_again(SetAside.objects.get(), body='{"type":"track","event":"Cart Viewed","anonymousId":"v"}')
    take_in()

    assert [event["name"] for event in told(site)] == ["cart.viewed"]
    assert not SetAside.objects.exists()


def test_what_tells_who_somebody_is_stands_apart(site: Source):
    properties = {"sku": "T-1", "email": "li@tea.example", "note": "write to li@tea.example", "firstName": "Li"}
    letter(site, {"type": "track", "event": "Product Viewed", "userId": "U1", "properties": properties})

    take_in()

    [event] = told(site)
    assert event["properties"].keys() & {"email", "note", "firstName"} == set()
    assert event["personal"].keys() >= {"email", "note", "firstName"}


def test_a_wrong_clock_is_put_right_by_when_the_message_was_sent(site: Source):
    sent = NOW - timedelta(days=400)
    said = {"originalTimestamp": (sent - timedelta(hours=1)).isoformat(), "sentAt": sent.isoformat()}
    letter(site, {"type": "track", "event": "Cart Viewed", "anonymousId": "v", **said})

    take_in()

    assert told(site)[0]["at"] == NOW - timedelta(hours=1)


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "yesterday", 0, 1e300, -1, {}])
def test_an_impossible_moment_is_the_moment_of_receipt(site: Source, moment: Any):
    letter(site, {"type": "track", "event": "Cart Viewed", "anonymousId": "v", "timestamp": moment})

    take_in()

    assert told(site)[0]["at"] == NOW


def test_what_happened_long_ago_sets_nothing_off(site: Source):
    letter(site, {"type": "track", "event": "A", "userId": "U1", "timestamp": "2025-01-01T00:00:00Z"})

    take_in()

    assert told(site)[0]["mode"] == "history"


def test_programs_are_marked_but_a_telephone_called_cubot_is_not(site: Source):
    for agent in ("Mozilla/5.0 (compatible; Googlebot/2.1)", "Mozilla/5.0 (Linux; Android 13; CUBOT KINGKONG) Mobile"):
        letter(site, {"type": "page", "anonymousId": "v", "context": {"userAgent": agent}})

    take_in()

    assert [event["properties"].get("traffic") for event in told(site)] == ["bot", None]


def test_names_without_end_are_held_within_bounds(site: Source):
    for number in range(600):
        letter(site, {"type": "track", "event": f"Event {number}", "anonymousId": "v"})

    take_in()

    assert EventShape.objects.filter(source=site).count() <= 501
    assert [event["name"] for event in told(site)].count("custom.other") == 100


def test_the_zero_character_is_nowhere_an_obstacle(site: Source):
    zero = "a\0b"
    letter(site, {"type": "track", "event": zero, "userId": zero, "messageId": zero, "properties": {zero: zero}})
    letter(site, {"type": "identify", "userId": "U1", "traits": {"email": "li\0@tea.example", "name": zero}})
    letter(site, {"type": "track", "event": "Product Viewed", "userId": "U1", "properties": {"sku": "\\u0000"}})

    take_in()

    first, _, last = told(site)
    assert (first["name"].endswith("ab"), first["properties"]["ab"]) == (True, "ab")
    assert last["properties"]["sku"] == "\\u0000"
    assert Identifier.objects.filter(value__in=["ab", "li@tea.example"]).count() == 2


def test_a_source_that_sends_nonsense_holds_up_no_other(teahouse: Store, site: Source):
    other = sources.source(teahouse, name="App")
    for _ in range(30):
        letter(site, "nonsense")
    letter(other, {"type": "track", "event": "Cart Viewed", "anonymousId": "v"})

    arrivals.take_in(at=NOW)

    assert len(told(other)) == 1


def test_a_thousand_messages_take_no_more_statements_than_ten(site: Source):
    def statements(count: int, start: int) -> int:
        for number in range(start, start + count):
            letter(site, {"type": "track", "event": "Cart Viewed", "userId": f"U{number}", "anonymousId": f"v{number}"})
        with CaptureQueriesContext(connection) as asked:
            take_in()
        return len(asked)

    statements(5, 0)

    assert statements(1_000, 5_000) <= statements(10, 100)


def test_one_person_never_gathers_browsers_without_end(site: Source):
    for number in range(700):
        letter(site, {"type": "page", "userId": "tester", "anonymousId": f"v{number}"})

    take_in()
    for number in range(700, 720):
        letter(site, {"type": "page", "userId": "tester", "anonymousId": f"v{number}"})
    take_in()

    tester = Identifier.objects.get(kind="user", value="tester").person
    assert Identifier.objects.filter(person__canonical=tester.canonical_id).count() <= 701


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = (
    "type",
    "event",
    "userId",
    "anonymousId",
    "messageId",
    "properties",
    "traits",
    "context",
    "timestamp",
    "sentAt",
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=8), min_size=1, max_size=5))
def test_whatever_json_comes_is_an_event_or_is_set_aside(site: Source, messages: list[dict[str, Any]]):
    before = len(told(site)) + SetAside.objects.count()
    for message in messages:
        letter(site, message | {"type": message.get("type", "track"), "messageId": None})

    take_in()

    assert len(told(site)) + SetAside.objects.count() == before + len(messages)
