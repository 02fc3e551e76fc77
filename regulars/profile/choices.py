"""What people choose on a site or at the till goes into the ledger, as a tag, a Segment library or a platform tells it.

An act counts if it is later than the last word. What is merely told again, as sites do whenever somebody signs in,
counts only where the same source said otherwise before, so that no list brings back what somebody has taken back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from regulars.base.events.event import Logged
from regulars.base.kit import query
from regulars.collect.models import Source
from regulars.commerce import feeds
from regulars.identity.models import Person
from regulars.profile import consent
from regulars.profile.consent import Matter, Proof
from regulars.profile.kinds import Manner, Medium, Purpose, Word
from regulars.profile.standing import STANDS

ACT, STATE = "consent.said", "person.identified"
NAMES = frozenset({ACT, STATE})
type Key = tuple[str, str]
MAIL, TEXT = (Medium.EMAIL.value, "marketing"), (Medium.SMS.value, "marketing")
PERSONAL, SHARING = ("", Purpose.PERSONAL.value), ("", Purpose.SHARING.value)

CHOICES: Mapping[str, Key] = {
    "emailmarketing": MAIL, "smsmarketing": TEXT,
    "whatsappmarketing": (Medium.WHATSAPP.value, "marketing"), "callmarketing": (Medium.CALL.value, "marketing"),
    "postmarketing": (Medium.POST.value, "marketing"),
}  # fmt: skip
"""What somebody does, by the words that sites use for it, without case and marks."""
SETTINGS: Mapping[str, Key] = {
    "adpersonalization": PERSONAL, "personalization": PERSONAL, "personalisation": PERSONAL,
    "aduserdata": SHARING, "advertising": SHARING, "targeting": SHARING, "c0004": SHARING, "saleofdata": SHARING,
}  # fmt: skip
"""What a page tells of its banner whenever it opens: Google's Consent Mode, and categories as they are often called."""
TRAITS: Mapping[str, Key] = {
    **CHOICES, "acceptsemail": MAIL, "acceptsemailmarketing": MAIL, "emailoptin": MAIL, "emailsubscribed": MAIL,
    "emailconsent": MAIL, "acceptsmarketing": MAIL, "marketingoptin": MAIL, "marketingconsent": MAIL,
    "newsletter": MAIL,
    "acceptssms": TEXT, "acceptssmsmarketing": TEXT, "smsoptin": TEXT, "smssubscribed": TEXT, "smsconsent": TEXT,
}  # fmt: skip
YES = frozenset({"granted", "true", "yes", "1", "subscribed"})
NO = frozenset({"denied", "false", "no", "0", "unsubscribed"})
# Of nobody whom we know by a browser alone: what they allow, their browser keeps.
KNOWN = """
    select p.id, p.canonical_id from identity_person p
    where p.id = any(%(people)s) and exists (
        select from identity_person o join identity_identifier i on i.person_id = o.id
        where o.canonical_id = p.canonical_id and i.kind <> 'anonymous')
"""
HEARD = f"""
    select o.canonical_id, c.medium, c.purpose, c.word, c.said_at, c.actor = %(actor)s
    from identity_person o join profile_consent c on c.person_id = o.id
    where o.canonical_id = any(%(people)s) and c.word <> 'asked' and (c.store_id is null or c.store_id = %(store)s)
      and {STANDS}
    order by c.said_at, c.id
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of one person on one matter."""

    person: int
    key: Key
    word: Word
    is_act: bool
    event: Logged


@dataclass(slots=True)
class Ledger:
    """The last word on each matter, and the last one that the same source has told."""

    last: dict[tuple[int, Key], tuple[str, datetime]]
    own: dict[tuple[int, Key], str]

    def is_news(self, choice: Choice) -> bool:
        """Whether it changes what stands, and is not said again only."""
        word, said_at = self.last.get((choice.person, choice.key), ("", None))
        is_said_again = not choice.is_act and self.own.get((choice.person, choice.key)) == choice.word
        return word != choice.word and not is_said_again and (said_at is None or choice.event.happened_at > said_at)

    def note(self, choice: Choice) -> None:
        self.last[choice.person, choice.key] = (choice.word, choice.event.happened_at)
        self.own[choice.person, choice.key] = choice.word


