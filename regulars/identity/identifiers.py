"""Write down a key of a person, such as an e-mail address that they gave on the phone, and remove one."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.collect.reading import contacts
from regulars.identity import acts
from regulars.identity.events import IdentifierClaimed, IdentifierRemoved
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import BlockedValue, Identifier, Person

BY_HAND = "staff"
WRITABLE = frozenset({IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.WHATSAPP, IdentifierKind.WECHAT})
"""Kinds that somebody may write down; the rest are given out by shops and machines."""
MOST_OF_A_PERSON = 500


class NoSuchAddress(Refusal):
    message = gettext_lazy("“%(value)s” is no e-mail address.")
    status = 422


class NoSuchNumber(Refusal):
    message = gettext_lazy("“%(value)s” is no phone number. Begin with the country, such as +44.")
    status = 422


class NotWritable(Refusal):
    message = gettext_lazy("Such a key comes from a shop or a file and cannot be written by hand.")
    status = 422


class BelongsToAnother(Refusal):
    message = gettext_lazy("Another person has “%(value)s” already. If they are one, merge the two.")


class TooManyKeys(Refusal):
    message = gettext_lazy("Nobody has more than %(most)s identifiers. Split this person if they are several.")


class IsShared(Refusal):
    message = gettext_lazy("Too many people share “%(value)s”, so it identifies nobody.")


def claim(
    person: Person,
    *,
    kind: IdentifierKind,
    value: str,
    country: str = "",
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> Identifier:
    """
    Note a key of a person as claimed; it is verified when something proves it.

    :param country: of a phone number that does not say it.
    :raises Refusal: if the value has not the form of its kind, is shared by many, or is somebody else's.
    """
    plain = checked(kind, value, country)
    with acts.undisturbed(person.circle):
        return written(person, kind, plain, by=by, at=at, actor=actor)


def written(
    person: Person, kind: IdentifierKind, plain: str, *, by: Staff | None, at: datetime, actor: str
) -> Identifier:
    if BlockedValue.objects.filter(circle=person.circle, kind=kind, value=plain).exists():
        raise IsShared(value=plain)
    known = Identifier.objects.filter(circle=person.circle, kind=kind, scope="", value=plain).first()
    if known is not None and known.person.canonical_id == person.canonical_id:
        return known
    if known is not None:
        raise BelongsToAnother(value=plain)
    if Identifier.objects.filter(person__canonical=person.canonical_id).count() >= MOST_OF_A_PERSON:
        raise TooManyKeys(most=MOST_OF_A_PERSON)
    told = {"people": 1, "kind": kind.value}
    with acts.doing("claim_identifier", person.circle, by=by, actor=actor, at=at, **told) as doing:
        made = Identifier.objects.create(
            circle=person.circle, person=person.canonical, kind=kind, value=plain, source=BY_HAND, first_seen_at=at
        )
        event = IdentifierClaimed(person=person.canonical_id, kind=kind.value, value=plain)
        log.append(event, by=doing.actor, at=at)
    return made


def remove(identifier: Identifier, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> None:
    """Remove a key of a person; what came in under it stays theirs."""
    told = {"people": 1, "kind": identifier.kind}
    with acts.doing("remove_identifier", identifier.circle, by=by, actor=actor, at=at, **told) as doing:
        event = IdentifierRemoved(person=identifier.person_id, kind=identifier.kind, value=identifier.value)
        identifier.delete()
        log.append(event, by=doing.actor, at=at)


def checked(kind: IdentifierKind, value: str, country: str) -> str:
    """
    The value as it is stored and compared.

    :raises Refusal: if it has not the form of its kind.
    """
    given = value.strip()[:320]
    match kind:
        case IdentifierKind.EMAIL:
            if not contacts.is_email(given.lower()):
                raise NoSuchAddress(value=given)
            return given.lower()
        case IdentifierKind.PHONE | IdentifierKind.WHATSAPP:
            number = contacts.phone(given, country or None)
            if not contacts.is_number(number):
                raise NoSuchNumber(value=given)
            return number
        case IdentifierKind.WECHAT if given:
            return given
        case _:
            raise NotWritable
