"""The pair that is to be judged: both people field by field, and what the comparison says of each field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy

from regulars.base.workspace.models import Staff
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Person, Suggestion
from regulars.profile.models import Profile
from regulars.web.components import show
from regulars.web.customers import doubts, names, reasons
from regulars.web.customers.reasons import Spoken, Words

CERTAIN, LIKELY = 0.99, 0.9
BANDS: dict[str, tuple[Words, Q]] = {
    "": (gettext_lazy("All"), Q()),
    "certain": (gettext_lazy("Almost certain"), Q(probability__gte=CERTAIN)),
    "likely": (gettext_lazy("Likely"), Q(probability__gte=LIKELY, probability__lt=CERTAIN)),
    "possible": (gettext_lazy("Possible"), Q(probability__lt=LIKELY)),
    "shared": (gettext_lazy("Shared identifier only"), Q(probability=None)),
}
"""From which probability on pairs are called what."""
HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    id: str
    name: str
    since: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One field on both sides; what was not compared has no words."""

    label: Words
    older: str
    newer: str
    spoken: Spoken | None


@dataclass(frozen=True, slots=True)
class Pair:
    """What the page shows of a suggestion."""

    id: int
    older: Side
    newer: Side
    likely: str
    why: str
    lines: Sequence[Line]


def counts(staff: Staff) -> dict[str, int]:
    """How many pairs wait in each band, in one statement."""
    asked = {band or "all": Count("id", filter=condition) for band, (_label, condition) in BANDS.items()}
    return {("" if band == "all" else band): found for band, found in doubts.waiting(staff).aggregate(**asked).items()}


def at(staff: Staff, band: str, skip: int) -> Suggestion | None:
    """The pair at a place of a band, the likeliest first."""
    found = doubts.waiting(staff).filter(BANDS[band][1]).in_order()
    return found.select_related("older__canonical", "newer__canonical")[skip : skip + 1].first()


def shown(suggestion: Suggestion, staff: Staff) -> Pair:
    """Both sides of a suggestion, as this member of staff may see them; three statements."""
    people = [suggestion.older, suggestion.newer]
    profiles = {profile.person_id: profile for profile in Profile.objects.filter(person__in=people)}
    keys = list(Identifier.objects.filter(person__in=people).order_by("kind", "value"))
    called = names.of(people, staff)
    spoken = reasons.named(reasons.of(suggestion.evidence))
    facts = [known(person, profiles.get(person.id), keys, staff) for person in people]
    return Pair(
        id=suggestion.id,
        older=side(suggestion.older, called),
        newer=side(suggestion.newer, called),
        likely="" if suggestion.probability is None else reasons.likely(suggestion.probability),
        why=reasons.summary(suggestion.evidence) if suggestion.probability is None or through(suggestion) else "",
        lines=[
            Line(label, *values, spoken.get(field))
            for field, label in LABELS.items()
            if any(values := (facts[0].get(field, ""), facts[1].get(field, ""))) or field in spoken
        ],
    )


def through(suggestion: Suggestion) -> bool:
    return bool(suggestion.evidence.get("through"))


def side(person: Person, called: Mapping[int, str]) -> Side:
    return Side(person.canonical.public_id, called[person.id], person.first_seen_at)


LABELS: dict[str, Words] = {**reasons.FIELDS, "name": gettext_lazy("Name")}
OF_KINDS = {"email": IdentifierKind.EMAIL, "phone": IdentifierKind.PHONE, "number": IdentifierKind.USER}


def known(person: Person, profile: Profile | None, keys: Sequence[Identifier], staff: Staff) -> dict[str, str]:
    """What is known of one side, by the names that the comparison has for it."""
    own = [key for key in keys if key.person_id == person.id]
    found = {
        field: ", ".join(names.shown(key.kind, key.value, staff) for key in own if key.kind == kind)
        for field, kind in OF_KINDS.items()
    }
    if profile is None:
        return found
    private = {"street": profile.street, "birth": show.day(profile.born_on) if profile.born_on else ""}
    masked = {field: value if staff.sees_contact_details or not value else HIDDEN for field, value in private.items()}
    place = profile.city if not staff.sees_contact_details else f"{profile.postcode} {profile.city}".strip()
    parted = {"given": profile.given_name, "family": profile.family_name}
    whole = {} if any(parted.values()) else {"name": profile.name}
    return found | masked | parted | whole | {"place": place, "company": profile.company}
