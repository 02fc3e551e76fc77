"""Whose browser it is: give each visitor of a work table a person, and let one become who signs in on it.

The work table has `anonymous_id`, `person_id` (known where the event names a user), `place` and `happened_at`; where
the person is open, it is filled from the browser.
"""

from datetime import datetime

from regulars.base.events import log, operations
from regulars.base.events.kinds import Mode, OperationKind
from regulars.base.kit import ids, query
from regulars.base.workspace.models import Store
from regulars.identity import alarms, links, resolve
from regulars.identity.events import PeopleLinked

MOST_IDENTIFIERS = 500
"""Who has so many gets no more browsers: it is a test, a shop's machine or a mistake, and no person."""
# Of several people who came with an unknown browser in one batch, the first in time is its owner.
SEEN = """
    create temp table browser on commit drop as
    select b.value, i.id as known, i.person_id as owner_id, b.seen_at,
           case when (select count(*) from (select from identity_identifier k where k.person_id = b.person_id
                                            limit %(most)s) held) < %(most)s then b.person_id end as named_id
    from (
        select distinct on (anonymous_id) anonymous_id as value, person_id,
               min(happened_at) over (partition by anonymous_id) as seen_at
        from {arrivals} where anonymous_id is not null
        order by anonymous_id, person_id is null, happened_at, place
    ) b
    left join identity_identifier i on i.circle_id = %(circle)s and i.kind = 'anonymous' and i.scope = %(scope)s
        and i.value = b.value
"""
OWNERS = """
    create temp table owner on commit drop as
    select 'anonymous'::text as kind, value, coalesce(named_id, nextval('identity_person_id_seq')) as person_id,
           named_id is null as is_new, seen_at
    from browser where known is null order by seen_at, value
"""
FILL = """
    update {arrivals} a set person_id = i.person_id
    from identity_identifier i
    where a.person_id is null and a.anonymous_id is not null
      and i.circle_id = %(circle)s and i.kind = 'anonymous' and i.scope = %(scope)s and i.value = a.anonymous_id
"""
# Nobody is made of more people than may be merged into one.
BOUNDED = """
    select visitor, person, value, place + held <= %(most)s
    from (
        select b.*, row_number() over (partition by whole order by visitor) as place,
               (select count(*) from (select from identity_person where canonical_id = whole limit %(most)s) p) as held
        from ({becoming}) b
    ) counted
"""
# Whose browser was nobody's but a visitor's is one with who signed in on it: all that is known of the visitor and of
# those it was linked with are browsers, and two people have not been told apart.
BECOMING = """
    select distinct on (v.canonical_id) v.id as visitor, n.id as person, n.canonical_id as whole, b.value
    from browser b
    join identity_person v on v.id = b.owner_id
    join identity_person n on n.id = b.named_id and n.canonical_id <> v.canonical_id
    where not exists (
            select from identity_person o join identity_identifier k on k.person_id = o.id
            where o.canonical_id = v.canonical_id and k.kind <> 'anonymous')
      and not exists (
            select from identity_apart x where x.older_id = least(v.id, n.id) and x.newer_id = greatest(v.id, n.id))
    order by v.canonical_id, b.seen_at, b.value
"""
LINK = """
    insert into identity_link (circle_id, older_id, newer_id, evidence, made_at)
    select %(circle)s, least(a, b), greatest(a, b),
           jsonb_build_object('kind', 'anonymous', 'value', value, 'source', %(source)s::text), %(at)s
    from unnest(%(a)s::bigint[], %(b)s::bigint[], %(value)s::text[]) as g (a, b, value)
    on conflict do nothing
    returning id, older_id, newer_id
"""


def settle(arrivals: str, store: Store, *, source: str, at: datetime) -> None:
    """Fill in the people of the browsers in a work table, in the caller's transaction and under the lock of people."""
    values = {
        "circle": store.circle_id, "scope": store.public_id, "source": source, "at": at, "most": MOST_IDENTIFIERS,
    }  # fmt: skip
    query.run("drop table if exists browser, owner")
    query.run(SEEN.format(arrivals=arrivals), **values)
    query.run(OWNERS)
    query.run(resolve.PEOPLE, circle=store.circle_id, head=ids.head("per"))
    query.run(resolve.IDENTIFIERS, **values)
    resolve.announce(store, source=source, actor=source, at=at, mode=Mode.LIVE)
    become(store, source=source, at=at)
    query.run(FILL.format(arrivals=arrivals), **values)


def become(store: Store, *, source: str, at: datetime) -> int:
    """Link visitors with the people who have signed in on their browsers, and say how many."""
    found = query.rows(BOUNDED.format(becoming=BECOMING), most=links.MOST_IN_ONE)
    pairs = [pair for *pair, fits in found if fits]
    if full := [person for _visitor, person, _value, fits in found if not fits]:
        alarms.of_full(store.circle, full, at=at)
    if not pairs:
        return 0
    visitors, people, values = map(list, zip(*pairs, strict=True))
    facts = {"act": "sign_in", "people": len(pairs)}
    with operations.doing(OperationKind.MERGE, circle=store.circle, by=None, actor=source, at=at, facts=facts):
        made = query.rows(LINK, circle=store.circle_id, source=source, at=at, a=visitors, b=people, value=values)
        query.run(links.RECKON, starts=[*visitors, *people])
        told = [PeopleLinked(store=store.id, person=older, link=link, newer=newer) for link, older, newer in made]
        log.append(told, by=source, at=at)
    return len(made)
