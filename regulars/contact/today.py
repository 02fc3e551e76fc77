"""The people worth contacting today: a list of at most fifty for each member of staff, made once a day.

Whoever refused, was contacted lately, or stands in somebody else's list, stands in none. Reason and money are those of
the draw; whether one may contact them, and what has come of it, is looked up whenever the list is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from regulars.base.kit import clock, query
from regulars.base.workspace.kinds import Act, Scope, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.contact import permission, rules
from regulars.contact.kinds import Channel, Permission, Reason
from regulars.contact.models import Attempt, Claim, Draw
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Person
from regulars.insight.models import Run

MOST = 50
QUIET_DAYS = 14
"""For how long somebody who was reached stands in no list."""
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
DRAW = """
    with candidate as ({candidates}),
    best as (
        select distinct on (person) person, reason, stake, task
        from candidate order by person, array_position(%(order)s::text[], reason), stake desc nulls last
    ),
    fitting as (
        select b.*, p.owner_id is not null and p.owner_id = %(staff)s as is_own
        from best b join identity_person p on p.id = b.person and p.canonical_id = p.id
        left join workspace_staff w on w.id = p.owner_id
        where p.circle_id = %(circle)s and (w.id is null or w.id = %(staff)s or w.left_at is not null)
          and (p.owner_id = %(staff)s or %(scope)s = 'all' or %(scope)s = 'branch' and p.branch_id = %(branch)s)
          and p.id not in (select canonical_id from quiet)
          and not exists (select from contact_claim c
                          where c.circle_id = p.circle_id and c.day = %(day)s and c.person_id = p.id)
    ),
    ranked as (
        select *, row_number() over (partition by reason order by is_own desc, stake desc nulls last, person)
                  / (%(shares)s::jsonb ->> reason)::float as place
        from fitting
    ),
    allowed as (
        select r.* from ranked r
        where exists (select from identity_identifier i join identity_person o on o.id = i.person_id
                      where (o.id = r.person or o.canonical_id = r.person and o.canonical_id <> o.id)
                        and i.kind = any(%(reachable)s::text[]))
          and not exists (select from profile_profile f join identity_person o on o.id = f.person_id
                          where (o.id = r.person or o.canonical_id = r.person and o.canonical_id <> o.id)
                          having bool_or(f.accepts_email is false) and bool_or(f.accepts_sms is false))
        order by r.place, r.person limit %(room)s
    )
    insert into contact_claim (circle_id, person_id, day, staff_id, store_id, reason, stake, as_of, task_id, place)
    select %(circle)s, person, %(day)s, %(staff)s, %(store)s, reason, stake, case when stake is not null
        then %(as_of)s::date end, task, place
    from allowed on conflict do nothing
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
    if not Draw.objects.filter(staff=staff, store=store, day=day).exists():
        draw(staff, store, at=at)
    return listed(staff, store, day)


@transaction.atomic
def draw(staff: Staff, store: Store, *, at: datetime) -> int:
    """Fill the list of today up to fifty who are still to be contacted; how many were added."""
    day = clock.local_day(at, store.zone)
    query.lock(LOCK, store.circle_id)
    Draw.objects.get_or_create(staff=staff, store=store, day=day, defaults={"drawn_at": at})
    scope = staff.reach(Act.EDIT, Thing.PEOPLE)
    room = MOST - sum(entry.is_open for entry in listed(staff, store, day))
    run = Run.objects.current(store)
    if room <= 0 or scope == Scope.NONE:
        return 0
    query.run("drop table if exists quiet")
    quiet = {"circle": store.circle_id, "since": at - timedelta(days=QUIET_DAYS), "day": day}
    query.run(f"create temp table quiet on commit drop as {QUIET}", quiet)
    query.run("analyze quiet")
    asked = {
        **quiet, "staff": staff.id, "branch": staff.branch_id, "store": store.id, "scope": scope.value, "room": room,
        "run": run.id if run else None, "as_of": run.as_of if run else None, "birthdays": rules.birthdays(day),
        "order": [reason.value for reason in ORDER], "reachable": [kind.value for kind in REACHABLE],
        "shares": query.as_json({reason.value: share for reason, share in SHARES.items()}),
    }  # fmt: skip
    return query.run(DRAW.format(candidates=rules.candidates(whose(scope))), asked)


def whose(scope: Scope) -> tuple[str, ...]:
    match scope:
        case Scope.ALL:
            return (rules.ANYBODY, rules.OWN)
        case Scope.BRANCH:
            return (rules.BRANCH,)
        case _:
            return (rules.OWN,)


def listed(staff: Staff, store: Store, day: date) -> list[Entry]:
    """Three statements: the claims on people still in reach, the permissions, and what has come of each today."""
    claims = list(
        Claim.objects.filter(staff=staff, store=store, day=day)
        .filter(person__canonical__in=Person.objects.visible_to(staff))
        .select_related("person__canonical", "person__owner__account", "task")
        .order_by("place", "person")
    )
    people = [claim.person.canonical_id for claim in claims]
    allowed = permission.of(people)
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
