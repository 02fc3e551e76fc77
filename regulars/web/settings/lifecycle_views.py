"""The rules of the lifecycle, with a look at whom they would move."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from regulars.base.workspace.kinds import Act, Thing
from regulars.insight import limits
from regulars.insight.models import Run
from regulars.web.layout.answers import page_or_part
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.settings import lifecycle
from regulars.web.settings.lifecycle import LifecycleForm


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.STORES)
def rules(request: StaffRequest) -> HttpResponse:
    """What is sent to `look` at changes nothing; else the rules are kept, and the store is learned anew."""
    if request.store is None:
        raise Http404
    form = LifecycleForm(request.POST or None, initial=lifecycle.values(limits.of(request.store)))
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        operation = limits.change(request.store, form.limits(), by=request.staff, at=request.now)
        words = _("The rules are kept. The stages follow with the next learning, which begins now.")
        messages.success(request, words, extra_tags=f"undo:{operation.public_id}")
        return redirect("settings_lifecycle")
    run = Run.objects.current(request.store)
    told = lifecycle.preview(form, run) if run and form.is_bound and form.is_valid() else None
    context = {"form": form, "preview": told, "run": run}
    return page_or_part(request, "web/settings/lifecycle.html", "preview", context)
