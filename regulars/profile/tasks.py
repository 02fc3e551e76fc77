"""Tasks for people: open, change, do, open again."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.kit import text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.identity import acts
from regulars.identity.models import Person
from regulars.profile.events import TaskDone, TaskOpened, TaskReopened
from regulars.profile.models import Task

LONGEST = 300


class EmptyTask(Refusal):
    message = gettext_lazy("Say what is to be done, in at most 300 characters.")
    status = 422


class NotAColleague(Refusal):
    message = gettext_lazy("“%(name)s” does not work here, so nothing can be given to them.")
    status = 422


class DoneAlready(Refusal):
    message = gettext_lazy("This has been done already.")


class NotDone(Refusal):
    message = gettext_lazy("This has not been done yet.")


def open_task(
    person: Person,
    *,
    title: str,
    due_on: date | None,
    assignee: Staff | None,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> Task:
    """
    Something to be done for a person.

    :raises EmptyTask: if it does not say what.
    :raises NotAColleague: if it is given to somebody of another circle, or who has left.
    """
    said, colleague = checked(title), checked_colleague(person, assignee)
    with acts.doing("open_task", person.circle, by=by, actor=actor, at=at, people=1) as operation:
        task = Task.objects.create(
            person=person.canonical, title=said, due_on=due_on, assignee=colleague, made_by=by, made_at=at
        )
        told = TaskOpened(person=task.person_id, task=task.public_id, due_on=due_on, title=said)
        log.append(told, by=operation.actor, at=at)
    return task


def change(
    task: Task,
    *,
    title: str,
    due_on: date | None,
    assignee: Staff | None,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> Task:
    """
    Say anew what is to be done, until when, and by whom.

    :raises Refusal: what `open_task` raises.
    """
    task.title, task.due_on, task.assignee = checked(title), due_on, checked_colleague(task.person, assignee)
    with acts.doing("change_task", task.person.circle, by=by, actor=actor, at=at, people=1):
        task.save(update_fields=["title", "due_on", "assignee"])
    return task


def finish(task: Task, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Task:
    """
    It is done.

    :raises DoneAlready: if it was.
    """
    with acts.doing("finish_task", task.person.circle, by=by, actor=actor, at=at, people=1) as operation:
        task = Task.objects.select_for_update(of=("self",)).select_related("person__circle").get(id=task.id)
        if task.done_at is not None:
            raise DoneAlready
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        told = TaskDone(person=task.person_id, task=task.public_id, title=task.title)
        log.append(told, by=operation.actor, at=at)
    return task


def reopen(task: Task, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Task:
    """
    It is to be done again.

    :raises NotDone: if it has not been done.
    """
    with acts.doing("reopen_task", task.person.circle, by=by, actor=actor, at=at, people=1) as operation:
        task = Task.objects.select_for_update(of=("self",)).select_related("person__circle").get(id=task.id)
        if task.done_at is None:
            raise NotDone
        task.done_at, task.done_by = None, None
        task.save(update_fields=["done_at", "done_by"])
        log.append(TaskReopened(person=task.person_id, task=task.public_id), by=operation.actor, at=at)
    return task


def checked(title: str) -> str:
    said = text.squeeze(title.replace("\x00", ""))
    if not said or len(said) > LONGEST:
        raise EmptyTask
    return said


def checked_colleague(person: Person, assignee: Staff | None) -> Staff | None:
    if assignee is not None and (assignee.circle_id != person.circle_id or assignee.left_at is not None):
        raise NotAColleague(name=assignee.account)
    return assignee
