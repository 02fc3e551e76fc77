"""Notes, tasks and stated preferences of one person."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.kit import clock
from regulars.base.workspace.kinds import Act, Thing
from regulars.identity.models import Person
from regulars.profile import notes, preferences, tasks
from regulars.profile.models import Note, Task
from regulars.web.customers import answering
from regulars.web.customers.forms import NoteForm, PreferenceForm, TaskForm, colleagues
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff

PAGE = "person_notes"
DONE_AT_ONCE = 20


@require_http_methods(["GET", "POST"])
@for_staff(Act.SEE, Thing.PEOPLE)
def person_notes(request: StaffRequest, id: str) -> HttpResponse:
    """What was written about a person, and what is to be done for them; a new note comes in by POST."""
    if not request.staff.sees_contact_details:
        raise PermissionDenied
    person, form = answering.fetched(request, id), NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and request.staff.may(Act.EDIT, Thing.PEOPLE):
        notes.write(person, text=form.cleaned_data["text"], by=request.staff, at=request.now)
        return answering.back(request, person, _("The note is kept."), to=PAGE)
    day = today(request)
    return answering.page(
        request, person, "web/customers/notes.html", note_form=form, notes=Note.objects.all().of(person)[:100],
        tasks=[(task, task.is_overdue(day)) for task in Task.objects.all().of(person)[:DONE_AT_ONCE]],
        task_form=TaskForm(colleagues=colleagues(person.circle), initial={"assignee": request.staff.public_id}),
        preferences=preferences.of(person), preference_form=PreferenceForm(initial={"stated_on": day}),
    )  # fmt: skip


def today(request: StaffRequest) -> date:
    zone = request.store.zone if request.store else clock.zone("UTC")
    return clock.local_day(request.now, zone)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_tasks(request: StaffRequest, id: str) -> HttpResponse:
    person = answering.fetched(request, id)
    form = TaskForm(request.POST, colleagues=colleagues(person.circle))
    if not form.is_valid():
        return answering.refused(request, person, form, to=PAGE)
    tasks.open_task(person, **form.said, by=request.staff, at=request.now)
    return answering.back(request, person, _("The task is open."), to=PAGE)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def person_preferences(request: StaffRequest, id: str) -> HttpResponse:
    person, form = answering.fetched(request, id), PreferenceForm(request.POST)
    if not form.is_valid():
        return answering.refused(request, person, form, to=PAGE)
    preferences.state(person, **form.cleaned_data, by=request.staff, at=request.now)
    return answering.back(request, person, _("The preference is kept."), to=PAGE)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def preference_withdrawal(request: StaffRequest, id: str) -> HttpResponse:
    person = answering.fetched(request, id)
    preferences.withdraw(person, key=request.POST.get("key", ""), by=request.staff, at=request.now)
    return answering.back(request, person, _("The preference is gone."), to=PAGE)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def note(request: StaffRequest, id: str) -> HttpResponse:
    """Let a note say something else."""
    row = noted(request, id)
    form = NoteForm(request.POST or None, initial={"text": row.text})
    if not form.is_valid():
        return render(request, "web/customers/note.html", {"form": form, "note": row, "person": row.person.canonical})
    notes.edit(row, text=form.cleaned_data["text"], by=request.staff, at=request.now)
    return answering.back(request, row.person.canonical, _("The note is changed."), to=PAGE)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def note_pin(request: StaffRequest, id: str) -> HttpResponse:
    """Pin a note, or put it back among the others."""
    row = noted(request, id)
    (notes.pin if row.pinned_at is None else notes.unpin)(row, by=request.staff, at=request.now)
    return answering.back(request, row.person.canonical, _("The note is moved."), to=PAGE)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def note_removal(request: StaffRequest, id: str) -> HttpResponse:
    row = noted(request, id)
    notes.remove(row, by=request.staff, at=request.now)
    return answering.back(request, row.person.canonical, _("The note is gone."), to=PAGE)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def task(request: StaffRequest, id: str) -> HttpResponse:
    """Say anew what is to be done, until when, and by whom."""
    row = asked(request, id)
    initial = {"title": row.title, "due_on": row.due_on, "assignee": row.assignee and row.assignee.public_id}
    form = TaskForm(request.POST or None, colleagues=colleagues(row.person.circle), initial=initial)
    if not form.is_valid():
        return render(request, "web/customers/task.html", {"form": form, "task": row, "person": row.person.canonical})
    tasks.change(row, **form.said, by=request.staff, at=request.now)
    return answering.back(request, row.person.canonical, _("The task is changed."), to=PAGE)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def task_completion(request: StaffRequest, id: str) -> HttpResponse:
    """Say that it is done, or is to be done again."""
    row = asked(request, id)
    if row.done_at is None:
        tasks.finish(row, by=request.staff, at=request.now)
        return answering.back(request, row.person.canonical, _("The task is done."), to=PAGE)
    tasks.reopen(row, by=request.staff, at=request.now)
    return answering.back(request, row.person.canonical, _("The task is open again."), to=PAGE)


def noted(request: StaffRequest, id: str) -> Note:
    rows = Note.objects.filter(person__canonical__in=Person.objects.visible_to(request.staff))
    return get_object_or_404(rows.select_related("person__canonical", "person__circle"), public_id=id)


def asked(request: StaffRequest, id: str) -> Task:
    rows = Task.objects.visible_to(request.staff).select_related("person__canonical", "person__circle", "assignee")
    return get_object_or_404(rows, public_id=id)
