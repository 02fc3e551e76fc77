"""From which probability on two people are suggested as one, and whether the surest are merged without asking."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from regulars.base.workspace.kinds import Act, Thing
from regulars.identity import rules as limits
from regulars.identity.models import DuplicateRun
from regulars.identity.rules import Limits
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


class DuplicatesForm(forms.Form):
    """The limits as percentages."""

    suggest_from = forms.FloatField(
        label=gettext_lazy("Suggest from, in percent"),
        help_text=gettext_lazy("Pairs that are less likely to be one person are not shown."),
        min_value=1,
        max_value=100,
    )
    merges_alone = forms.BooleanField(
        label=gettext_lazy("Merge without asking"),
        help_text=gettext_lazy(
            "Only pairs that are at least as likely as below, and never two customer numbers of one store."
        ),
        required=False,
    )
    merge_from = forms.FloatField(
        label=gettext_lazy("Merge from, in percent"),
        help_text=gettext_lazy("Each of these merges can be undone at any time."),
        min_value=50,
        max_value=100,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("suggest_from", 0) > given.get("merge_from", 100):
            self.add_error("merge_from", _("Merging cannot begin below suggesting."))
        return given

    def limits(self) -> Limits:
        given = self.cleaned_data
        return Limits(given["suggest_from"] / 100, given["merge_from"] / 100, given["merges_alone"])


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def rules(request: StaffRequest) -> HttpResponse:
    """The limits, and what the last comparison found."""
    circle = request.staff.circle
    form = DuplicatesForm(request.POST or None, initial=values(limits.of(circle)))
    if request.method == "POST" and form.is_valid():
        operation = limits.change(circle, form.limits(), by=request.staff, at=request.now)
        words = _("The limits are kept; they count from the next comparison on.")
        messages.success(request, words, extra_tags=f"undo:{operation.public_id}")
        return redirect("settings_duplicates")
    last = DuplicateRun.objects.filter(circle=circle).order_by("-id").first()
    return render(request, "web/settings/duplicates.html", {"form": form, "last": last})


def values(now: Limits) -> dict[str, Any]:
    return {
        "suggest_from": round(now.suggest_from * 100, 3), "merge_from": round(now.merge_from * 100, 3),
        "merges_alone": now.merges_alone,
    }  # fmt: skip
