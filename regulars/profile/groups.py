"""What sites tell of the group that somebody belongs to (`group`): a company, known by the group's id from then on.

The newest word fills what is blank; what staff wrote stays. A group of which no name is known is nobody yet.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from regulars.base.events import log, operations
from regulars.base.events.event import Logged
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query
from regulars.base.workspace.models import Circle
from regulars.commerce import feeds
from regulars.identity.models import Person
from regulars.identity.resolve import LOCK
from regulars.profile import companies, contacts, traits
from regulars.profile.events import ContactLinked
from regulars.profile.kinds import CompanyKeyKind, CompanySize
from regulars.profile.models import Company, Contact

NAME = "group.joined"
NAMES: Mapping[str, Sequence[str]] = {
    "name": ("name", "company", "companyName"),
    "website": ("website", "url", "domain"),
    "industry": ("industry",),
    "tax_id": ("vat", "vatId", "vat_id", "taxId", "tax_id"),
}
EMPLOYEES = ("employees", "employeeCount", "size")
SIZES = ((10, CompanySize.MICRO), (50, CompanySize.SMALL), (250, CompanySize.MEDIUM))


def hear(events: Sequence[Logged], *, at: datetime) -> None:
    """Bring what a batch of events says of groups into the companies."""
    for source in feeds.named([event.source for event in events]):
        name = f"source:{source.public_id}"
        mine = [event for event in events if event.source == name and event.properties.get("group")]
        if mine:
            take(name, source.store.circle, mine, at=at)


def take(source: str, circle: Circle, events: Iterable[Logged], *, at: datetime) -> None:
    """The same for one source, under an operation of its own."""
    people = Person.objects.filter(id__in=[event.person for event in events if event.person]).in_bulk()
    with operations.doing(
        OperationKind.SYSTEM, circle=circle, actor=source, at=at, facts={"act": "take_in_groups"}
    ) as operation:
        query.lock(LOCK, circle.id)
        for event in sorted(events, key=lambda each: each.happened_at):
            company = known(source, circle, event, at=at)
            person = people.get(event.person or 0)
            if company is None or person is None or contacts.of(company, person) is not None:
                continue
            Contact.objects.create(
                company=company, person_id=person.canonical_id, made_at=at,
                evidence={"why": "group", "value": event.properties["group"], "source": source},
            )  # fmt: skip
            log.append(ContactLinked(person=person.canonical_id, company=company.public_id), by=operation.actor, at=at)


def known(source: str, circle: Circle, event: Logged, *, at: datetime) -> Company | None:
    """The company of a group: by its id, else by tax number, domain or name, else a new one if it has a name."""
    key = (CompanyKeyKind.GROUP, f"{source} {event.properties['group']}"[:320])
    said = companies.checked(facts(event.personal))
    company = companies.known(circle, [key, *companies.keys(said)])
    if company is None and companies.keys(said):
        if not said.get("name"):
            return None
        company = companies.opened(circle, said, source=source, actor=source, at=at)
    if company is not None:
        companies.remember(company, [key, *companies.keys(said)])
        fill(company, said)
    return company


def fill(company: Company, said: Mapping[str, object]) -> None:
    blank = sorted(name for name, value in said.items() if value and not getattr(company, name))
    for name in blank:
        setattr(company, name, said[name])
    if blank:
        company.save(update_fields=blank)


def facts(given: Mapping[str, Any]) -> dict[str, object]:
    """What the traits of a group say of a company."""
    place = given.get("address")
    found: dict[str, object] = {name: traits.first(given, names) for name, names in NAMES.items()}
    found |= (
        {name: traits.first(place, names) for name, names in traits.PLACES.items()} if isinstance(place, dict) else {}
    )
    return found | {"size": size(traits.first(given, EMPLOYEES))}


def size(said: str) -> str:
    """How large a company is that has so many employees; nothing where it is no number."""
    try:
        number = int(float(said))
    except ValueError:
        return ""
    return next((str(kind) for most, kind in SIZES if 0 < number < most), str(CompanySize.LARGE) if number > 0 else "")
