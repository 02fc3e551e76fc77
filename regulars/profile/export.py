"""People as a table to take away: what is known of each, in batches, masked as the reader is.

E-mail, phone, street and masked fields are columns for those alone who see contact details.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from regulars.base.kit.sheets import Cell
from regulars.base.workspace.models import Staff
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Person
from regulars.profile import reading, tags, values
from regulars.profile.models import Field, Profile, Tag
from regulars.profile.reading import Value

AT_ONCE = 2_000


@dataclass(slots=True)
class Known:
    """What a row is written from: a person with all that were merged into them."""

    person: Person
    profiles: list[Profile] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    tags: Sequence[Tag] = ()
    values: dict[int, Value] = field(default_factory=dict)

    def said(self, name: str) -> Cell:
        """The word of the oldest profile that says something."""
        found = (getattr(profile, name) for profile in self.profiles)
        return next((value for value in found if value not in ("", None)), None)

    def keys(self, kind: IdentifierKind) -> list[str]:
        return [item.value for item in self.identifiers if item.kind == kind]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its name for machines, its heading, what stands in it, and who sees it."""

    key: str
    heading: str | Promise
    cell: Callable[[Known], Cell]
    is_contact: bool = False


def fact(name: str, heading: str | Promise, *, is_contact: bool = False) -> Column:
    return Column(name, heading, lambda known: known.said(name), is_contact)


COLUMNS = (
    Column("id", gettext_lazy("Person"), lambda known: known.person.public_id),
    fact("name", pgettext_lazy("person", "Name")),
    fact("given_name", gettext_lazy("Given name")),
    fact("family_name", gettext_lazy("Family name")),
    fact("company", gettext_lazy("Company")),
    Column("email", gettext_lazy("E-mail"), lambda known: known.keys(IdentifierKind.EMAIL), is_contact=True),
    Column("phone", gettext_lazy("Phone"), lambda known: known.keys(IdentifierKind.PHONE), is_contact=True),
    fact("street", gettext_lazy("Street"), is_contact=True),
    fact("postcode", gettext_lazy("Postcode"), is_contact=True),
    fact("city", gettext_lazy("City")),
    fact("region", gettext_lazy("Region")),
    fact("country", gettext_lazy("Country")),
    fact("language", gettext_lazy("Language")),
    fact("born_on", gettext_lazy("Birthday"), is_contact=True),
    fact("accepts_email", gettext_lazy("Accepts e-mail")),
    fact("accepts_sms", gettext_lazy("Accepts SMS")),
    Column("tags", gettext_lazy("Tags"), lambda known: [tag.name for tag in known.tags]),
    Column(
        "owner",
        pgettext_lazy("customer", "Owner"),
        lambda known: str(known.person.owner.account) if known.person.owner else "",
    ),
    Column("branch", gettext_lazy("Branch"), lambda known: known.person.branch.name if known.person.branch else ""),
    Column("first_seen_at", gettext_lazy("First seen"), lambda known: known.person.first_seen_at),
)


def columns(staff: Staff) -> list[Column]:
    """What somebody may take away: the fixed columns, then the custom fields in their order."""
    fixed = [column for column in COLUMNS if staff.sees_contact_details or not column.is_contact]
    return fixed + [custom(each) for each in fields(staff)]


def fields(staff: Staff) -> list[Field]:
    return list(Field.objects.visible_to(staff).live().order_by("place", "id"))


def custom(about: Field) -> Column:
    return Column(
        f"custom:{about.key}", about.name, lambda known: reading.written(about, known.values.get(about.id, Value()))
    )


def batches(people: QuerySet[Person], staff: Staff) -> Iterator[list[Known]]:
    """The canonical people of a query by id, in batches of a few statements each."""
    rows, after = people.filter(canonical=F("id")).select_related("owner__account", "branch").order_by("id"), 0
    about = fields(staff)
    while found := list(rows.filter(id__gt=after)[:AT_ONCE]):
        yield gathered(found, about, staff)
        after = found[-1].id


def gathered(people: Sequence[Person], about: Sequence[Field], staff: Staff) -> list[Known]:
    ids = [person.id for person in people]
    known = {person.id: Known(person) for person in people}
    for profile in Profile.objects.filter(person__canonical__in=ids).select_related("person").order_by("person"):
        known[profile.person.canonical_id].profiles.append(profile)
    if staff.sees_contact_details:
        for item in Identifier.objects.filter(person__canonical__in=ids).select_related("person").order_by("id"):
            known[item.person.canonical_id].identifiers.append(item)
    borne, said = tags.of(ids), values.of(ids, about)
    for id, row in known.items():
        row.tags, row.values = borne.get(id, ()), said.get(id, {})
    return list(known.values())


def rows(people: QuerySet[Person], staff: Staff, *, chosen: Sequence[Column] | None = None) -> Iterator[list[Cell]]:
    """The table without its headings."""
    wanted = columns(staff) if chosen is None else chosen
    for batch in batches(people, staff):
        for known in batch:
            yield [column.cell(known) for column in wanted]
