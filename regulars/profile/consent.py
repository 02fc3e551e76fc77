"""Write down what people say on being written to, one or a million at once, with the proof of it.

The ledger only grows. Taking an operation back leaves its words where they are, and they count no longer.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from psycopg import sql

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import digests, ids, query, text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle, Staff, Store
from regulars.identity import crowds
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Person
from regulars.profile import standing
from regulars.profile.events import ConsentAsked, ConsentGiven, ConsentWithdrawn
from regulars.profile.kinds import Manner, Medium, Purpose, Word
from regulars.profile.models import Consent, Wording

SALT = "regulars.consent"
LINK_DAYS = 30
LOCK = 7_204_108
WRITE = """
    insert into profile_consent (public_id, person_id, store_id, medium, purpose, word, said_at, written_at, expires_at,
        manner, place, address, wording_id, reason, answers_id, by_id, actor)
    select public_id_after(%(head)s), id, %(store)s, %(medium)s, %(purpose)s, %(word)s, %(said_at)s, %(at)s,
           coalesce(%(expires_at)s, %(said_at)s::timestamptz + make_interval(months => %(months)s::int)),
           %(manner)s, %(place)s, %(address)s, %(wording)s, %(reason)s, %(answers)s, %(by)s, %(actor)s
    from chosen_person order by id
"""
# What lists, exports and machines read of a person follows the word, for everybody who is that person.
MIRROR = """
    update profile_profile f set {flag} = %(says)s
    from identity_person o join chosen_person c on c.id = o.canonical_id
    where o.id = f.person_id and f.{flag} is distinct from %(says)s
"""
BLANK_PROFILES = """
    insert into profile_profile (person_id, name, given_name, family_name, company, street, city, region, postcode,
        country, language, note, attributes, search, sort_key, consent_source)
    select c.id, '', '', '', '', '', '', '', '', '', '', '', '{}', '', '', '' from chosen_person c
    where not exists (select from profile_profile f join identity_person o on o.id = f.person_id
                      where o.canonical_id = c.id)
    order by c.id
"""
LIFT = f"""
    update profile_suppression s set lifted_at = %(at)s
    from identity_identifier i join identity_person o on o.id = i.person_id
    join chosen_person c on c.id = o.canonical_id
    where s.circle_id = i.circle_id and s.kind = i.kind and s.cause = 'erased' and s.lifted_at is null
      and s.made_at < %(said_at)s and s.digest = {digests.sql("i.kind", "i.value")}
"""
TELL = """
    select 'record', c.store_id, c.person_id, %(name)s::text, c.said_at, %(at)s::timestamptz, 'regulars',
           %(actor)s::text, %(mode)s::text,
           jsonb_build_object('consent', c.public_id, 'medium', c.medium, 'purpose', c.purpose, 'manner', c.manner),
           '{}'::jsonb
    from profile_consent c
    where c.under = current_operation() and c.word = %(word)s and c.medium = %(medium)s and c.purpose = %(purpose)s
    order by c.id
