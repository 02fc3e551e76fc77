"""Custom fields and tags: what can be known of people in this house."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.workspace.kinds import Act, Thing
from regulars.profile import fields, tags
from regulars.profile.kinds import FieldKind, TagColor
from regulars.profile.models import Field, Tag
from regulars.web.customers import answering
from regulars.web.layout.answers import kept
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.settings.field_forms import FieldForm, MergeForm, NewFieldForm, TagForm


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def field_list(request: StaffRequest) -> HttpResponse:
    """All custom fields; a new one comes in by POST."""
    form = NewFieldForm(request.POST or None, currency=request.store.currency if request.store else "")
    if form.is_valid() and kept(form, lambda: fields.define(
        request.staff.circle, **form.said, kind=FieldKind(form.cleaned_data["kind"]),
        currency=form.cleaned_data["currency"], by=request.staff, at=request.now,
    )):  # fmt: skip
        return answering.noted(request, _("The field is there."), "settings_fields")
    known = Field.objects.filter(circle=request.staff.circle).order_by("archived_at", "place", "id")
    return render(request, "web/settings/fields.html", {"form": form, "fields": known})


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def field_page(request: StaffRequest, id: str) -> HttpResponse:
    field = fetched(request, id)
    form = FieldForm(request.POST or None, field=field)
    if form.is_valid() and kept(form, lambda: fields.change(field, **form.said, by=request.staff, at=request.now)):
        return answering.noted(request, _("Saved."), "settings_fields")
    return render(request, "web/settings/field.html", {"form": form, "field": field})


@require_POST
@for_staff(Act.EDIT, Thing.STORES)
def field_archiving(request: StaffRequest, id: str) -> HttpResponse:
    """Archive a field, or bring it back."""
    field = fetched(request, id)
    (fields.archive if field.archived_at is None else fields.revive)(field, by=request.staff, at=request.now)
    return answering.noted(request, _("Saved."), "settings_fields")


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def tag_list(request: StaffRequest) -> HttpResponse:
    """All tags, with how many bear them; a new one comes in by POST."""
    form = TagForm(request.POST or None)
    if form.is_valid() and kept(form, lambda: tags.define(
        request.staff.circle, name=form.cleaned_data["name"], color=TagColor(form.cleaned_data["color"]),
        by=request.staff, at=request.now,
    )):  # fmt: skip
        return answering.noted(request, _("The tag is there."), "settings_tags")
    known = tags.with_people(Tag.objects.visible_to(request.staff))
    return render(request, "web/settings/tags.html", {"form": form, "tags": known})


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def tag_page(request: StaffRequest, id: str) -> HttpResponse:
    tag = tagged(request, id)
    form = TagForm(request.POST or None, initial={"name": tag.name, "color": tag.color})
    if form.is_valid() and kept(form, lambda: tags.change(
        tag, name=form.cleaned_data["name"], color=TagColor(form.cleaned_data["color"]), by=request.staff,
        at=request.now,
    )):  # fmt: skip
        return answering.noted(request, _("Saved."), "settings_tags")
    others = Tag.objects.visible_to(request.staff).exclude(id=tag.id).order_by("name")
    context = {"form": form, "tag": tag, "merge_form": MergeForm(others=list(others[:1_000]))}
    return render(request, "web/settings/tag.html", context)


@require_POST
@for_staff(Act.EDIT, Thing.STORES)
def tag_merge(request: StaffRequest, id: str) -> HttpResponse:
    """Let another tag take the place of this one."""
    tag, into = tagged(request, id), tagged(request, request.POST.get("into", ""))
    tags.merge(tag, into=into, by=request.staff, at=request.now)
    return answering.noted(request, _("The tags are one."), "settings_tags")


@require_POST
@for_staff(Act.EDIT, Thing.STORES)
def tag_removal(request: StaffRequest, id: str) -> HttpResponse:
    tags.remove(tagged(request, id), by=request.staff, at=request.now)
    return answering.noted(request, _("The tag is gone."), "settings_tags")


def fetched(request: StaffRequest, id: str) -> Field:
    return get_object_or_404(Field.objects.filter(circle=request.staff.circle).select_related("circle"), public_id=id)


def tagged(request: StaffRequest, id: str) -> Tag:
    return get_object_or_404(Tag.objects.visible_to(request.staff).select_related("circle"), public_id=id)
