"""What people agree to, and what the law grants them: consents, the file with everything, erasure."""

from datetime import datetime
from typing import Annotated

from django.http import FileResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import (
    AnyText,
    ConsentId,
    DisclosureId,
    ErasureId,
    LongText,
    Moment,
    PersonId,
    StoreId,
    Text,
)
from regulars.api.idempotency import once
from regulars.api.keys import ApiKeyWith, KeyRequest, sees_contact_details
from regulars.api.listing import Listed, Window
from regulars.api.people import writing
from regulars.api.people.writing import EDIT, author, fetched
from regulars.base.workspace.kinds import Act, Language, Thing
from regulars.base.workspace.models import Store
from regulars.identity import crowds
from regulars.identity.models import Person
from regulars.profile import consent, disclosure, erasure, models, standing
from regulars.profile.consent import Matter, Proof
from regulars.profile.kinds import Ground, Manner, Medium, Purpose, Standing, Word

router = writing.router
EXPORT = ApiKeyWith(Act.EXPORT, Thing.PEOPLE)
ERASE = ApiKeyWith(Act.ERASE, Thing.PEOPLE)
disclosed = Router(tags=["people"], auth=EXPORT)
erased = Router(tags=["people"], auth=ERASE)


class NewConsent(Schema):
    """A word of a person, with what proves it."""

    word: Word = Field(description="`asked` counts once the person confirms it by the link in the answer.")
    purpose: Purpose
    medium: Medium | None = Field(None, description="For `marketing` alone: the way of writing.")
    store_id: StoreId | None = Field(None, description="Null: for all stores of the circle.")
    manner: Manner = Manner.API
    said_at: Moment | None = Field(None, description="When they said so; now, if not given.")
    expires_at: Moment | None = None
    place: AnyText = Field("", description="Where, such as the address of the page with the form.")
    reason: Annotated[str, Field(max_length=300)] = ""
    shown: LongText | None = Field(None, description="The text as they were shown it.")
    version: Annotated[Text, Field(max_length=40)] = "1"
    language: Language = Language.ENGLISH


class Consent(Schema):
    """A word as the ledger keeps it; `is_undone` if its operation was taken back, so that it counts no longer."""

    id: ConsentId
    word: Word
    purpose: Purpose
    medium: Medium | None
    store_id: StoreId | None
    manner: Manner
    said_at: datetime
    expires_at: datetime | None
    place: str | None = Field(description="Null unless the key has `people:export`.")
    reason: str | None = Field(description="Null unless the key has `people:export`.")
    shown: str | None
    version: str | None
    is_undone: bool
    confirm_token: str | None = Field(description="For `asked`: what follows /consent/ in the link to send.")


class Consents(Listed):
    """A page of words, the newest first."""

    items: list[Consent]


class Held(Schema):
    """What holds now on one matter: whether one may, and why; null where nobody knows."""

    purpose: Purpose
    medium: Medium | None
    standing: Standing
    ground: Ground
    may: bool | None


class Holding(Schema):
    """What holds now, of everything that a person may be asked."""

    items: list[Held]


class StandingWindow(Schema):
    store: StoreId | None = Field(None, description="By whose rules; none: by what was said for all stores.")


class Disclosure(Schema):
    """A file with everything about a person; `is_ready` once it can be fetched."""

    id: DisclosureId
    is_ready: bool
    expires_at: datetime | None
    size: int | None


class NewErasure(Schema):
    number: PersonId = Field(description="The id of the person, once more: it cannot be undone.")
    reason: Annotated[str, Field(max_length=300)] = Field("", description="It stays on the certificate: name nobody.")


class Erasure(Schema):
    """A certificate: from which places how many rows went, and when the last file of the lake is gone."""

    id: ErasureId
    is_done: bool
    asked_at: datetime
    done_at: datetime | None
    final_on: str | None
    places: dict[str, int]
    lake: dict[str, int]


@router.get("/{id}/consents", response=Consents)
def list_consents(request: KeyRequest, id: PersonId, window: Query[Window]) -> Consents:
    """Every word of a person, with its proof."""
    words = models.Consent.objects.filter(person__canonical=fetched(request, id)).with_undoing()
    rows, following = listing.page(words.select_related("store", "wording"), window)
    return Consents(items=[shown(request, row) for row in rows], next=following)


