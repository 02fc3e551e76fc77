"""What files and sources say of people's words: the ledger goes on where they know when it was said.

A yes counts if it is told when it was given, and that is later than the last word. A no counts if it is later, or if
it is not told when and no file said so before. Of whoever has no word in the ledger, a word with its time is written
into it, a yes unless another file says no; to a word without a time they are held as imported.
"""

from psycopg import sql

from regulars.base.events import log
from regulars.base.kit import ids, query
from regulars.collect.models import Import, Source
from regulars.commerce.kinds import Supported
from regulars.commerce.merging import Staged
from regulars.profile import standing
from regulars.profile.events import ConsentGiven, ConsentWithdrawn
from regulars.profile.kinds import Manner
from regulars.profile.standing import STANDS

# The last word of each human being of the file on offers and news by one medium.
FOLLOW = f"""
    with heard as (
        select distinct on (p.canonical_id) p.canonical_id, c.word, c.said_at
        from said_profile n join identity_person p on p.id = n.person_id
        join identity_person o on o.id = p.canonical_id or (o.canonical_id = p.canonical_id and o.canonical_id <> o.id)
        join profile_consent c on c.person_id = o.id
        where c.purpose = 'marketing' and c.medium = %(medium)s and c.word <> 'asked'
          and (c.store_id is null or c.store_id = %(store)s) and {STANDS}
        order by p.canonical_id, c.said_at desc, c.id desc
    ),
    told as (
        select n.person_id, n.profile_id, n.{{flag}} as says,
               case when n.{{moment}} > now() then now() else n.{{moment}} end as said_at,
               concat_ws(' · ', n.consent_source, n.consent_list, n.consent_ip, %(teller)s) as place, n.consent_reason,
               h.word, h.said_at as heard_at, p.canonical_id
        from said_profile n join identity_person p on p.id = n.person_id
        left join heard h on h.canonical_id = p.canonical_id
        where n.{{flag}} is not null
    ),
    newer as (
        select * from told t
        where word is null and said_at is not null and (not says or not exists (
               select from identity_person o join profile_profile f on f.person_id = o.id
               where o.canonical_id = t.canonical_id and o.id <> t.person_id and f.{{flag}} is false))
           or says and word = 'withdrawn' and said_at > heard_at
           or not says and word = 'given' and (said_at > heard_at or said_at is null and not exists (
               select from commerce_support s
               where s.kind = {Supported.PROFILE.value} and s.row_id = t.profile_id and s.import_id = any(%(others)s)
                 and s.said ->> '{{flag}}' = 'false') {{unless_said}})
    )
    insert into profile_consent (public_id, person_id, store_id, medium, purpose, word, said_at, written_at, expires_at,
        manner, place, address, reason, actor)
    select public_id_after(%(head)s), person_id, %(store)s, %(medium)s, 'marketing',
           case when says then 'given' else 'withdrawn' end, coalesce(said_at, now()), now(),
           case when says then said_at + make_interval(months => %(months)s::int) end, %(manner)s,
           left(place, 500), '', left(coalesce(consent_reason, ''), 300), %(actor)s
    from newer order by person_id
"""
TELL = """
    select 'record', c.store_id, c.person_id, case c.word when 'given' then {given} else {withdrawn} end, c.said_at,
           c.written_at, 'regulars', c.actor, 'history',
           jsonb_build_object('consent', c.public_id, 'medium', c.medium, 'purpose', c.purpose, 'manner', c.manner),
           '{{}}'::jsonb
    from profile_consent c where c.public_id >= %(head)s and c.under = current_operation() and c.medium = %(medium)s
      and c.written_at = now()
    order by c.id
"""
# A source says all of a person again whenever something of it changes; only a no that is new counts.
UNLESS_SAID = "and not exists (select from {former} f where f.row_id = t.profile_id and f.words ->> '{flag}' = 'false')"
MATTERS = (("email", "accepts_email", "email_consent_at"), ("sms", "accepts_sms", "sms_consent_at"))


def follow(import_: Staged, *, imports: list[int], actor: str, former: str = "") -> int:
    """
    Add to the ledger what `said_profile` knows better, in the caller's operation; how many words.

    :param former: a work table of what the same source had said of them until now.
    """
    written = 0
    for medium, flag, moment in MATTERS:
        unless = UNLESS_SAID.format(former=former, flag=flag) if former else ""
        values = {
            "medium": medium, "store": import_.store.id, "head": ids.head("con"), "actor": actor,
            "manner": Manner.API if former else Manner.FILE, "teller": teller(import_, actor),
            "months": standing.rules(import_.store).valid_months,
            "others": [number for number in imports if number != import_.id],
        }  # fmt: skip
        added = query.run(FOLLOW.format(flag=flag, moment=moment, unless_said=unless), values)
        if added:
            names = {"given": sql.Literal(ConsentGiven.name), "withdrawn": sql.Literal(ConsentWithdrawn.name)}
            log.append_select(sql.SQL(TELL).format(**names), values)
        written += added
    return written


def teller(import_: Staged, actor: str) -> str | None:
    """The name of the file or the source that says so."""
    named = Import.objects.filter(id=import_.id).values_list("file_name", flat=True)
    sources = Source.objects.filter(public_id=actor.removeprefix("source:")).values_list("name", flat=True)
    return named.first() or sources.first()
