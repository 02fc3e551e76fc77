"""What to call a person on a page, and how much of an address a role may see."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from regulars.base.kit import query
from regulars.base.workspace.models import Staff
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Person

PREFERRED = [
    IdentifierKind.EMAIL, IdentifierKind.USER, IdentifierKind.PHONE, IdentifierKind.PLATFORM, IdentifierKind.ANONYMOUS,
]  # fmt: skip
CONTACTS = frozenset({IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.WHATSAPP, IdentifierKind.WECHAT})
DOTS = "•••"
VISITOR_SIGNS = 6
"""Of a browser's long number, so many tell two visitors apart."""
CALLED = """
    select p.id, coalesce(nullif(f.name, ''), nullif(f.company, '')), i.kind, i.value
    from unnest(%(ids)s::bigint[]) as p (id)
    left join profile_profile f on f.person_id = p.id
    left join lateral (
        select kind, value from identity_identifier
        where person_id = p.id and kind = any(%(preferred)s::text[])
        order by array_position(%(preferred)s::text[], kind::text), value limit 1
    ) i on true
"""


def of(people: Iterable[Person], staff: Staff) -> dict[int, str]:
    """What people are called, in one statement: by name, company, best identifier, or number here."""
    wanted = {person.id: person.public_id for person in people}
    if not wanted:
        return {}
    found = query.rows(CALLED, ids=list(wanted), preferred=[kind.value for kind in PREFERRED])
    return {
        id: name or (called(Identifier(kind=kind, value=value), staff) if kind else wanted[id])
        for id, name, kind, value in found
    }


def by_identifier(people: Iterable[int], staff: Staff) -> dict[int, str]:
    """What those without a name are called: by their best identifier."""
    given = Identifier.objects.filter(person__in=list(people), kind__in=PREFERRED).only("person_id", "kind", "value")
    best = sorted(given, key=lambda item: (PREFERRED.index(IdentifierKind(item.kind)), item.value), reverse=True)
    return {item.person_id: called(item, staff) for item in best}


def called(identifier: Identifier, staff: Staff) -> str:
    if identifier.kind == IdentifierKind.USER:
        return _("Customer %(number)s") % {"number": identifier.value}
    if identifier.kind == IdentifierKind.ANONYMOUS:
        return _("Visitor %(number)s") % {"number": identifier.value[-VISITOR_SIGNS:]}
    return shown(identifier.kind, identifier.value, staff)


def shown(kind: str, value: str, staff: Staff) -> str:
    """An identifier as this member of staff may see it."""
    return value if staff.sees_contact_details or kind not in CONTACTS else masked(kind, value)


def masked(kind: str, value: str) -> str:
    """Enough to tell two apart, too little to write or call."""
    if kind == IdentifierKind.EMAIL:
        return f"{value[:1]}{DOTS}@{DOTS}"
    return f"{DOTS}{value[-2:]}"
