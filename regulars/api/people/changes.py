"""What a machine says of a person, and what is answered about one part of it."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from regulars.api.fields import AnyText, AttemptId, BranchId, Day, StaffId, Text
from regulars.api.listing import Listed
from regulars.contact.kinds import Channel, Outcome
from regulars.contact.models import Attempt as ContactAttempt
from regulars.identity.kinds import IdentifierKind
from regulars.profile import models

type Given = bool | int | float | list[Text] | AnyText | None


class Facts(Schema):
    """What a person's profile is to say; what is left out stays as it is, and an empty text empties."""

    name: AnyText | None = None
    given_name: AnyText | None = None
    family_name: AnyText | None = None
    company: AnyText | None = None
    street: AnyText | None = None
    city: AnyText | None = None
    region: AnyText | None = None
    postcode: AnyText | None = None
    country: AnyText | None = Field(None, description="A name or an ISO 3166 code; stored as the code where known.")
    language: AnyText | None = None
    born_on: Day | None = None
    accepts_email: bool | None = None
    accepts_sms: bool | None = None


class Fields(Schema):
    """Custom fields by key; null empties one."""

    fields: Annotated[dict[Text, Given], Field(max_length=500)]


class TagName(Schema):
    name: Annotated[Text, Field(max_length=120)]


class Assignment(Schema):
    """To whom the person is given; what is left out stays as it is, and null gives them to nobody."""

    owner_id: StaffId | None = None
    branch_id: BranchId | None = None


class Claim(Schema):
    """A key that the person gave: an e-mail address, a phone number, a WhatsApp or WeChat id."""

    kind: IdentifierKind
    value: Text
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = Field("", description="Of a number that does not say it.")


class Preference(Schema):
    """What a customer said they like; kept apart from what is inferred."""

    key: Annotated[Text, Field(max_length=60)]
    value: Text
    stated_on: Day
    source: Annotated[Text, Field(max_length=80)] = Field(description="Where they said it, such as `phone`.")


class StatedPreference(Preference):
    """A preference as it is shown."""

    value: Text | None = Field(description="Null unless the key has `people:export`.")  # type: ignore[assignment]


class Preferences(Schema):
    items: list[StatedPreference]


class NewAttempt(Schema):
    """What came of contacting somebody."""

    channel: Channel
    outcome: Outcome
    until: Day | None = Field(None, description="For `later`: the day from which they may be contacted again.")


class Attempt(NewAttempt):
    """An attempt to contact a person."""

    id: AttemptId
    staff_id: StaffId | None
    at: datetime


class Attempts(Listed):
    """A page of attempts, the newest first."""

    items: list[Attempt]


def preference(row: models.Preference, *, with_value: bool) -> StatedPreference:
    value = row.value if with_value else None
    return StatedPreference(key=row.key, value=value, stated_on=row.stated_on, source=row.source)


def attempt(row: ContactAttempt) -> Attempt:
    return Attempt(
        id=row.public_id, staff_id=row.staff.public_id if row.staff else None, channel=Channel(row.channel),
        outcome=Outcome(row.outcome), until=row.until, at=row.at,
    )  # fmt: skip
