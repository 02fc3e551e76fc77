"""What the details of one person hold, and how values and their history are said in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.events.kinds import OperationKind
from regulars.base.workspace.models import Staff
from regulars.commerce.models import Order
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Link, Person, Suggestion
from regulars.profile import reading, values
from regulars.profile.edits import EDITABLE
from regulars.profile.fieldhistory import Told
from regulars.profile.kinds import FieldKind
from regulars.profile.models import Field, Profile, Tag
from regulars.profile.reading import Value
from regulars.web.components import show
from regulars.web.customers import names, reasons
from regulars.web.customers.forms import FACTS, ProfileForm
from regulars.web.customers.house import House
from regulars.web.customers.record import Rows

MASKED = frozenset({"street", "postcode", "born_on"})
LABELS: dict[str, Any] = {name: label for name, label, _width in FACTS} | {
    "born_on": ProfileForm.base_fields["born_on"].label,
    "accepts_email": gettext_lazy("Accepts e-mail"),
    "accepts_sms": gettext_lazy("Accepts SMS"),
}
MOST_PARTS = 100
MOST_DOUBTS = 20


@dataclass(frozen=True, slots=True)
class Said:
    """A fact and what it is called; `address` is set where it leads somewhere."""

    label: Any
    value: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """An identifier as the reader may see it, and the number by which it is removed."""

    id: int
    kind: str
    value: str
    is_verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Part:
    """One of those of whom the person is made: their name, their keys, and how often they bought."""

    id: str
    name: str
    since: Any
    keys: Sequence[Key]
    orders: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A merge that holds, and why."""

    id: int
    older: str
    newer: str
    made_at: Any
    why: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody else who may be this person, and why."""

    id: int
    other: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Details:
    """All parts of the page."""

    facts: Sequence[Said]
    fields: Sequence[Said]
    keys: Sequence[Key]
    tags: Sequence[Tag]
    parts: Sequence[Part]
    links: Sequence[Joined]
    suggestions: Sequence[Doubt]


def of(person: Person, stored: Rows, house: House, staff: Staff) -> Details:
    """Six statements at most beside those for the rows and the house, however much is known."""
    said = values.of([person.id], house.fields).get(person.id, {})
    originals = list(among(person, staff)[:MOST_PARTS])
    called = names_among(originals, stored, staff)
    return Details(
        facts=facts(stored.profiles, staff),
        fields=[custom(field, said[field.id]) for field in house.fields if field.id in said],
        keys=[key(each, staff) for each in stored.identifiers],
        tags=stored.tags,
        parts=parts(originals, called, stored.identifiers, staff),
        links=joined(person, called),
        suggestions=doubts(person, staff),
    )  # fmt: skip


def key(found: Identifier, staff: Staff) -> Key:
    value = names.shown(found.kind, found.value, staff)
    return Key(found.id, str(found.get_kind_display()), value, bool(found.verified_at), found.source)


def among(person: Person, staff: Staff) -> QuerySet[Person]:
    """Those of whom a person is made, the oldest first, each with the number of orders that the reader may see."""
    visible = Order.objects.visible_to(staff).filter(person=OuterRef("id")).order_by().values("person")
    number = Subquery(visible.annotate(number=Count("id")).values("number"))
    return Person.objects.filter(canonical=person).annotate(orders=Coalesce(number, 0)).order_by("id")


def names_among(originals: Sequence[Person], stored: Rows, staff: Staff) -> dict[int, str]:
    """What those of whom a person is made are called, out of what is at hand."""
    named = {profile.person_id: profile.name or profile.company for profile in stored.profiles}
    keyed = {found.person_id: names.called(found, staff) for found in stored.identifiers}
    return {each.id: named.get(each.id) or keyed.get(each.id) or each.public_id for each in originals}


def parts(
    originals: Sequence[Person], called: Mapping[int, str], keys: Sequence[Identifier], staff: Staff
) -> list[Part]:
    """Of whom a person is made, the oldest first; nobody where they are only themselves."""
    if len(originals) < 2:
        return []
    return [
        Part(
            each.public_id, called[each.id], each.first_seen_at,
            [key(found, staff) for found in keys if found.person_id == each.id],
            each.orders,  # type: ignore[attr-defined]
        )
        for each in originals
    ]  # fmt: skip


def joined(person: Person, called: Mapping[int, str]) -> list[Joined]:
    found = Link.objects.filter(older__canonical=person, undone_at=None).order_by("made_at", "id")
    return [
        Joined(
            link.id, called.get(link.older_id, ""), called.get(link.newer_id, ""), link.made_at,
            reasons.summary(link.evidence),
        )
        for link in found
    ]  # fmt: skip


def doubts(person: Person, staff: Staff) -> list[Doubt]:
    found = suggested(person, staff).select_related("older__canonical", "newer__canonical")[:MOST_DOUBTS]
    others = {
        pair.id: next(side.canonical for side in (pair.older, pair.newer) if side.canonical_id != person.id)
        for pair in found
    }
    called = names.of(others.values(), staff)
    return [
        Doubt(
            pair.id, others[pair.id].public_id, called[others[pair.id].id],
            reasons.summary(pair.evidence, pair.probability),
        )
        for pair in found
    ]  # fmt: skip


def suggested(person: Person, staff: Staff) -> QuerySet[Suggestion]:
    """With whom a person may be one, of those whom the staff may see."""
    about = Suggestion.objects.visible_to(staff).open()
    return about.filter(Q(older__canonical=person) | Q(newer__canonical=person)).in_order()


def profiles(person: Person) -> list[Profile]:
    return list(Profile.objects.filter(person__canonical=person).order_by("person"))


def facts(known: Sequence[Profile], staff: Staff) -> list[Said]:
    """What the profiles say, without what the reader may not see."""
    stored = initial(known)
    shown = {name: stored[name] for name in LABELS if is_shown(name, staff)}
    return [Said(LABELS[name], words(value)) for name, value in shown.items() if value not in ("", None)]


def is_shown(name: str, staff: Staff) -> bool:
    return staff.sees_contact_details or name not in MASKED


def initial(known: Sequence[Profile]) -> dict[str, Any]:
    """What the profiles say, over all who are this person, as the form wants it."""
    found = {name: next((v for p in known if (v := getattr(p, name)) not in ("", None)), None) for name in EDITABLE}
    return {name: "" if value is None else value for name, value in found.items()}


def custom(about: Field, value: Value) -> Said:
    written = reading.written(about, value)
    if isinstance(written, Decimal) and about.currency:
        return Said(about.name, show.as_money(written, about.currency))
    is_link = about.kind == "link" and isinstance(written, str)
    return Said(about.name, words(written), str(written) if is_link else "")


def words(value: Any) -> str:
    """A value in words."""
    match value:
        case True | "yes":
            return _("yes")
        case False | "no":
            return _("no")
        case None | "":
            return show.NOTHING
        case Decimal():
            return show.number(value)
        case date():
            return show.day(value)
        case list():
            return ", ".join(map(str, value))
        case _:
            return str(value)


def histories(told: Mapping[str, Sequence[Told]], staff: Staff) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The history of each field of the profile that has one, and that the reader may see."""
    shown = [name for name in LABELS if name in told and is_shown(name, staff)]
    return [(LABELS[name], [entry(each, told_fact(name, each.value)) for each in told[name]]) for name in shown]


