"""What can be done with many customers at once, and the forms by which it is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.contact import today
from regulars.identity import owners
from regulars.identity.models import Person
from regulars.profile import tags, values
from regulars.profile.models import Field
from regulars.web.components import show
from regulars.web.customers.forms import BranchForm, OwnerForm, TagForm
from regulars.web.customers.house import House
from regulars.web.layout.middleware import StaffRequest
from regulars.web.lists.listing import BulkAct

OFFERED = 200


class FieldForm(forms.Form):
    field = forms.ChoiceField(label=gettext_lazy("Field"))
    value = forms.CharField(
        label=gettext_lazy("Value"), required=False, help_text=gettext_lazy("Nothing empties the field.")
    )

    def __init__(self, *given: Any, about: Sequence[Field], **more: Any) -> None:
        super().__init__(*given, **more)
        self.about = {each.key: each for each in about}
        self.fields["field"].choices = [(each.key, each.name) for each in about]  # type: ignore[attr-defined]


def changed(count: int) -> str:
    told = ngettext("%(count)s customer changed.", "%(count)s customers changed.", count)
    return told % {"count": show.number(count)}


def listed(count: int) -> str:
    if not count:
        return _("None of them can be put on your list: they were contacted lately, refused, or stand in one already.")
    told = ngettext(
        "%(count)s customer stands on your list of today.", "%(count)s customers stand on your list of today.", count
    )
    return told % {"count": show.number(count)}


@dataclass(frozen=True, slots=True)
class Doing:
    """
    One act: what it is called, what happens in words, what it does with a valid form, and what it has done.

    `most` is how many it touches at most, however many are chosen.
    """

    title: str | Promise
    sentence: Callable[[Any], str]
    run: Callable[[QuerySet[Person], Any, StaffRequest], int]
    told: Callable[[int], str] = changed
    most: int | None = None


def tag(people: QuerySet[Person], form: TagForm, request: StaffRequest) -> int:
    by = request.staff
    return tags.put(people, name=form.cleaned_data["name"], circle=by.circle, by=by, at=request.now)


def untag(people: QuerySet[Person], form: TagForm, request: StaffRequest) -> int:
    found = tags.named(request.staff.circle, form.cleaned_data["name"])
    return tags.take(people, tag=found, by=request.staff, at=request.now) if found else 0


def assign(people: QuerySet[Person], form: OwnerForm, request: StaffRequest) -> int:
    by = request.staff
    return owners.assign(people, owner=form.chosen, circle=by.circle, by=by, at=request.now)


def move(people: QuerySet[Person], form: BranchForm, request: StaffRequest) -> int:
    by = request.staff
    return owners.move(people, branch=form.chosen, circle=by.circle, by=by, at=request.now)


def set_field(people: QuerySet[Person], form: FieldForm, request: StaffRequest) -> int:
    given = form.cleaned_data
    return values.put(
        people, field=form.about[given["field"]], given=given["value"], by=request.staff, at=request.now
    )  # fmt: skip


def put_on_today(people: QuerySet[Person], form: forms.Form, request: StaffRequest) -> int:
    return today.put(people, by=request.staff, store=request.store, at=request.now) if request.store else 0


DOINGS = {
    "tag": Doing(
        gettext_lazy("Tag"), lambda form: _("They are given the tag “%s”.") % form.cleaned_data["name"], tag
    ),
    "untag": Doing(
        gettext_lazy("Untag"), lambda form: _("The tag “%s” is taken from them.") % form.cleaned_data["name"], untag
    ),
    "assign": Doing(
        gettext_lazy("Assign"),
        lambda form: _("They are given to %s.") % (form.chosen.account if form.chosen else _("nobody")), assign,
    ),
    "branch": Doing(
        gettext_lazy("Branch"),
        lambda form: _("They belong to the branch “%s”.") % form.chosen.name if form.chosen
        else _("They belong to no branch."), move,
    ),
    "field": Doing(
        gettext_lazy("Set a field"),
        lambda form: _("The field “%(field)s” is set to “%(value)s”.") % {
            "field": form.about[form.cleaned_data["field"]].name, "value": form.cleaned_data["value"]
        }, set_field,
    ),
    "today": Doing(
        gettext_lazy("Put on my list of today"),
        lambda form: _(
            "Those with most at stake are put on your list of today, as far as they may be contacted and stand in "
            "nobody else's."
        ), put_on_today, listed, today.MOST,
    ),
}  # fmt: skip
ICONS = {
    "tag": "tag", "untag": "minus-circle", "assign": "user-plus", "branch": "map-pin", "field": "pencil-square",
    "today": "hand-raised",
}  # fmt: skip


def form(act: str, known: House, given: Any = None) -> forms.Form:
    """The form of an act; its fields are not required in the page, where other acts are asked for beside it."""
    made = made_for(act, known, given)
    made.use_required_attribute = False
    return made


def made_for(act: str, known: House, given: Any) -> forms.Form:
    if act == "today":
        return forms.Form(given)
    if act == "assign":
        return OwnerForm(given, prefix=act, colleagues=known.colleagues)
    if act == "branch":
        return BranchForm(given, prefix=act, branches=known.branches)
    if act == "field":
        return FieldForm(given, prefix=act, about=known.fields)
    return TagForm(given, prefix=act, offered=known.tag_names[:OFFERED])


def acts(staff: Staff, known: House) -> list[BulkAct]:
    """What somebody may do with many, by a form or by one button; to set a field or a branch there has to be one."""
    if not staff.may(Act.EDIT, Thing.PEOPLE):
        return []
    return [
        BulkAct(
            act,
            doing.title,
            reverse("customers_bulk", args=[act]),
            ICONS[act],
            form=asked if (asked := form(act, known)).fields else None,
        )
        for act, doing in DOINGS.items()
        if (act != "field" or known.fields) and (act != "branch" or known.branches)
    ]
