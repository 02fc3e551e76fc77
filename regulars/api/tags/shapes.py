"""A tag as the API shows it."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from regulars.api.fields import TagId, Text
from regulars.api.listing import Listed, Window
from regulars.profile import models
from regulars.profile.kinds import TagColor

Name = Annotated[Text, Field(max_length=120)]


class Tag(Schema):
    """A word that people are marked with."""

    id: TagId
    name: str
    color: TagColor
    is_defined: bool = Field(description="Whether it is offered everywhere; others were made in passing.")


class Tags(Listed):
    """A page of tags, the newest first."""

    items: list[Tag]


class TagsWindow(Window):
    is_defined: bool | None = None


class NewTag(Schema):
    name: Name
    color: TagColor = TagColor.GRAY


class TagChange(Schema):
    """What is left out stays as it is."""

    name: Name | None = None
    color: TagColor | None = None


class Merge(Schema):
    into_id: TagId = Field(description="The tag that takes its place.")


def tag(row: models.Tag) -> Tag:
    return Tag(id=row.public_id, name=row.name, color=TagColor(row.color), is_defined=row.is_defined)
