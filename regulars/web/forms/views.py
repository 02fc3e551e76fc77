"""The forms of a store, one form with its questions, and what is done to it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.workspace.kinds import Act, Thing
from regulars.engage import content, forms, links
from regulars.engage.kinds import QuestionKind
from regulars.engage.models import Form
from regulars.profile.models import Field
from regulars.web.forms import shown
from regulars.web.forms.fields import AroundForm, NewForm, QuestionForm
from regulars.web.layout.answers import kept
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@require_http_methods(["GET", "POST"])
@for_staff(Act.SEE, Thing.PEOPLE)
def form_list(request: StaffRequest) -> HttpResponse:
    """All forms of the store; a new one comes in by POST."""
    may_edit = request.staff.may(Act.EDIT, Thing.PEOPLE) and request.store is not None
    given = NewForm(request.POST or None, initial={"languages": request.staff.circle.languages})
    if request.store is not None and may_edit and given.is_valid():
        made = forms.make(
            request.store, given.cleaned_data["kind"], name=given.cleaned_data["name"],
            languages=given.cleaned_data["languages"], by=request.staff, at=request.now,
        )  # fmt: skip
        return redirect("form", made.public_id)
    context = {"form": given, "rows": shown.listed(request.store), "may_edit": may_edit}
    return render(request, "web/forms/list.html", context)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def form(request: StaffRequest, id: str) -> HttpResponse:
    """What a form asks, and what stands around it."""
    found = fetched(request, id)
    given = AroundForm(found, request.POST or None)
    if given.is_valid():
        draft, facts = given.said
        forms.describe(found, draft, **facts, by=request.staff, at=request.now)
        messages.success(request, _("Saved."))
        return redirect("form", id)
    draft = content.read(found.draft)
    version = found.versions.order_by("-number").first()
    context: dict[str, Any] = {
        "may_publish": not found.is_open or version is None or version.content != found.draft,
        "asked": found, "form": given, "questions": shown.questions(draft), "kinds": QuestionKind.choices,
        "version": version, "is_changed": version is not None and version.content != found.draft,
        "tabs": shown.tabs(request, found), "preview": address(found, f"?preview={links.preview(found)}"),
        "page": address(found), "embed": embed(found), "plain": plain(found, draft),
    }  # fmt: skip
    return render(request, "web/forms/form.html", context)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def form_questions(request: StaffRequest, id: str) -> HttpResponse:
    """One more question; on to where it is worded."""
    found, kind = fetched(request, id), request.POST.get("kind", "")
    if kind not in QuestionKind.values:
        raise Http404
    key = forms.add(found, QuestionKind(kind), by=request.staff, at=request.now)
    return redirect("form_question", id, key)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.PEOPLE)
def form_question(request: StaffRequest, id: str, key: str) -> HttpResponse:
    """One question, in all languages of the form."""
    found = fetched(request, id)
    draft = content.read(found.draft)
    question = draft.question(key)
    if question is None:
        raise Http404
    known = list(Field.objects.filter(circle=found.store.circle, archived_at=None).order_by("place", "id"))
    given = QuestionForm(draft, question, known, request.POST or None)
    if given.is_valid() and kept(given, lambda: forms.put(found, given.said, by=request.staff, at=request.now)):
        messages.success(request, _("Saved."))
        return redirect("form", id)
    context = {"asked": found, "form": given, "kind": QuestionKind(question.kind).label, "key": key}
    return render(request, "web/forms/question.html", context)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def form_order(request: StaffRequest, id: str) -> HttpResponse:
    """Move a question up or down, or ask it no longer."""
    found, key, way = fetched(request, id), request.POST.get("key", ""), request.POST.get("way", "")
    if way == "away":
        forms.remove(found, key, by=request.staff, at=request.now)
    else:
        forms.move(found, key, -1 if way == "up" else 1, by=request.staff, at=request.now)
    return redirect(f"{reverse('form', args=[id])}#questions")


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def form_publication(request: StaffRequest, id: str) -> HttpResponse:
    """Publish what is drafted."""
    found = fetched(request, id)
    forms.publish(found, by=request.staff, at=request.now)
    messages.success(request, _("It is published. What is shown below puts it into your shop."))
    return redirect("form", id)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def form_closure(request: StaffRequest, id: str) -> HttpResponse:
    """Take no more answers."""
    forms.close(fetched(request, id), by=request.staff, at=request.now)
    messages.success(request, _("It takes no more answers; what came stays."))
    return redirect("form", id)


def fetched(request: StaffRequest, id: str) -> Form:
    return get_object_or_404(Form.objects.visible_to(request.staff).select_related("store__circle"), public_id=id)


def address(form: Form, query: str = "") -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('form_asked', args=[form.public_id])}{query}"


def embed(form: Form) -> str:
    """The one line for a page of the shop."""
    home = settings.PUBLIC_URL.rstrip("/")
    return f'<script src="{home}{reverse("form_embed")}" data-form="{form.public_id}" async></script>'


def plain(form: Form, draft: content.Content) -> str:
    """The same in plain HTML, for a shop that dresses it itself."""
    return shown.plain(address(form), draft)