"""
NAMES = {
    Word.GIVEN: ConsentGiven.name,
    Word.WITHDRAWN: ConsentWithdrawn.name,
    Word.ASKED: ConsentAsked.name,
}
ACTS = {Word.GIVEN: "give_consent", Word.WITHDRAWN: "withdraw_consent"}
FLAGS = {Medium.EMAIL: "accepts_email", Medium.SMS: "accepts_sms"}


class NotSaidYet(Refusal):
    message = gettext_lazy("Nobody can have said so in the future.")
    status = 422


class WrongMatter(Refusal):
    message = gettext_lazy("Offers and news need the way of writing, and every other purpose stands without one.")
    status = 422


class NeedsWording(Refusal):
    message = gettext_lazy("Give the text as it was shown, and a version of at most 40 characters.")
    status = 422


class NothingToConfirm(Refusal):
    message = gettext_lazy("This link is too old, or belongs to nobody any more. Please ask for a new one.")
    status = 410


class NoAddress(Refusal):
    message = gettext_lazy("This person has no e-mail address to which the link could go.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """What a word is about: the purpose, the way of writing for offers and news, and the store, or all of them."""

    purpose: Purpose
    medium: Medium | None = None
    store: Store | None = None

    def __post_init__(self) -> None:
        if (self.purpose == Purpose.MARKETING) == (self.medium is None):
            raise WrongMatter


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """
    How a word was given: the manner, where, what was shown, when, and what else there is to know.

    :param reason: what somebody who writes it down by hand knows of it.
    """

    manner: Manner
    place: str = ""
    wording: Wording | None = None
    said_at: datetime | None = None
    expires_at: datetime | None = None
    reason: str = ""
    answers: Consent | None = None


def give(
    people: QuerySet[Person],
    matter: Matter,
    proof: Proof,
    *,
    circle: Circle,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> int:
    """
    Write down that people agreed; for how many.

    :raises NotSaidYet: if that is to have been in the future.
    """
    return write(people, matter, proof, Word.GIVEN, circle=circle, by=by, at=at, actor=actor)


def withdraw(
    people: QuerySet[Person],
    matter: Matter,
    proof: Proof,
    *,
    circle: Circle,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> int:
    """
    Write down that people no longer agree, or never did; for how many.

    :raises NotSaidYet: if that is to have been in the future.
    """
    return write(people, matter, proof, Word.WITHDRAWN, circle=circle, by=by, at=at, actor=actor)


def ask(
    person: Person, matter: Matter, proof: Proof, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> Consent:
    """
    Note that a person asked to be written to, which counts once they confirm it by the link (`token`).

    :raises NoAddress: if there is nowhere to send it to.
    """
    address = Identifier.objects.filter(person__canonical=person.canonical_id, kind=IdentifierKind.EMAIL).first()
    if address is None:
        raise NoAddress
    until = at + timedelta(days=LINK_DAYS)
    facts = told("ask_consent", matter, 1)
    with operations.doing(OperationKind.EDIT, circle=person.circle, by=by, actor=actor, at=at, facts=facts) as under:
        made = Consent.objects.create(
            person=person.canonical, store=matter.store, medium=matter.medium or "", purpose=matter.purpose,
            word=Word.ASKED, said_at=proof.said_at or at, written_at=at, expires_at=until, manner=proof.manner,
            place=proof.place, address=address.value, wording=proof.wording, by=by, actor=under.actor,
            reason=text.squeeze(proof.reason)[:300],
        )  # fmt: skip
        announce(Word.ASKED, at=at, actor=under.actor, matter=matter)
    return made


def token(asked: Consent) -> str:
    """What the link to the page of confirmation ends with."""
    return signing.dumps(asked.public_id, salt=SALT)


def asked_by(token: str, *, at: datetime) -> Consent:
    """
    The question that a link belongs to.

    :raises NothingToConfirm: if it is not ours, too old, or its operation was undone.
    """
    try:
        public_id = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise NothingToConfirm from error
    rows = Consent.objects.select_related("person__canonical", "person__circle", "store", "wording")
    asked = rows.filter(public_id=public_id, word=Word.ASKED).first()
    if asked is None or (asked.expires_at is not None and asked.expires_at <= at) or is_undone(asked):
        raise NothingToConfirm
    return asked


def answer_to(asked: Consent) -> Consent | None:
    return Consent.objects.filter(answers=asked).first()


@transaction.atomic
def confirm(asked: Consent, *, place: str, at: datetime) -> Consent:
    """Whoever holds the link says yes; saying so again changes nothing."""
    query.lock(LOCK, asked.id)
    given = answer_to(asked)
    if given is None:
        proof = Proof(manner=Manner.LINK, place=place, wording=asked.wording, answers=asked)
        one, circle = crowds.one(asked.person.canonical), asked.person.circle
        give(one, matter_of(asked), proof, circle=circle, by=None, at=at, actor=asked.public_id)
    return given or Consent.objects.get(answers=asked)


def matter_of(word: Consent) -> Matter:
    medium = Medium(word.medium) if word.medium else None
    return Matter(purpose=Purpose(word.purpose), medium=medium, store=word.store)


def is_undone(word: Consent) -> bool:
    return bool(query.value("select is_undone(%s)", [word.under]))


def write(
    people: QuerySet[Person],
    matter: Matter,
    proof: Proof,
    word: Word,
    *,
    circle: Circle,
    by: Staff | None,
    at: datetime,
    actor: str,
) -> int:
    if proof.said_at is not None and proof.said_at > at:
        raise NotSaidYet
    with transaction.atomic():
        count = crowds.gather(people.filter(circle=circle))
        facts = told(ACTS[word], matter, count)
        with operations.doing(OperationKind.EDIT, circle=circle, by=by, actor=actor, at=at, facts=facts) as under:
            put(matter, proof, word, circle=circle, by=by, actor=under.actor, at=at)
    return count


def put(
    matter: Matter, proof: Proof, word: Word, *, circle: Circle, by: Staff | None, actor: str, at: datetime
) -> None:
    """Write a word of everybody in `chosen_person`, and tell of it; in the caller's operation."""
    values = {
        "head": ids.head("con"), "store": matter.store.id if matter.store else None, "medium": matter.medium or "",
        "purpose": matter.purpose.value, "word": word.value, "said_at": proof.said_at or at, "at": at,
        "expires_at": proof.expires_at, "manner": proof.manner.value, "place": proof.place[:500],
        "wording": proof.wording.id if proof.wording else None, "reason": text.squeeze(proof.reason)[:300],
        "answers": proof.answers.id if proof.answers else None, "by": by.id if by else None, "actor": actor,
        "address": proof.answers.address if proof.answers else "",
        "months": standing.rules(matter.store).valid_months if word == Word.GIVEN else None,
    }  # fmt: skip
    query.run(WRITE, values)
    if word == Word.GIVEN:
        query.run(LIFT, {"said_at": values["said_at"], "at": at, **digests.pads()})
    if matter.medium in FLAGS and holds_everywhere(matter, circle):
        query.run(BLANK_PROFILES)
        query.run(MIRROR.format(flag=FLAGS[matter.medium]), says=word == Word.GIVEN)
    announce(word, at=at, actor=actor, matter=matter)


