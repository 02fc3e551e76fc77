"""The addresses that nobody writes to, whoever has them: put them on the list, and take one off."""

from collections.abc import Iterable
from datetime import datetime

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import digests, query
from regulars.base.workspace.models import Circle, Staff
from regulars.collect.reading import contacts
from regulars.identity.kinds import IdentifierKind
from regulars.profile.kinds import Silence
from regulars.profile.models import Suppression

AT_ONCE = 10_000
ADD = """
    insert into profile_suppression (circle_id, kind, digest, cause, made_at)
    select %(circle)s, kind, digest, %(cause)s, %(at)s
    from unnest(%(kinds)s::text[], %(digests)s::text[]) as n (kind, digest)
    on conflict (circle_id, kind, digest) do update set lifted_at = null, cause = excluded.cause,
        made_at = excluded.made_at
    where profile_suppression.lifted_at is not null
"""


def add(
    circle: Circle, addresses: Iterable[str], *, cause: Silence, by: Staff | None, at: datetime,
    actor: str = operations.SYSTEM,
) -> tuple[int, list[str]]:  # fmt: skip
    """
    Put e-mail addresses and phone numbers on the list; how many are new on it, and which are no addresses.

    A number has to begin with its country, such as +44.
    """
    known: dict[tuple[IdentifierKind, str], None] = {}
    unusable = []
    for given in addresses:
        read = address(given)
        if read is None:
            unusable.append(given)
        else:
            known[read] = None
    rows, added = [(kind.value, digests.of(kind, value)) for kind, value in known], 0
    facts = {"act": "suppress", "addresses": len(rows), "cause": cause.value}
    with operations.doing(OperationKind.EDIT, circle=circle, by=by, actor=actor, at=at, facts=facts):
        for start in range(0, len(rows), AT_ONCE):
            kinds, hashes = zip(*rows[start : start + AT_ONCE], strict=True)
            values = {
                "circle": circle.id,
                "cause": cause.value,
                "at": at,
                "kinds": list(kinds),
                "digests": list(hashes),
            }
            added += query.run(ADD, values)
    return added, unusable


def lift(circle: Circle, given: str, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> bool:
    """Take an address off the list; whether it was on it."""
    read = address(given)
    if read is None:
        return False
    facts = {"act": "lift_suppression", "addresses": 1}
    rows = Suppression.objects.filter(circle=circle, kind=read[0], digest=digests.of(*read), lifted_at=None)
    with operations.doing(OperationKind.EDIT, circle=circle, by=by, actor=actor, at=at, facts=facts):
        return bool(rows.update(lifted_at=at))


def address(given: str) -> tuple[IdentifierKind, str] | None:
    """An e-mail address or a phone number as identifiers hold it; None for anything else."""
    plain = given.strip()[:320]
    if contacts.is_email(plain.lower()):
        return IdentifierKind.EMAIL, plain.lower()
    number = contacts.phone(plain, None)
    return (IdentifierKind.PHONE, number) if contacts.is_number(number) else None
