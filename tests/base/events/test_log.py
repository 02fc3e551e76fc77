"""What is appended is read once, in the order in which it became true."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from regulars.base.events import log
from regulars.base.events.event import Event, personal
from tests.base.events.conftest import read_to_the_end


@dataclass(frozen=True, kw_only=True)
class CupFilled(Event):
    name: ClassVar[str] = "cup.filled"
    tea: str
    guest: str = personal(default="")


@pytest.mark.django_db(transaction=True)
def test_an_event_is_read_as_it_was_written(at):
    log.append(CupFilled(tea="oolong", guest="Li", store=1, person=2), by="mei", at=at("2026-03-01"))

    [event], position = read_to_the_end()

    assert (event.name, event.store, event.person) == ("cup.filled", 1, 2)
    assert event.properties == {"tea": "oolong"}
    assert event.personal == {"guest": "Li"}
    assert position == event.position


@pytest.mark.django_db(transaction=True)
def test_a_message_that_was_seen_is_not_written_again(at):
    given = [CupFilled(tea="oolong"), CupFilled(tea="sencha")]

    first = log.append(given, by="mei", at=at("2026-03-01"), messages=["a", "b"])
    second = log.append(given, by="mei", at=at("2026-03-02"), messages=["b", "c"])

    assert (len(first), len(second)) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_position_moves_past_events_that_are_not_wanted(at):
    log.append(CupFilled(tea="oolong"), by="mei", at=at("2026-03-01"))

    events, position = read_to_the_end(names=["cup.broken"])

    assert events == []
    assert position == log.end()