def hear(events: Sequence[Logged], *, at: datetime) -> None:
    """Write down what is new of what a batch of events says."""
    told = [(event, list(said(event))) for event in events if event.person is not None]
    told = [(event, words) for event, words in told if words]
    for source in feeds.named([event.source for event, _ in told]):
        mine = [each for each in told if each[0].source == feed_name(source)]
        write(source, sorted(mine, key=lambda each: each[0].happened_at), at=at)


def write(source: Source, told: Sequence[tuple[Logged, list[tuple[Key, Word, bool]]]], *, at: datetime) -> None:
    known = dict(query.rows(KNOWN, people=[event.person for event, _ in told]))
    actor = feed_name(source)
    ledger = heard(known.values(), source, actor)
    people = Person.objects.select_related("canonical").in_bulk(list(known.values()))
    for event, words in told:
        if event.person not in known:
            continue
        for key, word, is_act in words:
            choice = Choice(known[event.person], key, word, is_act, event)
            if ledger.is_news(choice):
                keep(choice, people[choice.person], source, actor, at=at)
                ledger.note(choice)


def heard(people: Any, source: Source, actor: str) -> Ledger:
    ledger = Ledger({}, {})
    for person, medium, purpose, word, said_at, is_own in query.rows(
        HEARD, people=sorted(set(people)), store=source.store_id, actor=actor
    ):
        ledger.last[person, (medium, purpose)] = (word, said_at)
        if is_own:
            ledger.own[person, (medium, purpose)] = word
    return ledger


def keep(choice: Choice, person: Person, source: Source, actor: str, *, at: datetime) -> None:
    medium, purpose = choice.key
    matter = Matter(purpose=Purpose(purpose), medium=Medium(medium) if medium else None, store=source.store)
    about = choice.event.properties
    told = str(about.get("manner") or "")
    usual = Manner.FORM if choice.is_act else Manner.API
    place = choice.event.personal.get("address") or about.get("place") or about.get("url") or ""
    proof = Proof(
        manner=Manner(told) if told in Manner.values else usual, said_at=min(choice.event.happened_at, at),
        place=" · ".join(filter(None, [str(place), str(choice.event.personal.get("ip") or ""), source.name])),
    )  # fmt: skip
    act = consent.give if choice.word == Word.GIVEN else consent.withdraw
    act(Person.objects.filter(id=person.id), matter, proof, circle=source.store.circle, by=None, at=at, actor=actor)


def said(event: Logged) -> Iterator[tuple[Key, Word, bool]]:
    """On what an event speaks, with the word, and whether it is an act."""
    given = {**event.personal, **event.properties}
    banner = given.get("categories")
    for name, value in banner.items() if isinstance(banner, dict) else ():
        yield from one({**SETTINGS, **CHOICES}, name, value, is_act=False)
    for name, value in given.items():
        if event.name == STATE:
            yield from one(TRAITS, name, value, is_act=False)
        else:
            yield from one(SETTINGS, name, value, is_act=False)
            yield from one(CHOICES, name, value, is_act=True)


def one(names: Mapping[str, Key], name: str, value: Any, *, is_act: bool) -> Iterator[tuple[Key, Word, bool]]:
    key = names.get("".join(sign for sign in str(name).lower() if sign.isalnum()))
    word = str(value).strip().lower() if isinstance(value, bool | int | str) else ""
    if key is not None and word in YES | NO:
        yield key, Word.GIVEN if word in YES else Word.WITHDRAWN, is_act


def feed_name(source: Source) -> str:
    return f"source:{source.public_id}"
