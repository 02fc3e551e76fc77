"""The people worth contacting today: a list of at most fifty for each member of staff, made once a day.

Whoever refused, was contacted lately, or stands in somebody else's list, stands in none. Reason and money are those of
the draw; whether one may contact them, and what has come of it, is looked up whenever the list is shown. Who has looked
at it lately finds it made in the morning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import clock, query
from regulars.base.workspace.kinds import Act, Scope, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.contact import permission, quiet, rules
from regulars.contact.kinds import Channel, Permission, Reason
from regulars.contact.models import Attempt, Claim, Draw
from regulars.identity import crowds
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Person
from regulars.insight.models import Run

MOST = 50
MORNING = 5  # the hour of the store from which the lists are made ahead
LATELY = timedelta(days=7)
LOCK = 7_204_107
REACHABLE = (IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.WHATSAPP, IdentifierKind.WECHAT)
ORDER = (Reason.TASK, Reason.OVERDUE, Reason.SECOND, Reason.BIRTHDAY, Reason.LOST)
SHARES = {Reason.TASK: 1_000, Reason.OVERDUE: 20, Reason.SECOND: 15, Reason.BIRTHDAY: 5, Reason.LOST: 10}
"""How many of fifty each reason has, where all have enough; due tasks come first."""

# Everybody who is to be left in peace, as the human being they are now.
QUIET = """
    select o.canonical_id from contact_attempt a join identity_person o on o.id = a.person_id
    where a.circle_id = %(circle)s
      and (a.outcome = 'no' or a.outcome = 'reached' and a.at > %(since)s or a.outcome = 'later' and a.until > %(day)s)
"""
CLAIM = """
    insert into contact_claim (circle_id, person_id, day, staff_id, store_id, reason, stake, as_of, task_id, place)
    select %(circle)s, person, %(day)s, %(staff)s, %(store)s, reason, stake, case when stake is not null
        then %(as_of)s::date end, task, place
    from ranked order by place, person limit %(room)s on conflict do nothing
"""
DRAW = f"""
    with candidate as ({{candidates}}),
    best as (
        select distinct on (person) person, reason, stake, task
        from candidate order by person, array_position(%(order)s::text[], reason), stake desc nulls last
    ),
    ranked as (
        select b.*, row_number() over (partition by reason
                        order by p.owner_id is not distinct from %(staff)s desc, stake desc nulls last, person)
                    / (%(shares)s::jsonb ->> reason)::float as place
        from best b join identity_person p on p.id = b.person
    )
    {CLAIM}
"""
# Above all that was drawn.
PUT = f"""
    with ranked as (
        select p.id as person, 'chosen' as reason, s.value_365 as stake, null::bigint as task,
               row_number() over (order by s.value_365 desc nulls last, p.id) / 1000.0 - 1 as place
        from {crowds.CHOSEN} k join identity_person p on p.id = k.id
        left join insight_score s on s.run_id = %(run)s and s.person_id = p.id
        where {rules.FITS}
    )
    {CLAIM}
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the list, with what is known of them now."""

    claim: Claim
    permissions: dict[Channel, Permission]
    attempt: Attempt | None

    @property
    def is_open(self) -> bool:
        """Whether nothing has come of it yet, and contact is not refused."""
        return self.attempt is None and set(self.permissions.values()) != {Permission.NO}


def of(staff: Staff, store: Store, *, at: datetime) -> list[Entry]:
    """The list of today, made now if it has not been; whoever has been contacted shows with what came of it."""
    day = clock.local_day(at, store.zone)
    if not Draw.objects.filter(staff=staff, store=store, day=day, seen_at__isnull=False).exists():
        draw_once(staff, store, at=at)
        Draw.objects.filter(staff=staff, store=store, day=day, seen_at=None).update(seen_at=at)
    return listed(staff, store, day, at=at)


def draw_once(staff: Staff, store: Store, *, at: datetime) -> int:
    """Make the list of today unless that has been done; how many it holds now."""
    day = clock.local_day(at, store.zone)
    return 0 if Draw.objects.filter(staff=staff, store=store, day=day).exists() else draw(staff, store, at=at)


def draw_ahead(store: Store, *, at: datetime) -> int:
    """Make the lists of all who looked at theirs within a week, from the store's morning on; how many were made."""
    if at.astimezone(store.zone).hour < MORNING:
        return 0
    day, known = clock.local_day(at, store.zone), Draw.objects.filter(store=store)
    readers = Staff.objects.filter(left_at=None, id__in=known.filter(seen_at__gte=at - LATELY).values("staff"))
    waiting = readers.exclude(id__in=known.filter(day=day).values("staff")).select_related("account", "circle")
    made = [draw_once(staff, store, at=at) for staff in waiting.order_by("id")]
    return len(made)


