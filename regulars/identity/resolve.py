"""Find or make the person behind each trace (customer number, e-mail, phone) of a file, in sets.

A customer number says more than an e-mail, an e-mail more than a phone. Whoever is unknown is a new person, to whom
the identifiers that nobody has yet are given; what two people claim stays where it is, and a suggestion is recorded.
A person has one customer number of a store: a second one is somebody else, whatever the e-mail.

Rows of a list that name somebody without any of these come with a key made of what they say (`RECORD_KEY`) in the place
of the customer number: nobody is left out, nobody becomes one by a name, and the same list again finds the same people.

The work table `trace_…` has one row per distinct trace: `trace` (its key), `user_id`, `email`, `phone`, `seen_at`,
and is given `by_id` (the identifier that decided) and `person_id`. Every choice among several is made by the values
themselves, never by the order of rows.
"""

from dataclasses import dataclass
from datetime import datetime

from psycopg import sql

from regulars.base.events import log
from regulars.base.events.kinds import Mode
from regulars.base.kit import ids, query
from regulars.base.workspace.models import Store
from regulars.identity import alarms
from regulars.identity.events import PersonAppeared

MOST_PEOPLE_OF_A_VALUE = 20
MOST_VALUES_OF_A_PERSON = 50
"""E-mails and phones that one customer number or person may gather; more is a till or a test account, not a person."""
LOCK = 7_204_101
RECORD_KEY = "row:"
"""How the key of a row begins."""
KIND = f"case when starts_with({{value}}, '{RECORD_KEY}') then 'record' else 'user' end"

