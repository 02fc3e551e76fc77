"""Who of a crowd may go to another program, and why the others may not, in sets.

For mail, somebody has to agree to e-mail. For passing on, they have to agree to that where the store asks for it;
where it does not, they have to agree to being written to, and must not have objected to being passed on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy

from regulars.base.kit import digests, query
from regulars.base.workspace.models import Staff, Store
from regulars.contact.kinds import Outcome
from regulars.identity import crowds
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Person
from regulars.profile import export, standing
from regulars.profile.export import Known
from regulars.profile.kinds import Purpose


class Aim(StrEnum):
    """What the other program does with people."""

    MAIL = "mail"
    SHARING = "sharing"


class Stays(TextChoices):
    """Why somebody does not go, the weightiest first."""

    UNWANTED = "unwanted", gettext_lazy("told staff that they want no contact")
    SUPPRESSED = "suppressed", gettext_lazy("their address is on the list of those nobody writes to")
    WITHDRAWN = "withdrawn", gettext_lazy("do not agree")
    EXPIRED = "expired", gettext_lazy("their consent has expired")
    PENDING = "pending", gettext_lazy("have not confirmed yet that they agree")
    UNKNOWN = "unknown", gettext_lazy("were never asked")
    NO_ADDRESS = "no_address", gettext_lazy("have no address that the file could name them by")


@dataclass(frozen=True, slots=True)
class Count:
    """How many go, and how many stay for each reason."""

    go: int
    stay: Mapping[Stays, int] = field(default_factory=dict)

    @property
    def stays(self) -> int:
        return sum(self.stay.values())


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who goes: what is known of them, the addresses that may be used, and their consent to e-mail."""

    known: Known
    barred: frozenset[str]
    has_agreed: bool
    agreed_at: str

    def said(self, name: str) -> str:
        return str(self.known.said(name) or "")

    @property
    def person_id(self) -> str:
        return self.known.person.public_id

    @property
    def emails(self) -> list[str]:
        return [email for email in self.known.keys(IdentifierKind.EMAIL) if email not in self.barred]

    @property
    def phones(self) -> list[str]:
        found = [phone for phone in self.known.keys(IdentifierKind.PHONE) if phone not in self.barred]
        return [phone for phone in found if phone.startswith("+")]

    @property
    def email(self) -> str:
        return next(iter(self.emails), "")

    @property
    def phone(self) -> str:
        return next(iter(self.phones), "")

    @property
    def given_name(self) -> str:
        return self.said("given_name") or ("" if self.said("family_name") else self.said("name").partition(" ")[0])

    @property
    def family_name(self) -> str:
        return self.said("family_name") or ("" if self.said("given_name") else self.said("name").partition(" ")[2])

    @property
    def country(self) -> str:
        code = self.said("country").upper()
        return code if len(code) == 2 else ""

    @property
    def tags(self) -> Sequence[str]:
        return [tag.name for tag in self.known.tags]


