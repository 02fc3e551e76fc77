"""What can be done with many customers at once, and the forms by which it is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.identity import owners
from regulars.identity.models import Person
from regulars.profile import tags, values
from regulars.profile.models import Field
from regulars.web.customers.forms import OwnerForm, TagForm
from regulars.web.customers.house import House
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


@dataclass(frozen=True, slots=True)
class Doing:
    """One act: what it is called, how many it touches in words, and what it does with a valid form."""

    title: str | Promise
    sentence: Callable[[Any], str]
    run: Callable[[QuerySet[Person], Any, Staff, datetime], int]


def tag(people: QuerySet[Person], form: TagForm, by: Staff, at: datetime) -> int:
    return tags.put(people, name=form.cleaned_data["name"], circle=by.circle, by=by, at=at)


def untag(people: QuerySet[Person], form: TagForm, by: Staff, at: datetime) -> int:
    found = tags.named(by.circle, form.cleaned_data["name"])
    return tags.take(people, tag=found, by=by, at=at) if found else 0


def assign(people: QuerySet[Person], form: OwnerForm, by: Staff, at: datetime) -> int:
    return owners.assign(people, owner=form.chosen, circle=by.circle, by=by, at=at)


def set_field(people: QuerySet[Person], form: FieldForm, by: Staff, at: datetime) -> int:
    given = form.cleaned_data
    return values.put(people, field=form.about[given["field"]], given=given["value"], by=by, at=at)


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
    "field": Doing(
        gettext_lazy("Set a field"),
        lambda form: _("The field “%(field)s” is set to “%(value)s”.") % {
            "field": form.about[form.cleaned_data["field"]].name, "value": form.cleaned_data["value"]
        }, set_field,
    ),
}  # fmt: skip
ICONS = {"tag": "tag", "untag": "minus-circle", "assign": "user-plus", "field": "pencil-square"}


def form(act: str, known: House, given: Any = None) -> forms.Form:
    """The form of an act; its fields are not required in the page, where other acts are asked for beside it."""
    made = made_for(act, known, given)
    made.use_required_attribute = False
    return made


def made_for(act: str, known: House, given: Any) -> forms.Form:
    if act == "assign":
        return OwnerForm(given, prefix=act, colleagues=known.colleagues)
    if act == "field":
        return FieldForm(given, prefix=act, about=known.fields)
    return TagForm(given, prefix=act, offered=known.tag_names[:OFFERED])


def acts(staff: Staff, known: House) -> list[BulkAct]:
    """What somebody may do with many; to set a field there has to be one."""
    if not staff.may(Act.EDIT, Thing.PEOPLE):
        return []
    return [
        BulkAct(act, doing.title, reverse("customers_bulk", args=[act]), ICONS[act], form=form(act, known))
        for act, doing in DOINGS.items()
        if act != "field" or known.fields
    ]