BLOCK = """
    insert into identity_blockedvalue (circle_id, kind, scope, value, people)
    select %(circle)s, kind, '', value, count(distinct owner)
    from (
        select 'email' as kind, email as value, user_id as owner from {traces} where email is not null
        union all
        select 'phone', phone, coalesce(user_id, email) from {traces} where phone is not null
    ) shared
    group by kind, value having count(distinct owner) > %(most)s
    union all
    select %(circle)s, 'user', %(scope)s, user_id, count(distinct coalesce(email, phone))
    from {traces} where user_id is not null
    group by user_id having count(distinct coalesce(email, phone)) > %(most_values)s
    on conflict do nothing
"""
BLIND = """
    update {traces} t set {column} = null
    from identity_blockedvalue b
    where b.circle_id = %(circle)s and b.kind = '{kind}' and b.scope = {scope} and b.value = t.{column}
"""
# People who have as many e-mails and phones as anybody can: what is new goes to somebody else.
FULL = """
    create temp table full_person on commit drop as
    select i.person_id from identity_identifier i
    where i.kind in ('email', 'phone') and i.person_id in (
        select distinct p
        from found f cross join lateral (values (f.user_person), (f.email_person), (f.phone_person)) v (p)
        where p is not null and (f.email is not null and f.email_person is null
                                 or f.phone is not null and f.phone_person is null))
    group by i.person_id having count(*) >= %(most_values)s
"""
# What is known of each trace; `user_*`, `email_*` and `phone_*` are identifier and person, or empty.
FOUND = f"""
    create temp table found on commit drop as
    select t.trace, t.user_id, t.email, t.phone, t.seen_at,
           u.person_id as user_person, e.person_id as email_person, p.person_id as phone_person
    from {{traces}} t
    left join identity_identifier u on u.circle_id = %(circle)s and u.scope = %(scope)s
        and u.value = t.user_id and u.kind = {KIND.format(value="t.user_id")}
    left join identity_identifier e on e.circle_id = %(circle)s and e.kind = 'email' and e.scope = ''
        and e.value = t.email
    left join identity_identifier p on p.circle_id = %(circle)s and p.kind = 'phone' and p.scope = ''
        and p.value = t.phone
    where t.trace collate "C" > %(low)s and t.trace collate "C" <= %(high)s
"""
# Unknown customer numbers join the person who has their e-mail or phone, if that person has no number of this store
# yet; of several that could, the first by value does.
NEW_USERS = """
    create temp table owner on commit drop as
    with hosts as (
        select distinct on (user_id) user_id, coalesce(email_person, phone_person) as person_id
        from found
        where user_id is not null and user_person is null and coalesce(email_person, phone_person) is not null
          and not exists (select from identity_identifier i
                          where i.person_id = coalesce(email_person, phone_person) and i.kind = 'user'
                              and i.scope = %(scope)s)
        order by user_id, email_person is null, coalesce(email_person, phone_person)
    ),
    welcome as (select distinct on (person_id) user_id, person_id from hosts order by person_id, user_id),
    unknown as (
        select user_id, min(seen_at) as seen_at from found where user_id is not null
            and user_person is null group by user_id
    )
    select 'user' as kind, n.user_id as value, coalesce(w.person_id, nextval('identity_person_id_seq')) as person_id,
           w.person_id is null as is_new, n.seen_at
    from (select * from unknown order by seen_at, user_id) n left join welcome w on w.user_id = n.user_id
"""
# An unknown e-mail or phone goes to the first customer number that came with it, else to the person of the phone
# (the e-mail), else to a new person.
NEW_VALUES = """
    insert into owner (kind, value, person_id, is_new, seen_at)
    with unknown as (
        select {kind} as value, min(seen_at) as seen_at from found
        where {kind} is not null and {kind}_person is null group by {kind}
    ),
    claims as (
        select distinct on (f.{kind}) f.{kind} as value, coalesce(f.user_person, o.person_id, {other}) as person_id
        from found f
        left join owner o on o.kind = 'user' and o.value = f.user_id
        {join}
        where f.{kind} is not null and f.{kind}_person is null
          and coalesce(f.user_person, o.person_id, {other}) is not null
          and coalesce(f.user_person, o.person_id, {other}) not in (select person_id from full_person)
        order by f.{kind}, f.user_id, {tie}
    )
    select '{kind}', n.value, coalesce(c.person_id, nextval('identity_person_id_seq')), c.person_id is null, n.seen_at
    from (select * from unknown order by seen_at, value) n left join claims c on c.value = n.value
"""
PHONE_OF_EMAIL = "left join owner m on m.kind = 'email' and m.value = f.email"
PEOPLE = """
    insert into identity_person (id, circle_id, public_id, canonical_id, first_seen_at)
    select person_id, %(circle)s, public_id_after(%(head)s), person_id, min(seen_at) from owner where is_new
    group by person_id order by person_id
"""
IDENTIFIERS = f"""
    insert into identity_identifier (circle_id, person_id, kind, scope, value, source, first_seen_at, verified_at)
    select %(circle)s, person_id, kind, case when kind in ('user', 'record', 'anonymous') then %(scope)s else '' end,
           value, %(source)s, seen_at, case kind when 'user' then %(at)s::timestamptz end
    from (
        select person_id, value, seen_at, case kind when 'user' then {KIND.format(value="value")} else kind end as kind
        from owner
    ) o order by person_id, kind, value
"""
SETTLE = f"""
    update {{traces}} t set by_id = coalesce(u.id, e.id, p.id), person_id = coalesce(u.person_id, e.person_id,
        p.person_id),
                          user_ident = u.id, email_ident = e.id, phone_ident = p.id
    from found f
    left join identity_identifier u on u.circle_id = %(circle)s and u.scope = %(scope)s
        and u.value = f.user_id and u.kind = {KIND.format(value="f.user_id")}
    left join identity_identifier e on e.circle_id = %(circle)s and e.kind = 'email' and e.scope = ''
        and e.value = f.email
    left join identity_identifier p on p.circle_id = %(circle)s and p.kind = 'phone' and p.scope = ''
        and p.value = f.phone
    where t.trace = f.trace
"""
SUGGEST = """
    insert into identity_suggestion (circle_id, older_id, newer_id, evidence, made_at)
    select distinct on (older, newer) %(circle)s, older, newer,
           jsonb_build_object('kind', i.kind, 'value', i.value, 'source', %(source)s::text), %(at)s::timestamptz
    from (
        select least(t.person_id, o.person_id) as older, greatest(t.person_id, o.person_id) as newer, o.id as identifier
        from {traces} t join identity_identifier o on o.id in (t.email_ident, t.phone_ident)
        where o.person_id <> t.person_id and t.trace collate "C" > %(low)s and t.trace collate "C" <= %(high)s
    ) differing
    join identity_identifier i on i.id = differing.identifier
    join identity_person a on a.id = older
    join identity_person b on b.id = newer and b.canonical_id <> a.canonical_id
    where not exists (select from identity_apart x where x.older_id = older and x.newer_id = newer)
    order by older, newer, i.kind, i.value
    on conflict do nothing
"""
SEEN_BEFORE = """
    update identity_person p set first_seen_at = s.seen_at
    from (select person_id, min(seen_at) as seen_at from {traces}
          where trace collate "C" > %(low)s and trace collate "C" <= %(high)s group by person_id) s
    where p.id = s.person_id and s.seen_at < p.first_seen_at
"""
APPEARED = """
    select 'record', %(store)s::bigint, p.id, {name}, p.first_seen_at, %(at)s::timestamptz, %(source)s::text,
           %(actor)s::text, {mode}, jsonb_build_object('public_id', p.public_id), '{{}}'::jsonb
    from identity_person p where p.id in (select person_id from owner where is_new)
"""


