"""Tasks for people: list, open, change, do, open again."""

from django.db.models import QuerySet
from ninja import Query, Router

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import TaskId
from regulars.api.idempotency import once
from regulars.api.keys import ApiKeyWith, KeyRequest, sees_contact_details
from regulars.api.people.writing import author, fetched
from regulars.api.tasks import shapes
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.profile import tasks
from regulars.profile.models import Task

router = Router(tags=["tasks"], auth=ApiKeyWith(Act.SEE, Thing.PEOPLE))
EDIT = ApiKeyWith(Act.EDIT, Thing.PEOPLE)


@router.get("", response=shapes.Tasks)
def list_tasks(request: KeyRequest, window: Query[shapes.TasksWindow]) -> shapes.Tasks:
    """Tasks for people of the circle."""
    found, following = listing.page(fitting(request, window), window)
    return shapes.Tasks(items=[shown(request, row) for row in found], next=following)


@router.post("", auth=EDIT, response=shapes.Task)
@once(status=200)
def open_task(request: KeyRequest, given: shapes.NewTask) -> shapes.Task:
    """Have something done for a person."""
    person, assignee = fetched(request, given.person_id), colleague(request, given.assignee_id)
    made = tasks.open_task(person, title=given.title, due_on=given.due_on, assignee=assignee, **author(request))
    return refreshed(request, made)


@router.patch("/{id}", auth=EDIT, response=shapes.Task)
def change_task(request: KeyRequest, id: TaskId, given: shapes.TaskChange) -> shapes.Task:
    """Say anew what is to be done, until when, and by whom."""
    row, said = one(reach.tasks(request.auth), id), given.dict(exclude_unset=True)
    assignee = colleague(request, given.assignee_id) if "assignee_id" in said else row.assignee
    due_on = given.due_on if "due_on" in said else row.due_on
    tasks.change(row, title=given.title or row.title, due_on=due_on, assignee=assignee, **author(request))
    return refreshed(request, row)


@router.post("/{id}/completion", auth=EDIT, response=shapes.Task)
@once(status=200)
def finish_task(request: KeyRequest, id: TaskId) -> shapes.Task:
    """Say that it is done."""
    return refreshed(request, tasks.finish(one(reach.tasks(request.auth), id), **author(request)))


@router.delete("/{id}/completion", auth=EDIT, response=shapes.Task)
def reopen_task(request: KeyRequest, id: TaskId) -> shapes.Task:
    """Say that it is to be done again."""
    return refreshed(request, tasks.reopen(one(reach.tasks(request.auth), id), **author(request)))


def fitting(request: KeyRequest, asked: shapes.TasksWindow) -> QuerySet[Task]:
    rows = reach.tasks(request.auth)
    if asked.person is not None:
        rows = rows.filter(person__canonical=fetched(request, asked.person))
    if asked.assignee is not None:
        rows = rows.filter(assignee__public_id=asked.assignee)
    if asked.is_done is not None:
        rows = rows.filter(done_at__isnull=not asked.is_done)
    if asked.due_until is not None:
        rows = rows.filter(due_on__lte=asked.due_until)
    return rows


def colleague(request: KeyRequest, id: str | None) -> Staff | None:
    return one(reach.staff(request.auth), id) if id else None


def refreshed(request: KeyRequest, row: Task) -> shapes.Task:
    return shown(request, one(reach.tasks(request.auth), row.public_id))


def shown(request: KeyRequest, row: Task) -> shapes.Task:
    return shapes.task(row, with_title=sees_contact_details(request.auth))
