"""Columns and saved views, the same for every list."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from regulars.base.workspace import preferences, saved_views
from regulars.base.workspace.models import SavedView
from regulars.web.layout.choices import back
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists.forms import ViewForm

MOST_COLUMNS = 100


@require_POST
@for_staff()
def column_choice(request: StaffRequest, list: str) -> HttpResponse:
    """Keep which columns of a list this person wants to see."""
    refuse_unknown(list)
    wanted = request.POST.getlist("columns")[:MOST_COLUMNS] if request.POST.get("as") != "usual" else None
    preferences.keep(request.staff, f"columns:{list}", wanted)
    return back(request)


@require_POST
@for_staff()
def view_list(request: StaffRequest, list: str) -> HttpResponse:
    """Save a list as it is now."""
    address = refuse_unknown(list)
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A view needs a name of at most 80 letters."))
        return back(request)
    given = form.cleaned_data
    view = saved_views.save(
        list, given["name"], given["query"], is_shared=given["is_shared"], by=request.staff, at=request.now
    )
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return HttpResponseRedirect(f"{address}?{view.query}")


@require_http_methods(["GET", "POST"])
@for_staff()
def view(request: StaffRequest, id: str) -> HttpResponse:
    """Rename a view, share it, or stop sharing it."""
    found = get_object_or_404(SavedView.objects.visible_to(request.staff), public_id=id)
    initial = {"name": found.name, "is_shared": found.is_shared, "query": found.query}
    form = ViewForm(request.POST or None, initial=initial)
    address = f"{refuse_unknown(found.list)}?{found.query}"
    if not form.is_valid():
        may_change = saved_views.may_change(found, request.staff)
        return render(
            request, "web/lists/view.html", {"view": found, "form": form, "back": address, "may_change": may_change}
        )
    given = form.cleaned_data
    saved_views.change(found, by=request.staff, name=given["name"], is_shared=given["is_shared"])
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(address)


@require_POST
@for_staff()
def view_removal(request: StaffRequest, id: str) -> HttpResponse:
    found = get_object_or_404(SavedView.objects.visible_to(request.staff), public_id=id)
    saved_views.remove(found, by=request.staff)
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": found.name})
    return redirect(found.list)


def refuse_unknown(list: str) -> str:
    """The address of a list, which is named as its page is."""
    try:
        return reverse(list)
    except NoReverseMatch as error:
        raise Http404 from error
