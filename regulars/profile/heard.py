"""What sources say by themselves of people: customers' records state it, orders hint at names and addresses."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from regulars.base.events import operations
from regulars.base.events.event import Logged
from regulars.base.kit import query
from regulars.collect import records
from regulars.commerce import feeds, supports
from regulars.commerce.feeds import Feed
from regulars.commerce.kinds import Supported
from regulars.commerce.report import MergeReport
from regulars.identity import resolve
from regulars.profile import intake

NAMES = frozenset({records.CUSTOMER, records.ORDER})
WORDS = ("name", "given_name", "family_name", "company", "street", "city", "region", "postcode")
TEXTS = (*WORDS, "country", "language")
MAKE = """
    create temp table said_person (
        place int, person_id bigint, {texts}, born_on date, accepts_email boolean, accepts_sms boolean,
        email_consent_at timestamptz, sms_consent_at timestamptz, consent_source text, note text, attributes jsonb
    ) on commit drop
"""
SAID = """
    select person_id, {texts}, born_on, accepts_email, accepts_sms, email_consent_at, sms_consent_at,
           consent_source, null::text as consent_ip, null::text as consent_list, null::text as consent_reason,
           note, attributes
    from (select distinct on (person_id) * from said_person order by person_id, place desc) newest
"""
FORMER = """
    create temp table former_profile on commit drop as
    select s.row_id, s.rank, coalesce(s.said, '{{}}') || coalesce(s.personal, '{{}}') as words
    from {facts} s join profile_profile p on p.id = s.row_id
    where s.kind = {profile} and p.person_id in (select person_id from said_person)
"""


def hear(events: Sequence[Logged], *, at: datetime) -> None:
    """Bring what a batch of events says of people into their profiles."""
    for source in feeds.named([event.source for event in events]):
        mine = [e for e in events if e.source == f"source:{source.public_id}" and e.person is not None]
        said = newest(Feed(source, "customers"), [event for event in mine if event.name == records.CUSTOMER])
        state(Feed(source, "customers"), said, at=at, rank=supports.STATEMENT)
        hints = [event for event in mine if event.name == records.ORDER]
        state(Feed(source, "orders"), hints, at=at, rank=supports.HINT)


def newest(feed: Feed, said: Sequence[Logged]) -> list[Logged]:
    """Of each customer the newest word, if none newer has been heard before; oldest first."""
    latest: dict[str, Logged] = {}
    for event in said:
        known = latest.get(key_of(event))
        if known is None or known.properties["updated_at"] <= event.properties["updated_at"]:
            latest[key_of(event)] = event
    versions = {key: (datetime.fromisoformat(e.properties["updated_at"]), "") for key, e in latest.items()}
    wanted = feeds.newest(feed, versions)
    return sorted((e for key, e in latest.items() if key in wanted), key=lambda e: e.properties["updated_at"])


def key_of(event: Logged) -> str:
    """The customer's own id at the source, else whom the event was found to be of; an address is no key."""
    return str(event.personal.get("user_id") or f"person {event.person}")[:320]


def state(feed: Feed, said: Sequence[Logged], *, at: datetime, rank: int) -> None:
    """Make or renew the profiles of the people of events; what was edited by hand stays."""
    if not said:
        return
    work, facts = feeds.begin(feed, at=at), supports.facts(feed.id)
    with operations.under(work.under):
        query.lock(resolve.LOCK, feed.store.circle_id)
        query.run("drop table if exists said_person, former_profile")
        query.run(MAKE.format(texts=", ".join(f"{name} text" for name in TEXTS)))
        with connection.cursor() as cursor, cursor.copy("copy said_person from stdin") as copy:
            for place, event in enumerate(said):
                copy.write_row((place, event.person, *row(event, is_hint=rank == supports.HINT)))
        former = ""
        if rank == supports.STATEMENT:
            former = "former_profile"
            query.run(FORMER.format(facts=facts, profile=Supported.PROFILE.value))
            query.run(
                f"delete from {facts} where kind = {Supported.PROFILE.value}"
                " and row_id in (select row_id from former_profile)"
            )
        said_now = SAID.format(texts=", ".join(TEXTS))
        intake.store(feed, work, said_now, MergeReport(), rank=rank, former=former)


def row(event: Logged, *, is_hint: bool) -> tuple[object, ...]:
    """The columns of `said_person`; an order says nothing of consent, and its note is not the person's."""
    facts, personal = event.properties, event.personal
    texts = [str(personal.get(name) or "")[: intake.TEXTS[name]] or None for name in WORDS]
    country = str(facts.get("country") or "")[:80] or None
    if is_hint:
        return (*texts, country, *[None] * 9)
    language = str(facts.get("language") or "")[:20] or None
    return (
        *texts, country, language, None, facts.get("accepts_email"), facts.get("accepts_sms"),
        facts.get("email_consent_at"), facts.get("sms_consent_at"),
        str(facts.get("consent_source") or "")[:200] or None, personal.get("note"), None,
    )  # fmt: skip