@transaction.atomic
def draw(staff: Staff, store: Store, *, at: datetime) -> int:
    """Fill the list of today up to fifty who are still to be contacted; how many were added."""
    day = clock.local_day(at, store.zone)
    query.lock(LOCK, store.circle_id)
    Draw.objects.get_or_create(staff=staff, store=store, day=day, defaults={"drawn_at": at})
    scope = staff.reach(Act.EDIT, Thing.PEOPLE)
    room = MOST - sum(entry.is_open for entry in listed(staff, store, day, at=at))
    if room <= 0 or scope == Scope.NONE:
        return 0
    asked = prepared(staff, store, at=at) | {
        "room": room, "birthdays": rules.birthdays(day), "order": [reason.value for reason in ORDER],
        "shares": query.as_json({reason.value: share for reason, share in SHARES.items()}),
    }  # fmt: skip
    return query.run(DRAW.format(candidates=rules.candidates(whose(scope))), asked)


def put(people: QuerySet[Person], *, by: Staff, store: Store, at: datetime) -> int:
    """
    Put the fifty of these people with most at stake on top of one's own list, as far as they may stand in it.

    :returns: how many they are; who stands in a list of today already is not among them.
    """
    draw_once(by, store, at=at)
    facts = {"act": "put_on_today"}
    with operations.doing(OperationKind.EDIT, store=store, by=by, at=at, facts=facts) as operation:
        query.lock(LOCK, store.circle_id)
        crowds.gather(people)
        added = query.run(PUT, prepared(by, store, at=at) | {"room": MOST})
        operation.facts = facts | {"people": added}
        operation.save(update_fields=["facts"])
    return added


def prepared(staff: Staff, store: Store, *, at: datetime) -> dict[str, Any]:
    """The values that `rules.FITS` and the claims ask for; puts those to be left in peace into a table beside."""
    run, day = Run.objects.current(store), clock.local_day(at, store.zone)
    asked = {"circle": store.circle_id, "since": at - timedelta(days=quiet.days(store)), "day": day}
    query.run("drop table if exists quiet")
    query.run(f"create temp table quiet on commit drop as {QUIET}", asked)
    refusing, said = permission.refusing(store, at=at)
    query.run(f"insert into quiet (canonical_id) {refusing}", said)
    query.run("analyze quiet")
    return asked | {
        "staff": staff.id, "branch": staff.branch_id, "store": store.id,
        "scope": staff.reach(Act.EDIT, Thing.PEOPLE).value, "reachable": [kind.value for kind in REACHABLE],
        "run": run.id if run else None, "as_of": run.as_of if run else None,
    }  # fmt: skip


def whose(scope: Scope) -> tuple[str, ...]:
    match scope:
        case Scope.ALL:
            return (rules.ANYBODY, rules.OWN)
        case Scope.BRANCH:
            return (rules.BRANCH,)
        case _:
            return (rules.OWN,)


def listed(staff: Staff, store: Store, day: date, *, at: datetime) -> list[Entry]:
    """A few statements: the claims on people still in reach, the permissions, and what has come of each today."""
    # Of two who have been found to be one since, the first claim holds.
    earlier = Claim.objects.filter(
        circle=store.circle_id, day=day, person__canonical=OuterRef("person__canonical"), id__lt=OuterRef("id")
    )
    claims = list(
        Claim.objects.filter(~Exists(earlier), staff=staff, store=store, day=day)
        .filter(person__canonical__in=Person.objects.visible_to(staff))
        .select_related("person__canonical", "person__owner__account", "task")
        .order_by("place", "person")
    )
    people = [claim.person.canonical_id for claim in claims]
    allowed = permission.of(people, store=store, at=at)
    tried = attempts_since(people, claims)
    return [
        Entry(claim, allowed.get(claim.person.canonical_id, {}), tried.get(claim.person.canonical_id))
        for claim in claims
    ]


def attempts_since(people: Sequence[int], claims: Sequence[Claim]) -> dict[int, Attempt]:
    """The last attempt to contact each of them since they were put into the list."""
    if not claims:
        return {}
    since = Draw.objects.filter(staff=claims[0].staff_id, store=claims[0].store_id, day=claims[0].day)
    tried = Attempt.objects.filter(person__canonical__in=people, at__gte=since.values("drawn_at")[:1])
    return {attempt.person.canonical_id: attempt for attempt in tried.select_related("person").order_by("at", "id")}