def holds_everywhere(matter: Matter, circle: Circle) -> bool:
    """Whether there is no store of the circle for which a word on this does not count."""
    return matter.store is None or not circle.stores.exclude(id=matter.store.id).exists()


def announce(word: Word, *, at: datetime, actor: str, matter: Matter) -> None:
    about = {"word": word.value, "medium": matter.medium or "", "purpose": matter.purpose.value}
    log.append_select(sql.SQL(TELL), {"name": NAMES[word], "at": at, "actor": actor, "mode": "live", **about})


def told(act: str, matter: Matter, people: int) -> dict[str, Any]:
    """The facts of an operation on consents."""
    store = matter.store.public_id if matter.store else ""
    return {
        "act": act, "people": people, "purpose": matter.purpose.value, "medium": matter.medium or "", "store": store,
    }  # fmt: skip


def worded(
    circle: Circle,
    *,
    purpose: Purpose,
    text: str,
    version: str,
    language: str,
    at: datetime,
    store: Store | None = None,
) -> Wording:
    """
    A text that people are shown, as a version of it; the same again is the same row.

    :raises NeedsWording: if it is empty or its version is too long.
    """
    shown, named = text.strip(), version.strip()
    if not shown or not 0 < len(named) <= 40:
        raise NeedsWording
    digest = hashlib.sha256(shown.encode()).hexdigest()
    made, _ = Wording.objects.get_or_create(
        circle=circle, store=store, purpose=purpose, language=language, version=named, digest=digest,
        defaults={"text": shown, "made_at": at},
    )  # fmt: skip
    return made
