"""What holds now of all that people said: by medium and purpose, over everybody merged into one, in sets.

The last word counts, of those whose operation stands. Who has given none in Regulars is held to what files said of
them, a word against before a word for; what files say of SMS goes for all that a phone number opens, until somebody
says something of one of these ways by itself. Then the rules of the store decide, and an address that nobody writes to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from regulars.base.kit import digests, query
from regulars.base.workspace.models import Store
from regulars.profile.kinds import Ground, Medium, Purpose, Regime, Standing
from regulars.profile.models import ConsentRules

GIVEN = "select unnest(%(people)s::bigint[]) as id"
STANDS = "not is_undone(c.under)"
LAST = f"""
    select distinct on (m.person, c.medium, c.purpose) m.person, c.medium, c.purpose, c.word, c.said_at, c.expires_at
    from mine m join profile_consent c on c.person_id = m.id
    where (c.store_id is null or c.store_id = %(store)s::bigint) and {STANDS} and {{condition}}
    order by m.person, c.medium, c.purpose, c.said_at desc, c.id desc
"""
WORDS = LAST.format(condition="c.word <> 'asked'")
ASKED = LAST.format(
    condition="c.word = 'asked' and (c.expires_at is null or c.expires_at > %(at)s)"
    " and not exists (select from profile_consent a where a.answers_id = c.id)"
)
READ = f"""
    with chosen as materialized ({{people}}),
    mine as materialized (
        select id, id as person from chosen
        union all
        select o.id, o.canonical_id from chosen p
        join identity_person o on o.canonical_id = p.id and o.canonical_id <> o.id
    ),
    said as ({WORDS}),
    asked as ({ASKED}),
    flags as (
        -- The profile follows the words as well, so it tells what files said only where there are none.
        select m.person, bool_or(f.accepts_email is false) as no_email, bool_or(f.accepts_email) as email,
               bool_or(f.accepts_sms is false) as no_sms, bool_or(f.accepts_sms) as sms,
               exists (select from said s where s.person = m.person and s.medium = 'email') as has_email_word,
               exists (select from said s where s.person = m.person and s.medium = 'sms') as has_sms_word
        from mine m join profile_profile f on f.person_id = m.id group by m.person
    ),
    barred as (
        select m.person, i.kind
        from mine m join identity_identifier i on i.person_id = m.id and i.kind in ('email', 'phone')
        left join profile_suppression s on s.circle_id = i.circle_id and s.kind = i.kind and s.lifted_at is null
            and s.digest = {digests.sql("i.kind", "i.value")}
        where exists (select from profile_suppression)
        group by m.person, i.kind having bool_and(s.id is not null)
    ),
    bought as (
        select distinct m.person from mine m join commerce_order o on o.person_id = m.id
        where %(regime)s = 'soft' and o.kind = 'sale' and o.store_id = %(store)s::bigint
    ),
    matter (medium, purpose, address) as (values {{matters}}),
    held as (
        select p.id as person, k.medium, k.purpose, b.person is not null as is_barred,
               c.person is not null as has_bought, s.word is not null as is_said,
               case when a.said_at > s.said_at and (s.word = 'withdrawn' or s.expires_at <= %(at)s) then 'pending'
                    when s.word = 'given' and s.expires_at <= %(at)s then 'expired'
                    when s.word is not null then s.word
                    when case k.address when 'email' then f.no_email and not f.has_email_word
                                        when 'phone' then f.no_sms and not f.has_sms_word end then 'withdrawn'
                    when case k.address when 'email' then f.email and not f.has_email_word
                                        when 'phone' then f.sms and not f.has_sms_word end then 'given'
                    when a.person is not null then 'pending'
                    else 'unknown' end as standing
        from chosen p cross join matter k
        left join said s on s.person = p.id and s.medium = k.medium and s.purpose = k.purpose
        left join asked a on a.person = p.id and a.medium = k.medium and a.purpose = k.purpose
        left join flags f on f.person = p.id
        left join barred b on b.person = p.id and b.kind = k.address
        left join bought c on c.person = p.id
    )
    select person, medium, purpose, standing,
           case when is_barred then 'suppressed'
                when standing in ('given', 'withdrawn') and is_said then 'consent'
                when standing in ('given', 'withdrawn') then 'imported'
                when has_bought and medium in ('email', 'sms') then 'customer'
                when %(regime)s = 'opt_out' and medium = 'email' then 'silence'
                else 'none' end,
           case when is_barred or standing = 'withdrawn' then false
                when standing = 'given' or has_bought and medium in ('email', 'sms')
                     or %(regime)s = 'opt_out' and medium = 'email' then true end
    from held
"""
ADDRESSES = {Medium.EMAIL: "email", Medium.SMS: "phone", Medium.CALL: "phone", Medium.WHATSAPP: "phone"}
"""What opens a medium."""
MATTERS: tuple[tuple[str, Purpose, str], ...] = (
    *((medium.value, Purpose.MARKETING, ADDRESSES.get(medium, "")) for medium in Medium),
    *(("", purpose, "") for purpose in Purpose if purpose != Purpose.MARKETING),
)
SELECTED = READ.replace("{matters}", ", ".join(f"('{m}', '{purpose.value}', '{a}')" for m, purpose, a in MATTERS))

type Matter = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """What holds on one matter, why, and whether one may: yes, no, or nobody knows."""

    standing: Standing
    ground: Ground
    may: bool | None


def of(people: Iterable[int], *, store: Store | None, at: datetime) -> dict[int, dict[Matter, Held]]:
    """By canonical person, medium and purpose; one statement, and one for the rules."""
    return read(GIVEN, {"people": list(people)}, store=store, at=at)


def read(
    people: str, values: Mapping[str, object], *, store: Store | None, at: datetime
) -> dict[int, dict[Matter, Held]]:
    """The same for the canonical people whose `id` a query selects."""
    found: dict[int, dict[Matter, Held]] = defaultdict(dict)
    for person, medium, purpose, standing, ground, may in query.rows(statement(people), given(values, store, at)):
        found[person][medium, purpose] = Held(Standing(standing), Ground(ground), may)
    return found


def statement(people: str) -> str:
    """Selects person, medium, purpose, standing, ground and whether one may; to be given `given()`."""
    return SELECTED.replace("{people}", people)


def given(values: Mapping[str, object], store: Store | None, at: datetime) -> dict[str, object]:
    regime = rules(store).regime
    return {**values, **digests.pads(), "store": store.id if store else None, "at": at, "regime": str(regime)}


def rules(store: Store | None) -> ConsentRules:
    """The rules of a store; those of who has set none."""
    own = ConsentRules.objects.filter(store=store).order_by("-id").first() if store else None
    return own or ConsentRules(store=store, regime=Regime.OPT_IN, purposes=[Purpose.MARKETING.value])