@router.post("/{id}/consents", auth=EDIT, response=Consent)
@once(status=200)
def write_consent(request: KeyRequest, id: PersonId, given: NewConsent) -> Consent:
    """Write down what a person said; the ledger only grows, and undoing the operation takes the word out of count."""
    person = fetched(request, id)
    store = one(reach.stores(request.auth), given.store_id) if given.store_id else None
    matter = Matter(purpose=given.purpose, medium=given.medium, store=store)
    proof = proved(request, given, person, store)
    if given.word == Word.ASKED:
        return shown(request, consent.ask(person, matter, proof, **author(request)))
    act = consent.give if given.word == Word.GIVEN else consent.withdraw
    act(crowds.one(person), matter, proof, circle=person.circle, **author(request))
    return shown(request, models.Consent.objects.of(person).latest("id"))


@router.get("/{id}/permissions", response=Holding)
def get_permissions(request: KeyRequest, id: PersonId, window: Query[StandingWindow]) -> Holding:
    """What holds now of all that was said, by the rules of a store."""
    person = fetched(request, id)
    store = one(reach.stores(request.auth), window.store) if window.store else None
    held = standing.of([person.id], store=store, at=request.now)[person.id]
    return Holding(
        items=[
            Held(purpose=Purpose(purpose), medium=Medium(medium) if medium else None, standing=each.standing,
                 ground=each.ground, may=each.may)
            for (medium, purpose), each in held.items()
        ]
    )  # fmt: skip


@router.post("/{id}/disclosures", auth=EXPORT, response=Disclosure)
@once(status=200)
def ask_for_everything(request: KeyRequest, id: PersonId) -> Disclosure:
    """Have the file with everything about a person made; ask for it until it is ready."""
    return told(disclosure.ask(fetched(request, id), **author(request)))


@disclosed.get("/{id}", response=Disclosure)
def get_disclosure(request: KeyRequest, id: DisclosureId) -> Disclosure:
    """Whether the file is ready."""
    return told(one(disclosures(request), id))


@disclosed.get("/{id}/file", response={200: None})
def get_disclosure_file(request: KeyRequest, id: DisclosureId) -> HttpResponseBase:
    """The file: a ZIP with data.json and data.html."""
    path = disclosure.opened(one(disclosures(request), id), at=request.now)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{id}.zip", content_type="application/zip")


@router.post("/{id}/erasure", auth=ERASE, response=Erasure)
@once(status=200)
def erase_person(request: KeyRequest, id: PersonId, given: NewErasure) -> Erasure:
    """Erase a person for good, with all who were merged into them; the worker does it."""
    return certified(erasure.ask(fetched(request, id), number=given.number, reason=given.reason, **author(request)))


@erased.get("/{id}", response=Erasure)
def get_erasure(request: KeyRequest, id: ErasureId) -> Erasure:
    """The certificate of an erasure."""
    return certified(one(models.Erasure.objects.filter(circle=request.auth.circle_id), id))


def disclosures(request: KeyRequest) -> "models.rights.DisclosureQuerySet":
    return models.Disclosure.objects.filter(person__in=reach.people(request.auth)).select_related("person")


def proved(request: KeyRequest, given: NewConsent, person: Person, store: Store | None) -> Proof:
    wording = None
    if given.shown is not None:
        wording = consent.worded(
            person.circle, purpose=given.purpose, text=given.shown, version=given.version, language=given.language,
            store=store, at=request.now,
        )  # fmt: skip
    return Proof(
        manner=given.manner, place=given.place, wording=wording, said_at=given.said_at, expires_at=given.expires_at,
        reason=given.reason,
    )  # fmt: skip


def shown(request: KeyRequest, row: models.Consent) -> Consent:
    sees = sees_contact_details(request.auth)
    return Consent(
        id=row.public_id, word=Word(row.word), purpose=Purpose(row.purpose),
        medium=Medium(row.medium) if row.medium else None, store_id=row.store.public_id if row.store else None,
        manner=Manner(row.manner), said_at=row.said_at, expires_at=row.expires_at, place=row.place if sees else None,
        reason=row.reason if sees else None, shown=row.wording.text if row.wording else None,
        version=row.wording.version if row.wording else None, is_undone=bool(getattr(row, "is_undone", False)),
        confirm_token=consent.token(row) if row.word == Word.ASKED and sees else None,
    )  # fmt: skip


def told(row: models.Disclosure) -> Disclosure:
    return Disclosure(id=row.public_id, is_ready=row.made_at is not None, expires_at=row.expires_at, size=row.size)


def certified(row: models.Erasure) -> Erasure:
    places = {name: what["rows"] for name, what in row.places.items() if name != "files"}
    return Erasure(
        id=row.public_id, is_done=row.done_at is not None, asked_at=row.asked_at, done_at=row.done_at,
        final_on=row.final_on.isoformat() if row.final_on else None,
        places=places | {"files": row.places.get("files", 0)}, lake=row.lake,
    )  # fmt: skip
