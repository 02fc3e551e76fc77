"""The list of today in words: who, why, how much, whether one may, and by which ways."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.contact.kinds import Channel, Permission, Reason
from regulars.contact.models import Attempt
from regulars.contact.today import Entry
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier
from regulars.profile.models import Profile
from regulars.web.components import show
from regulars.web.customers import details, names

TONES = {Permission.YES: "good", Permission.NO: "bad", Permission.UNKNOWN: ""}
SHOWN = (Channel.EMAIL, Channel.CALL)
OPENS = {
    IdentifierKind.EMAIL: Channel.EMAIL, IdentifierKind.PHONE: Channel.CALL, IdentifierKind.WHATSAPP: Channel.WHATSAPP,
    IdentifierKind.WECHAT: Channel.WECHAT,
}  # fmt: skip
ICONS = {
    Reason.TASK: "check-circle", Reason.OVERDUE: "clock", Reason.SECOND: "arrow-path", Reason.BIRTHDAY: "cake",
    Reason.LOST: "arrow-uturn-left", Reason.CHOSEN: "hand-raised",
}  # fmt: skip


COPIES = {
    IdentifierKind.EMAIL: gettext_lazy("Copy the e-mail address"),
    IdentifierKind.PHONE: gettext_lazy("Copy the phone number"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A link that opens a channel; with `value`, a button beside it copies what stands behind it."""

    icon: str
    words: str
    address: str
    value: str = ""
    copies: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody to contact, as the page shows them."""

    id: str
    name: str
    reason: str
    icon: str
    task: str
    money: str
    as_of: Any
    owner: str
    permissions: Sequence[tuple[str, str, str]]
    ways: Sequence[Way]
    attempt: Attempt | None
    is_open: bool


def of(entries: Sequence[Entry], staff: Staff, store: Store) -> list[Line]:
    """Two statements for the names and the ways to reach them."""
    people = [entry.claim.person.canonical_id for entry in entries]
    called: dict[int, str] = {}
    for profile in Profile.objects.filter(person__canonical__in=people).select_related("person").order_by("-person"):
        called[profile.person.canonical_id] = (
            profile.name or profile.company or called.get(profile.person.canonical_id, "")
        )
    keys: dict[int, list[Identifier]] = {}
    for key in Identifier.objects.filter(person__canonical__in=people).select_related("person").order_by("id"):
        keys.setdefault(key.person.canonical_id, []).append(key)
    sees_money = staff.may(Act.SEE, Thing.INSIGHT)
    return [
        line(
            entry, called.get(entry.claim.person.canonical_id, ""), keys.get(entry.claim.person.canonical_id, []),
            staff, store.currency if sees_money else "",
        )
        for entry in entries
    ]  # fmt: skip


def line(entry: Entry, name: str, keys: Sequence[Identifier], staff: Staff, currency: str) -> Line:
    claim, person = entry.claim, entry.claim.person.canonical
    usable = keys if staff.sees_contact_details else []
    best = [key for key in keys if key.kind in names.PREFERRED]
    return Line(
        id=person.public_id,
        name=name or (names.called(best[0], staff) if best else person.public_id),
        reason=str(Reason(claim.reason).label),
        icon=ICONS[Reason(claim.reason)],
        task=claim.task.title if claim.task else "",
        money=show.worth(claim.stake, currency) if currency and claim.stake is not None else "",
        as_of=claim.as_of,
        owner=str(claim.person.owner.account) if claim.person.owner else "",
        permissions=[
            (str(channel.label), str(permitted.label), TONES[permitted])
            for channel in SHOWN
            if (permitted := entry.permissions.get(channel, Permission.UNKNOWN))
        ],
        ways=ways(entry, usable),
        attempt=entry.attempt,
        is_open=entry.is_open,
    )


def ways(entry: Entry, keys: Sequence[Identifier]) -> list[Way]:
    """The ways to reach somebody, without those that they refused."""
    return [way for key in keys if not is_refused(entry, key) for way in of_key(key)]


def of_key(key: Identifier) -> list[Way]:
    """What an identifier opens; beside the first way stands the button that copies it."""
    made = [Way(*link) for link in details.contact_links([key])]
    if made and key.kind in COPIES:
        made[0] = replace(made[0], value=key.value, copies=COPIES[IdentifierKind(key.kind)])
    return made


def is_refused(entry: Entry, key: Identifier) -> bool:
    channel = OPENS.get(IdentifierKind(key.kind), Channel.OTHER)
    return entry.permissions.get(channel) == Permission.NO