def told_fact(name: str, value: Any) -> str:
    """A value of the profile as the change keeper holds it, or the row itself."""
    return words(date.fromisoformat(value) if name == "born_on" and isinstance(value, str) and value else value)


def entries(told: Sequence[Told], about: Field) -> list[dict[str, Any]]:
    """The history of a custom field in words."""
    return [entry(each, told_words(each.value, about)) for each in told]


def entry(told: Told, value: str) -> dict[str, Any]:
    return {"value": value, "since": told.since, "by": author(told)}


def told_words(value: Any, about: Field) -> str:
    """A value as the change keeper holds it, in the words of its field."""
    if value in ("", None, []):
        return words(value)
    if about.kind == FieldKind.FLAG:
        return words(bool(value))
    if about.currency:
        return show.as_money(Decimal(str(value)), about.currency)
    return words(date.fromisoformat(value) if about.kind == FieldKind.DATE and isinstance(value, str) else value)


def author(told: Told) -> str:
    """Who said so: a colleague, a file, a source, a rule."""
    if told.source.startswith("source:"):
        return told.source.removeprefix("source:")
    if told.source:
        return _("import %(number)s") % {"number": told.source.removeprefix("import:")}
    return told.by or str(OperationKind(told.kind).label)


def contact_links(keys: Sequence[Identifier]) -> list[tuple[str, str, str]]:
    """Ways to reach somebody: icon, words, address."""
    found = []
    for key in keys:
        number = key.value.removeprefix("+")
        match key.kind:
            case IdentifierKind.EMAIL:
                found.append(("envelope", _("Write an e-mail"), f"mailto:{key.value}"))
            case IdentifierKind.PHONE:
                found.append(("phone", _("Call"), f"tel:{key.value}"))
                found.append(("device-phone-mobile", _("SMS"), f"sms:{key.value}"))
                found.append(("chat-bubble-left-right", "WhatsApp", f"https://wa.me/{number}"))
            case IdentifierKind.WECHAT:
                found.append(("chat-bubble-oval-left", _("WeChat"), f"weixin://dl/chat?{key.value}"))
    return found
