"""Split a person by hand: the keys that belong to somebody else move to a new person, and their orders follow.

An order belongs to whom its key belongs to: the customer number, e-mail or phone by which it came. What nobody can
tell by a key, such as notes and tags, stays.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import ids, query, text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.identity.events import PersonAppeared, PersonSplit
from regulars.identity.models import Apart, Identifier, Person
from regulars.identity.resolve import LOCK
from regulars.profile import faces
from regulars.profile.models import Profile

# Of several files that tell of an order, the last one that names a key decides, as it does when they are merged.
FOLLOW = """
    update commerce_order o set person_id = %(new)s
    from (
        select s.row_id, (array_agg(s.by_id order by s.import_id desc) filter (where s.by_id is not null))[1] as by_id
        from commerce_order_said s
        where s.row_id in (select c.id from commerce_order c join identity_person p on p.id = c.person_id
                           where p.canonical_id = %(canonical)s)
        group by s.row_id
    ) came
    where o.id = came.row_id and came.by_id = any(%(keys)s)
"""


class NothingToSplit(Refusal):
    message = gettext_lazy("Choose the identifiers that belong to somebody else; at least one has to stay.")
    status = 422


def split(
    person: Person, chosen: Sequence[Identifier], *, name: str, by: Staff | None, at: datetime,
    actor: str = operations.SYSTEM,
) -> Person:  # fmt: skip
    """
    Make a new person of these identifiers of a human being, by one operation that can be undone.

    :param name: what the new person is called, if that is known.
    :raises NothingToSplit: if none is chosen, if all are, or if one is somebody else's.
    """
    facts = {"act": "split_person", "people": 2, "identifiers": len(chosen)}
    circle, keys = person.circle, [identifier.id for identifier in chosen]
    with operations.doing(OperationKind.MERGE, circle=circle, by=by, actor=actor, at=at, facts=facts) as operation:
        query.lock(LOCK, circle.id)
        mine = Identifier.objects.filter(person__canonical=person.canonical_id)
        moving = mine.filter(id__in=keys)
        if not keys or moving.count() != len(keys) or mine.count() == len(keys):
            raise NothingToSplit
        seen_at = min(identifier.first_seen_at for identifier in moving)
        made = new_person(person, seen_at=seen_at)
        left = set(moving.values_list("person_id", flat=True))
        moving.update(person=made)
        query.run(FOLLOW, new=made.id, canonical=person.canonical_id, keys=keys)
        Apart.objects.create(circle=circle, older_id=person.canonical_id, newer=made, by=by, found_at=at)
        Profile.objects.create(person=made, name=text.squeeze(name)[:320])
        faces.refresh(f"select unnest(array[{', '.join(str(id) for id in sorted({*left, made.id}))}]::bigint[])")
        told = [
            PersonAppeared(person=made.id, public_id=made.public_id),
            PersonSplit(person=person.canonical_id, newer=made.id, identifiers=len(keys)),
        ]
        log.append(told, by=operation.actor, at=at)
    return made


def new_person(like: Person, *, seen_at: datetime) -> Person:
    """Somebody of the same circle, branch and owner."""
    id = int(query.value("select nextval('identity_person_id_seq')"))
    made = Person(
        id=id, circle_id=like.circle_id, canonical_id=id, public_id=ids.public("per"), branch_id=like.branch_id,
        owner_id=like.owner_id, first_seen_at=seen_at,
    )  # fmt: skip
    made.save(force_insert=True)
    return made
