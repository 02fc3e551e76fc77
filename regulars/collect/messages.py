"""Understand the messages of the Segment spec: who, what and when, in the words of this house.

Spec: https://segment.com/docs/connections/spec/
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from regulars.collect import surroundings, vocabulary
from regulars.collect.kinds import Fault
from regulars.collect.reading import contacts
from regulars.collect.receive import calls
from regulars.collect.receive.sender import Sender

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=5)
"""Clocks of browsers go wrong; what claims to be later than this has happened when it came."""
LONGEST_ID = 100
NOBODYS = frozenset({"null", "undefined", "none", "nan", "anonymous", "guest", "[object object]", "0", "-1", "unknown"})
"""What broken sites send as the id of whoever is not signed in; taken at its word, it would make one person of all."""
LONGEST_VALUE = 320
DEEPEST = 32


class Unfit(Exception):
    """A message that can be no event, and why."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault, self.detail = fault, detail


@dataclass(frozen=True, slots=True)
class Arrival:
    """
    One thing that happened, not yet known of whom; `traits` are what a person says of themselves.

    `person` is the public id of somebody to whom we gave a link of their own; it goes before all else.
    """

    message_id: str
    name: str
    happened_at: datetime
    anonymous_id: str = ""
    user_id: str = ""
    email: str = ""
    phone: str = ""
    person: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, Any] = field(default_factory=dict)
    traits: dict[str, Any] = field(default_factory=dict)


class Message(msgspec.Struct, rename="camel"):
    """The fields that all calls share; each may hold anything at all."""

    type: Any = None
    event: Any = None
    name: Any = None
    category: Any = None
    message_id: Any = None
    anonymous_id: Any = None
    user_id: Any = None
    previous_id: Any = None
    group_id: Any = None
    context: Any = None
    properties: Any = None
    traits: Any = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None


def understood(kind: str, body: str, told: Sender, *, received_at: datetime) -> Arrival:
    """
    The event in a message.

    :raises Unfit: if it is none.
    """
    if len(body.encode()) > calls.LARGEST_EVENT:
        raise Unfit(Fault.TOO_LARGE)
    message = _message(body)
    call = _call(kind, message)
    context = _object(message.context, "context")
    given = _object(message.properties if call in {"track", "page", "screen"} else message.traits, "properties")
    traits = _object(context.get("traits"), "context.traits") | (given if call in {"identify", "group"} else {})
    is_unnamed = surroundings.is_unnamed(context)
    who = {} if is_unnamed else _who(message, traits)
    name, properties = _named(call, message, given)
    properties, personal = vocabulary.parted(properties)
    if name in {"consent.said", "person.identified"}:
        properties |= surroundings.agreed(context)
    return Arrival(
        message_id=_word(message.message_id)[:LONGEST_ID],
        name=name,
        happened_at=happened_at(message, told, received_at),
        properties=properties | surroundings.open_ones(call, who.get("anonymous_id"), context, told),
        personal={} if is_unnamed else personal | surroundings.personal_ones(context, told),
        traits={} if is_unnamed else traits if call == "identify" else given if call == "group" else {},
        **who,
    )


def happened_at(message: Message, told: Sender, received_at: datetime) -> datetime:
    """
    When it happened, by our clock: the sender's clock is off by as much as `sentAt` differs from the receipt.

    A moment before 2000, or after the receipt, is none; then it happened when it came.
    """
    said = moment(message.original_timestamp) or moment(message.timestamp)
    sent_at = moment(message.sent_at) or moment(told.sent_at)
    if said is None:
        return received_at
    try:
        at = received_at - (sent_at - said) if sent_at is not None else said
    except OverflowError:
        return received_at
    return at if EARLIEST <= at <= received_at + AHEAD else received_at


def _message(body: str) -> Message:
    try:
        value = calls.read(body.encode(), Message)
    except RecursionError:
        raise Unfit(Fault.TOO_DEEP) from None
    except ValueError:
        raise Unfit(Fault.NO_OBJECT) from None
    if is_deeper(value.properties, DEEPEST) or is_deeper(value.traits, DEEPEST) or is_deeper(value.context, DEEPEST):
        raise Unfit(Fault.TOO_DEEP)
    return value


def is_deeper(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        return levels == 0 or any(is_deeper(inner, levels - 1) for inner in value.values())
    if isinstance(value, list):
        return levels == 0 or any(is_deeper(inner, levels - 1) for inner in value)
    return False


def _call(kind: str, message: Message) -> str:
    call = kind if kind in calls.CALLS else message.type
    if not isinstance(call, str) or call not in calls.CALLS:
        raise Unfit(Fault.NO_TYPE, _shown(message.type))
    return call


def _who(message: Message, traits: dict[str, Any]) -> dict[str, str]:
    """Whom the message names, each as this house writes such a value; empty where it says nothing of use."""
    who = {
        "anonymous_id": _id(message.anonymous_id, "anonymousId"),
        "user_id": _id(message.user_id, "userId"),
        "email": _email(traits),
        "phone": _phone(traits),
    }
    if not any(who.values()):
        raise Unfit(Fault.NOBODY)
    return who


def _named(call: str, message: Message, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The event's name here, and what it holds, in our words where there are some for it."""
    if call == "track":
        event = _word(message.event).strip()
        if not event:
            raise Unfit(Fault.NO_NAME, _shown(message.event))
        return vocabulary.translated(event, given)
    if call in {"page", "screen"}:
        return f"{call}.viewed", given | {"title": _word(message.name) or _word(given.get("title"))}
    if call == "identify":
        return "person.identified", {}
    if call == "group":
        return "group.joined", {"group": _id(message.group_id, "groupId")}
    return "person.aliased", {"previous": _id(message.previous_id, "previousId")}


def _email(traits: dict[str, Any]) -> str:
    address = _word(traits.get("email")).strip().lower()[:LONGEST_VALUE]
    return address if contacts.is_email(address) else ""


def _phone(traits: dict[str, Any]) -> str:
    where = traits.get("address")
    country = _word(where.get("country")) if isinstance(where, dict) else ""
    number = contacts.phone(_word(traits.get("phone")).strip(), country.upper() or None)
    return number if contacts.is_number(number) else ""


def _id(value: Any, name: str) -> str:
    """An id as text; numbers are ids as well, what is anything else is a mistake that would make one person of many."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unfit(Fault.BAD_FIELD, f"{name}: {_shown(value)}")
    found = str(value).replace("\0", "").strip()
    if found.lower() in NOBODYS:
        return ""
    return found if len(found) <= LONGEST_VALUE else f"{found[: LONGEST_VALUE - 65]}-{_digest(found)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _object(value: Any, name: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unfit(Fault.BAD_FIELD, f"{name}: {_shown(value)}")
    return value


def moment(value: Any) -> datetime | None:
    """ISO 8601, or seconds or milliseconds since 1970; a time without a zone is taken as UTC."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 10**11 else value, UTC)
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None
    return read.replace(tzinfo=UTC) if read is not None and read.tzinfo is None else read


def _word(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _shown(value: Any) -> str:
    return repr(value)[:80]