JUDGED = """
    create temp table leaver on commit drop as
    with held (person, medium, purpose, standing, ground, may) as ({held}),
    unwanted as (
        select distinct o.canonical_id as person from contact_attempt a join identity_person o on o.id = a.person_id
        where a.outcome = %(no)s
    ),
    named as (
        select distinct o.canonical_id as person from identity_person o join chosen_person c on c.id = o.canonical_id
        join identity_identifier i on i.person_id = o.id
        where i.kind = any(%(kinds)s)
    ),
    word as (
        select person, {standing} as standing, {may} as may,
               bool_or(ground = 'suppressed') filter ({of_mail}) as is_barred,
               bool_or(standing = 'given') filter ({of_mail}) as has_agreed
        from held group by person
    )
    select w.person as id, w.has_agreed,
           case when u.person is not null then 'unwanted'
                when w.is_barred then 'suppressed'
                when w.may is not true then case when w.standing = 'given' then 'unknown' else w.standing end
                when n.person is null then 'no_address' else '' end as reason
    from word w left join unwanted u on u.person = w.person left join named n on n.person = w.person
"""
MAIL = "purpose = 'marketing' and medium = 'email'"
SHARE = f"purpose = '{Purpose.SHARING.value}'"
# Whoever objects to being passed on is not; else it is enough that one way of writing is open.
EITHER = "purpose = 'marketing' and medium in ('email', 'sms')"
WORDS = {
    "mail": ("max(standing) filter (where {mail})", "bool_or(may) filter (where {mail})"),
    "asked": ("max(standing) filter (where {share})", "bool_or(may) filter (where {share})"),
    "either": (
        "case when bool_or(standing = 'withdrawn') filter (where {share}) then 'withdrawn'"
        " else max(standing) filter (where {mail}) end",
        "coalesce(bool_or(may) filter (where {either}), false)"
        " and not bool_or(standing = 'withdrawn') filter (where {share})",
    ),
}
BARRED = f"""
    select i.value from identity_identifier i join identity_person o on o.id = i.person_id
    join profile_suppression s on s.circle_id = i.circle_id and s.kind = i.kind and s.lifted_at is null
    where o.canonical_id = any(%(people)s) and i.kind in ('email', 'phone')
      and s.digest = {digests.sql("i.kind", "i.value")}
"""
AGREED = """
    select l.id, to_char(max(coalesce(c.said_at, f.email_consent_at)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    from leaver l join identity_person o on o.canonical_id = l.id
    left join profile_profile f on f.person_id = o.id
    left join profile_consent c on c.person_id = o.id and c.medium = 'email' and c.purpose = 'marketing'
        and c.word = 'given' and not is_undone(c.under)
    where l.id = any(%(people)s) and l.has_agreed group by l.id
"""


def count(people: QuerySet[Person], aim: Aim, *, store: Store | None, at: datetime) -> Count:
    """How many of a crowd would go."""
    with transaction.atomic():
        judge(people, aim, store=store, at=at)
        found = dict(query.rows("select reason, count(*) from leaver group by reason"))
    return Count(found.pop("", 0), {reason: found[reason.value] for reason in Stays if reason.value in found})


def leavers(people: QuerySet[Person], aim: Aim, *, staff: Staff, store: Store | None, at: datetime) -> Iterator[Leaver]:
    """Those who go, by their ids; to be read within a transaction."""
    judge(people, aim, store=store, at=at)
    going = [id for (id,) in query.rows("select id from leaver where reason = ''")]
    for batch in export.batches(Person.objects.filter(id__in=going), staff):
        ids = [known.person.id for known in batch]
        barred = frozenset(value for (value,) in query.rows(BARRED, people=ids, **digests.pads()))
        agreed = dict(query.rows(AGREED, people=ids))
        yield from (
            Leaver(known, barred, known.person.id in agreed, agreed.get(known.person.id) or "") for known in batch
        )


def judge(people: QuerySet[Person], aim: Aim, *, store: Store | None, at: datetime) -> None:
    """Say of everybody of a crowd, in the table `leaver`, why they stay; those who go have no reason."""
    crowds.gather(people)
    asks = Purpose.SHARING.value in standing.rules(store).purposes
    words = WORDS["mail" if aim == Aim.MAIL else "asked" if asks else "either"]
    parts = {"mail": MAIL, "share": SHARE, "either": EITHER}
    says, may = (word.format(**parts) for word in words)
    query.run("drop table if exists leaver")
    held = standing.statement("select id from chosen_person")
    statement = JUDGED.replace("{held}", held).replace("{standing}", says).replace("{may}", may)
    kinds = [IdentifierKind.EMAIL.value, *([] if aim == Aim.MAIL else [IdentifierKind.PHONE.value])]
    query.run(
        statement.replace("{of_mail}", f"where {MAIL}"),
        standing.given({"no": Outcome.NO.value, "kinds": kinds}, store, at),
    )
