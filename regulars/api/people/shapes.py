"""A person as the API shows them: one human being, as far as the live links tell."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from regulars.api.fields import BranchId, Moment, PersonId, StaffId, StoreId, Text
from regulars.api.listing import Listed, Window
from regulars.identity.kinds import IdentifierKind
from regulars.insight.kinds import Stage

WITH_EXPORT = "Null unless the key has `people:export`."


class Identifier(Schema):
    """A typed key of a person."""

    kind: IdentifierKind
    scope: str = Field(description="The store or source in which the value is unique; empty for e-mail and phone.")
    value: str
    is_verified: bool = Field(description="Proven, not only typed by somebody.")
    first_seen_at: datetime


class Person(Schema):
    """Anyone we know something of: visitor, prospect or customer. Merged people are one person here."""

    id: PersonId
    first_seen_at: datetime
    name: str
    given_name: str
    family_name: str
    company: str
    city: str
    region: str
    country: str = Field(description="ISO 3166 alpha-2 where it was recognized, else as given.")
    language: str
    tags: list[str]
    accepts_email: bool | None = Field(description="What the person's own settings in the shop say; null if unknown.")
    accepts_sms: bool | None
    emails: list[str] | None = Field(None, description=WITH_EXPORT)
    phones: list[str] | None = Field(None, description=WITH_EXPORT)
    street: str | None = Field(None, description=WITH_EXPORT)
    postcode: str | None = Field(None, description=WITH_EXPORT)
    born_on: date | None = Field(None, description=WITH_EXPORT)
    note: str | None = Field(None, description=WITH_EXPORT)
    attributes: dict[str, Any] | None = Field(
        None, description=f"What files said in columns that nobody has a field for. {WITH_EXPORT}"
    )
    fields: dict[str, bool | str | list[str]] = Field(
        description="Custom fields by key; numbers and money are exact decimals as text, days are in ISO form."
    )
    owner_id: StaffId | None = Field(description="The member of staff to whom the person is given.")
    branch_id: BranchId | None
    identifiers: list[Identifier] | None = Field(None, description=f"All of them, with their proof. {WITH_EXPORT}")
    merged_ids: list[PersonId] = Field(description="Other ids that lead to this person, by merges that hold now.")


class People(Listed):
    """A page of people, those known last first."""

    items: list[Person]


class PeopleWindow(Window):
    tag: Text | None = Field(None, description="The name of a tag that they bear.")
    owner: StaffId | None = Field(None, description="The member of staff to whom they are given.")
    search: Text | None = Field(
        None, description="Part of a name; with `people:export` also of an e-mail, phone, address or number."
    )
    email: Text | None = Field(None, description="An e-mail in full. Needs `people:export`.")
    stage: Stage | None = Field(
        None, description="Where they stand now in the named store, or in any. Needs `insight:see`."
    )
    store: StoreId | None = Field(None, description="The store that `stage` is about.")
    seen_since: Moment | None = Field(None, description="First seen at or after this moment.")
    seen_until: Moment | None = Field(None, description="First seen before this moment.")
    updated_since: Moment | None = Field(
        None, description="Known or changed since then; may repeat what came in the day before that."
    )
