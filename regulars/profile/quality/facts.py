"""What is known of each person in one row, as the rules ask it; and, of the whole circle, what rules compare with.

Of several profiles of one human being, the oldest that says something counts.
"""

from psycopg import sql

from regulars.base.kit import query
from regulars.base.workspace.models import Circle
from regulars.profile.quality import domains
from regulars.profile.quality.rules import E164, NO_ADDRESS

TOUCHED = "touched_person"
TEXTS = ("name", "given_name", "family_name", "company", "street", "city", "region", "postcode", "country", "language")
OF_MERGED = ", ".join(
    f"(array_agg(q.{name} order by q.person_id) filter (where q.{name} <> ''))[1] as {name}" for name in TEXTS
)
# Originals and who they are now: all of a circle, or those touched.
EVERYBODY = "(select id, canonical_id as person_id from identity_person where circle_id = %(circle)s)"
THOSE_TOUCHED = f"""(
    select id, id as person_id from {TOUCHED}
    union all
    select w.id, w.canonical_id from identity_person w join {TOUCHED} t on t.id = w.canonical_id
    where w.canonical_id <> w.id
)"""
# Each part is a table of its own, so that the database knows how large it is before it joins them.
PARTS = {
    "merged_words": f"""
        select c.person_id, min(q.born_on) as born_on, {OF_MERGED}
        from {{whom}} c join profile_profile q on q.person_id = c.id where c.id <> c.person_id group by 1
    """,
    "known_keys": f"""
        select c.person_id, count(*) filter (where i.kind = 'email') as emails,
               count(*) filter (where i.kind = 'phone') as phones,
               count(*) filter (where i.kind = 'phone' and i.value !~ '{E164.replace("{", "{{").replace("}", "}}")}')
                   as loose_phones,
               count(*) filter (where i.kind in ('whatsapp', 'wechat')) as messengers,
               count(*) filter (where s.id is not null) as slips,
               count(*) filter (where i.kind = 'email' and i.value ~ '{NO_ADDRESS}') as placeholders,
               max(i.first_seen_at) as seen_at
        from {{whom}} c join identity_identifier i on i.person_id = c.id and i.kind <> 'anonymous'
        left join profile_domainslip s
            on i.kind = 'email' and s.circle_id = i.circle_id and s.wrong = split_part(i.value, '@', 2)
        group by 1
    """,
    "last_orders": """
        select c.person_id, max(o.placed_at) as seen_at
        from {whom} c join commerce_order o on o.person_id = c.id group by 1
    """,
    "doubtful_people": """
        select distinct c.person_id
        from {whom} c
        join (select older_id as id, newer_id as other_id from identity_suggestion
              union all select newer_id, older_id from identity_suggestion) s on s.id = c.id
        join identity_person o on o.id = s.other_id
        where o.canonical_id <> c.person_id
    """,
}
FACTS = f"""
    select p.id as person_id, {", ".join(f"coalesce(nullif(f.{name}, ''), m.{name}, '') as {name}" for name in TEXTS)},
           coalesce(f.born_on, m.born_on) as born_on, coalesce(k.emails, 0) as emails, coalesce(k.phones, 0) as phones,
           coalesce(k.loose_phones, 0) as loose_phones, coalesce(k.messengers, 0) as messengers,
           coalesce(k.slips, 0) as slips, coalesce(k.placeholders, 0) as placeholders,
           greatest(p.first_seen_at, k.seen_at, o.seen_at) as seen_at, d.person_id is not null as is_doubtful,
           coalesce(g.family > 4 * g.given and h.given > 4 * h.family, false) as is_swapped
    from {{chosen}}
    left join profile_profile f on f.person_id = p.id
    left join merged_words m on m.person_id = p.id
    left join known_keys k on k.person_id = p.id
    left join last_orders o on o.person_id = p.id
    left join doubtful_people d on d.person_id = p.id
    left join profile_nameuse g on g.circle_id = p.circle_id and f.given_name <> '' and g.word = lower(f.given_name)
    left join profile_nameuse h on h.circle_id = p.circle_id and f.family_name <> '' and h.word = lower(f.family_name)
    where p.circle_id = %(circle)s and p.canonical_id = p.id and (f.id is not null or k.person_id is not null)
"""
FORGET_NAMES = "delete from profile_nameuse where circle_id = %(circle)s"
COUNT_NAMES = """
    insert into profile_nameuse (circle_id, word, given, family)
    select %(circle)s, word, count(*) filter (where is_given), count(*) filter (where not is_given)
    from (
        select lower(f.given_name) as word, true as is_given from profile_profile f
        join identity_person p on p.id = f.person_id
        where p.circle_id = %(circle)s and f.given_name <> '' and f.family_name <> ''
        union all
        select lower(f.family_name), false from profile_profile f join identity_person p on p.id = f.person_id
        where p.circle_id = %(circle)s and f.given_name <> '' and f.family_name <> ''
    ) n
    group by word having count(*) >= 5
"""


def gathered(circle: Circle, *, of_all: bool) -> str:
    """Gather the parts, and give the statement of the facts: of all people of a circle, or of `touched_person`."""
    query.run(f"drop table if exists {', '.join(PARTS)}")
    for name, part in PARTS.items():
        whom = EVERYBODY if of_all else THOSE_TOUCHED
        query.run(f"create temp table {name} on commit drop as {part.format(whom=whom)}", circle=circle.id)
    query.run(f"analyze {', '.join(PARTS)}")
    chosen = "identity_person p" if of_all else f"{TOUCHED} t join identity_person p on p.id = t.id"
    return FACTS.replace("{chosen}", chosen)


def learn(circle: Circle) -> None:
    """Count anew what rules compare with: the words that are names, and the domains that are slips of others."""
    query.run(FORGET_NAMES, circle=circle.id)
    query.run(COUNT_NAMES, circle=circle.id)
    domains.learn(circle)


def touch(people: str | sql.Composable, **values: object) -> int:
    """Put the canonical people whom a query of ids selects into `touched_person`."""
    query.run(f"drop table if exists {TOUCHED}")
    query.run(f"create temp table {TOUCHED} (id bigint primary key) on commit drop")
    chosen = sql.SQL("insert into {} select distinct c.canonical_id from identity_person c where c.id in ({})").format(
        sql.Identifier(TOUCHED), sql.SQL(people) if isinstance(people, str) else people
    )
    count = query.run(chosen, values)
    query.run(f"analyze {TOUCHED}")
    return count
