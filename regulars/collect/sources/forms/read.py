"""Understand what people have sent by the forms, surveys and reviews of this house.

A message says what happened, of whom, and in `traits` what somebody tells of themselves, which is an event of its own.
"""

from collections.abc import Mapping
from typing import Any

from regulars.collect.kinds import Fault
from regulars.collect.messages import Arrival, Unfit, moment
from regulars.collect.records import identity, object_of, person
from regulars.collect.sources.contract import Delivery

ANSWERED, REVIEWED, WISHED = "form.answered", "product.reviewed", "wish.made"
NAMES = frozenset({ANSWERED, REVIEWED, WISHED})
IDENTIFIED = "person.identified"


def read(delivery: Delivery) -> list[Arrival]:
    """
    The events in a message.

    :raises Unfit: if it is of another kind, or not as we write it.
    """
    if delivery.kind not in NAMES:
        raise Unfit(Fault.UNKNOWN, delivery.kind[:80])
    told = object_of(delivery.content)
    at = moment(told.get("at")) or delivery.sent_at
    who, traits = who_of(told), object_of(told.get("traits"), "traits")
    said = Arrival(
        delivery.message, delivery.kind, at, **who, properties=object_of(told.get("properties"), "properties"),
        personal=object_of(told.get("personal"), "personal"),
    )  # fmt: skip
    if not traits or not any(who.values()):
        return [said]
    name = delivery.message and f"{delivery.message}:who"
    return [said, Arrival(name, IDENTIFIED, at, **who, traits=traits)]


def who_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """By the link that somebody was given; else by the address and the number that they write, as far as they are."""
    if given := identity(told.get("person")):
        return {"person": given}
    found = person(email=str(told.get("email") or ""), phone=str(told.get("phone") or ""))
    return {"email": found.email, "phone": found.phone}
