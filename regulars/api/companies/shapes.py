"""A company as the API shows it, with who buys for it."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from regulars.api.fields import CompanyId, PersonId, StaffId, Text
from regulars.api.listing import Listed, Window
from regulars.profile import models
from regulars.profile.kinds import CompanyKeyKind, CompanySize, ContactRole


class Contact(Schema):
    """Somebody who buys for a company; `person_id` is the human being they are now."""

    person_id: PersonId
    role: ContactRole | None
    since_on: date | None
    until_on: date | None
    why: str = Field(description="Why we think so: name, domain, group or hand.")


class Known(Schema):
    """By what a company is known again."""

    kind: CompanyKeyKind
    value: str


class Company(Schema):
    """A business that buys."""

    id: CompanyId
    name: str
    legal_name: str
    tax_id: str
    website: str
    street: str
    city: str
    region: str
    postcode: str
    country: str
    industry: str
    size: CompanySize | None
    tags: list[str]
    owner_id: StaffId | None
    keys: list[Known]
    contacts: list[Contact]
    made_at: datetime
    archived_at: datetime | None


class Companies(Listed):
    """A page of companies, those known last first."""

    items: list[Company]


class CompaniesWindow(Window):
    name: Text | None = Field(None, description="The name, whatever its legal form; also a former one.")
    domain: Text | None = Field(None, description="A domain, web or e-mail address of the company.")
    tax_id: Text | None = Field(None, description="The tax or VAT number.")
    person: PersonId | None = Field(None, description="Only companies for which this person buys.")
    is_archived: bool = Field(False, description="Those in the archive, instead of the others.")


def company(row: models.Company) -> Company:
    """A company whose `owner`, `keys` and `contacts` have come with it."""
    plain: dict[str, Any] = {name: getattr(row, name) for name in Company.model_fields if hasattr(row, name)}
    return Company(
        **plain
        | {
            "id": row.public_id,
            "size": row.size or None,
            "owner_id": row.owner.public_id if row.owner else None,
            "keys": [Known(kind=CompanyKeyKind(key.kind), value=key.value) for key in row.keys.all()],
            "contacts": [contact(each) for each in row.contacts.all() if each.refused_at is None],
        }
    )


def contact(row: models.Contact) -> Contact:
    return Contact(
        person_id=row.person.canonical.public_id,
        role=ContactRole(row.role) if row.role else None,
        since_on=row.since_on,
        until_on=row.until_on,
        why=row.evidence.get("why", ""),
    )
