"""Give people to a member of staff or to a branch, one or a million at once."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from psycopg import sql

from regulars.base.events import log, operations
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.branches import ClosedBranch
from regulars.base.workspace.models import Branch, Circle, Staff
from regulars.identity import acts, crowds
from regulars.identity.events import PersonAssigned
from regulars.identity.models import Person

ASSIGN = """
    update identity_person p set {column} = %(to)s
    from chosen_person c where c.id = p.id and p.{column} is distinct from %(to)s
"""
# The change keeper has just noted exactly those who changed.
TELL = """
    select 'record', null::bigint, h.key, %(name)s::text, %(at)s::timestamptz, %(at)s::timestamptz, 'regulars',
           %(actor)s::text, 'live', jsonb_build_object('to', %(id)s::text, 'what', %(what)s::text), '{}'::jsonb
    from events_change h where h.operation = current_operation() and h."table" = 'identity_person' order by h.key
"""


class NotOfThisCircle(Refusal):
    message = gettext_lazy("“%(name)s” does not work with these people.")


def assign(
    people: QuerySet[Person],
    *,
    owner: Staff | None,
    circle: Circle,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> int:
    """
    Give people to a member of staff, or to nobody; how many changed.

    :raises NotOfThisCircle: if the new owner works elsewhere, or no longer.
    """
    if owner is not None and (owner.circle_id != circle.id or owner.left_at is not None):
        raise NotOfThisCircle(name=owner.account)
    return give(people, "owner", owner, circle=circle, by=by, at=at, actor=actor)


def move(
    people: QuerySet[Person],
    *,
    branch: Branch | None,
    circle: Circle,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> int:
    """
    Give people to a branch, or to none; how many changed.

    :raises NotOfThisCircle: if the branch is another circle's.
    :raises ClosedBranch: if it takes nobody in.
    """
    if branch is not None and branch.circle_id != circle.id:
        raise NotOfThisCircle(name=branch.name)
    if branch is not None and branch.closed_at is not None:
        raise ClosedBranch(name=branch.name)
    return give(people, "branch", branch, circle=circle, by=by, at=at, actor=actor)


def give(
    people: QuerySet[Person],
    what: str,
    to: Staff | Branch | None,
    *,
    circle: Circle,
    by: Staff | None,
    at: datetime,
    actor: str,
) -> int:
    id = to.public_id if to is not None else ""
    with acts.undisturbed(circle):
        facts = {"people": crowds.gather(people.filter(circle=circle)), "to": id}
        with acts.doing(f"assign_{what}", circle, by=by, actor=actor, at=at, **facts) as operation:
            changed = query.run(ASSIGN.format(column=f"{what}_id"), to=to.id if to is not None else None)
            told = {"name": PersonAssigned.name, "at": at, "actor": operation.actor, "id": id, "what": what}
            log.append_select(sql.SQL(TELL), told)
    return changed
