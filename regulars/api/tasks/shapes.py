"""A task as the API shows it."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from regulars.api.fields import Day, LongText, PersonId, StaffId, TaskId
from regulars.api.listing import Listed, Window
from regulars.profile import models

Title = Annotated[LongText, Field(max_length=300)]


class Task(Schema):
    """Something to be done for a person."""

    id: TaskId
    person_id: PersonId
    title: str | None = Field(description="Null unless the key has `people:export`.")
    due_on: date | None
    assignee_id: StaffId | None
    made_at: datetime
    done_at: datetime | None
    done_by_id: StaffId | None


class Tasks(Listed):
    """A page of tasks, the newest first."""

    items: list[Task]


class TasksWindow(Window):
    person: PersonId | None = Field(None, description="For whom, with all who were merged into them.")
    assignee: StaffId | None = None
    is_done: bool | None = None
    due_until: Day | None = Field(None, description="Due on that day or before.")


class NewTask(Schema):
    person_id: PersonId
    title: Title
    due_on: Day | None = None
    assignee_id: StaffId | None = None


class TaskChange(Schema):
    """What is left out stays as it is; null takes the day or the assignee away."""

    title: Title | None = None
    due_on: Day | None = None
    assignee_id: StaffId | None = None


def task(row: models.Task, *, with_title: bool) -> Task:
    return Task(
        id=row.public_id, person_id=row.person.canonical.public_id, title=row.title if with_title else None,
        due_on=row.due_on,
        assignee_id=row.assignee.public_id if row.assignee else None, made_at=row.made_at, done_at=row.done_at,
        done_by_id=row.done_by.public_id if row.done_by else None,
    )  # fmt: skip