@dataclass(frozen=True, slots=True)
class Found:
    """How many people a set of traces made, and how many identifiers."""

    people: int = 0
    identifiers: int = 0
    suggestions: int = 0


def block_shared(traces: str, store: Store) -> int:
    """Set aside the values that too many people of the file share, and those set aside before; once per file."""
    query.lock(LOCK, store.circle_id)
    values = {"circle": store.circle_id, "scope": store.public_id}
    most = {"most": MOST_PEOPLE_OF_A_VALUE, "most_values": MOST_VALUES_OF_A_PERSON}
    found = query.run(BLOCK.format(traces=traces), values | most)
    blind(traces, store)
    return found


def blind(traces: str, store: Store) -> None:
    """Take out of traces the values that are set aside."""
    values = {"circle": store.circle_id, "scope": store.public_id}
    for kind, column, scope in (("email", "email", "''"), ("phone", "phone", "''"), ("user", "user_id", "%(scope)s")):
        query.run(BLIND.format(traces=traces, kind=kind, column=column, scope=scope), values)


def settle(
    traces: str, store: Store, *, above: str, to: str, source: str, actor: str, at: datetime, mode: Mode = Mode.HISTORY
) -> Found:
    """
    Give each trace whose key is in (above, to] its identifier and its person; in the caller's transaction.

    One circle's people are settled by one transaction at a time, so that two imports never make one person twice.
    """
    query.lock(LOCK, store.circle_id)
    known = {"circle": store.circle_id, "scope": store.public_id, "low": above, "high": to, "source": source, "at": at}
    query.run("drop table if exists found, owner, full_person")
    query.run(FOUND.format(traces=traces), **known)
    query.run("analyze found")
    if query.run(FULL, most_values=MOST_VALUES_OF_A_PERSON):
        alarms.of_full(store.circle, [id for (id,) in query.rows("select person_id from full_person")], at=at)
    query.run(NEW_USERS, **known)
    query.run(NEW_VALUES.format(kind="email", other="f.phone_person", join="", tie="f.phone_person"))
    query.run(
        NEW_VALUES.format(
            kind="phone",
            other="f.email_person, m.person_id",
            join=PHONE_OF_EMAIL,
            tie="f.email_person is null, f.email",
        )
    )
    query.run("analyze owner")
    people = query.run(PEOPLE, circle=store.circle_id, head=ids.head("per"))
    identifiers = query.run(IDENTIFIERS, **known)
    query.run(SETTLE.format(traces=traces), **known)
    suggestions = query.run(SUGGEST.format(traces=traces), **known)
    query.run(SEEN_BEFORE.format(traces=traces), **known)
    announce(store, source=source, actor=actor, at=at, mode=mode)
    return Found(people, identifiers, suggestions)


def announce(store: Store, *, source: str, actor: str, at: datetime, mode: Mode = Mode.HISTORY) -> None:
    """Say of everybody whom the work table `owner` has as new that they were seen for the first time."""
    told = sql.SQL(APPEARED).format(name=sql.Literal(PersonAppeared.name), mode=sql.Literal(mode.value))
    log.append_select(told, {"store": store.id, "at": at, "source": source, "actor": actor})
