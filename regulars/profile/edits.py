"""Change by hand what is known of a person: name, address, birthday, language, permission.

What somebody wrote stays, whatever later files say; undoing the edit lets the files speak again.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.events.models import Operation
from regulars.base.kit import text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.collect.reading import places
from regulars.identity import acts, crowds
from regulars.identity.models import Person
from regulars.profile import consent, faces
from regulars.profile.consent import Matter, Proof
from regulars.profile.events import PersonEdited
from regulars.profile.intake import TEXTS
from regulars.profile.kinds import Manner, Purpose, Word
from regulars.profile.models import Profile

FLAGS = ("accepts_email", "accepts_sms")
MEDIA = {flag: medium for medium, flag in consent.FLAGS.items()}
EDITABLE = (*TEXTS, "born_on", *FLAGS)

type Fact = str | date | bool | None


class NotEditable(Refusal):
    message = gettext_lazy("“%(field)s” cannot be edited.")
    status = 422


class BadBirthday(Refusal):
    message = gettext_lazy("A birthday lies in the past, and not more than 130 years ago.")
    status = 422


def edit(
    person: Person, facts: Mapping[str, Fact], *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> Profile:
    """
    Let fields of a person say something else; only those that differ are written.

    :param facts: by the name of the field; an empty text, or None, empties it.
    :raises NotEditable: if there is no such field, or it holds another kind of thing.
    :raises BadBirthday: if nobody can be born then.
    """
    wanted = {name: checked(name, fact, at=at) for name, fact in facts.items()}
    with acts.doing("edit_person", person.circle, by=by, actor=actor, at=at, people=1) as operation:
        profile, _ = Profile.objects.get_or_create(person=person.canonical)
        changed = sorted(name for name, fact in wanted.items() if getattr(profile, name) != fact)
        for name in changed:
            setattr(profile, name, wanted[name])
        if changed:
            profile.save(update_fields=changed)
            agree(person, {name: wanted[name] for name in changed if name in FLAGS}, under=operation, at=at)
            faces.refresh(f"select {profile.person_id:d}")
            log.append(PersonEdited(person=profile.person_id, fields=changed), by=operation.actor, at=at)
    return profile


def agree(person: Person, flags: Mapping[str, Fact], *, under: Operation, at: datetime) -> None:
    """What was said on being written to goes into the ledger of consents, in the caller's operation."""
    crowds.gather(crowds.one(person))
    for name, says in flags.items():
        if says is not None:
            consent.put(
                Matter(purpose=Purpose.MARKETING, medium=MEDIA[name]), Proof(manner=Manner.API),
                Word.GIVEN if says else Word.WITHDRAWN, circle=person.circle, by=under.by, actor=under.actor, at=at,
            )  # fmt: skip


def checked(name: str, fact: Fact, *, at: datetime) -> Fact:
    match fact:
        case str() | None if name in TEXTS:
            plain = text.squeeze((fact or "").replace("\x00", ""))
            return (places.country(plain) or "" if name == "country" and plain else plain)[: TEXTS[name]]
        case date() if name == "born_on":
            if not 0 <= (at.date() - fact).days <= 130 * 366:
                raise BadBirthday
            return fact
        case None if name == "born_on":
            return None
        case bool() | None if name in FLAGS:
            return fact
        case _:
            raise NotEditable(field=name)
