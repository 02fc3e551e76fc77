"""Link two people who are one, and take a link back.

A link changes nothing but `canonical`: the oldest person of each connected component of live links, reckoned anew for
the component that was touched. Orders, events and messages keep their original person, so a link taken back leaves
no trace in them, whatever came after.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.identity import acts
from regulars.identity.events import PeopleLinked, PeopleUnlinked
from regulars.identity.models import Link, Person, Suggestion

RECKON = """
    with recursive reached (start, id) as (
        select s, s from unnest(%(starts)s::bigint[]) s
        union
        select r.start, l.id
        from reached r cross join lateral (
            select newer_id as id from identity_link where older_id = r.id and undone_at is null
            union all
            select older_id from identity_link where newer_id = r.id and undone_at is null
        ) l
    ),
    component as (
        select id, min(oldest) as canonical_id
        from reached join (select start, min(id) as oldest from reached group by start) o using (start)
        group by id
    )
    update identity_person p set canonical_id = c.canonical_id
    from component c where c.id = p.id and p.canonical_id <> c.canonical_id
"""


MOST_IN_ONE = 100
"""People who may be merged into one: nobody has come a hundred times anew, but a shared address may make it seem so."""


class SamePerson(Refusal):
    message = gettext_lazy("These are one person already.")


class StrangersToEachOther(Refusal):
    message = gettext_lazy("People of different circles cannot be linked.")


class TooManyInOne(Refusal):
    message = gettext_lazy("One person cannot be made of more than %(most)s. Look at who was merged already.")


class NoLongerLinked(Refusal):
    message = gettext_lazy("This link has been taken back already.")


def link(
    a: Person, b: Person, *, evidence: dict[str, Any], by: Staff | None, at: datetime, undoes: Operation | None = None
) -> Link:
    """
    Declare two people one, under an operation of its own.

    :param undoes: the operation that had told them apart, if this takes it back.

    :raises SamePerson: if they are the same, or joined by other links.
    :raises StrangersToEachOther: if they belong to different circles.
    :raises TooManyInOne: if that many are one already.
    """
    if a.circle_id != b.circle_id:
        raise StrangersToEachOther
    with (
        acts.undisturbed(a.circle),
        operations.doing(OperationKind.MERGE, circle=a.circle, by=by, at=at, undoes=undoes) as operation,
    ):
        older, newer = (Person.objects.get(id=number) for number in sorted([a.id, b.id]))
        if older.canonical_id == newer.canonical_id:
            raise SamePerson
        if Person.objects.filter(canonical__in=[older.canonical_id, newer.canonical_id]).count() > MOST_IN_ONE:
            raise TooManyInOne(most=MOST_IN_ONE)
        made = Link.objects.create(circle=a.circle, older=older, newer=newer, evidence=evidence, made_at=at)
        Suggestion.objects.filter(older=older, newer=newer).delete()
        query.run(RECKON, starts=[older.id, newer.id])
        log.append(PeopleLinked(person=older.id, link=made.id, newer=newer.id), by=operation.actor, at=at)
    return made


def unlink(given: Link, *, by: Staff | None, at: datetime) -> Link:
    """
    Take a link back, however old it is; the two stay one if other links join them.

    :raises NoLongerLinked: if that has been done.
    """
    with acts.undisturbed(given.circle):
        return parted(given, by=by, at=at)


def parted(given: Link, *, by: Staff | None, at: datetime) -> Link:
    live = Link.objects.select_for_update(of=("self",)).get(id=given.id)
    if live.undone_at is not None:
        raise NoLongerLinked
    linking = Operation.objects.get(id=live.operation)
    with operations.doing(OperationKind.UNDO, circle=live.circle, by=by, at=at, undoes=linking) as operation:
        live.undone_at = at
        live.save(update_fields=["undone_at"])
        query.run(RECKON, starts=[live.older_id, live.newer_id])
        log.append(PeopleUnlinked(person=live.older_id, link=live.id, newer=live.newer_id), by=operation.actor, at=at)
    return live
