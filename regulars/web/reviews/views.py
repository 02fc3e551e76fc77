"""The reviews of a store, and what staff do with them."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regulars.base.workspace.kinds import Act, Thing
from regulars.commerce.models import Product
from regulars.engage import filed, reviews
from regulars.engage.kinds import ReviewState
from regulars.engage.models import Review
from regulars.web.components.widgets import FileDrop
from regulars.web.layout.answers import kept
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists.page import Link
from regulars.web.orders import goods
from regulars.web.reviews import shown


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File of reviews (CSV)"), widget=FileDrop({"accept": ".csv,.txt,.tsv"}))


@require_GET
@for_staff(Act.SEE, Thing.PRODUCTS)
def review_list(request: StaffRequest) -> HttpResponse:
    state, asked = request.GET.get("state", ""), request.GET.get("product", "")
    product = Product.objects.visible_to(request.staff).filter(public_id=asked).first() if asked else None
    context = {
        "page": shown.page(request.store, request.staff, state, product, request.GET.get("after", "")),
        "product": product, "states": states(state, asked if product else ""), "is_all": not (state or product),
        "may_import": request.staff.may(Act.EDIT, Thing.IMPORTS) and request.store is not None,
        "tabs": goods.tabs(request, "reviews"), "may_edit": request.staff.may(Act.EDIT, Thing.PEOPLE),
    }  # fmt: skip
    return render(request, "web/reviews/list.html", context)


def states(current: str, product: str) -> list[Link]:
    """What the list can be narrowed down to."""
    kinds = [("", _("All")), *((each.value, str(each.label)) for each in ReviewState)]
    kept_parts = {"product": product} if product else {}
    return [
        Link(
            label,
            f"{reverse('reviews')}?{urlencode({**kept_parts, **({'state': key} if key else {})})}",
            key == current,
        )
        for key, label in kinds
    ]


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def review_state(request: StaffRequest, id: str) -> HttpResponse:
    """Publish a review, or hide it."""
    state = request.POST.get("state", "")
    chosen = ReviewState(state) if state in ReviewState.values else ReviewState.WAITING
    reviews.settle(fetched(request, id), chosen, by=request.staff, at=request.now)
    messages.success(request, _("Saved."))
    return back(request)


@require_POST
@for_staff(Act.EDIT, Thing.PEOPLE)
def review_reply(request: StaffRequest, id: str) -> HttpResponse:
    """Answer a review; an empty answer takes it back."""
    reviews.reply(fetched(request, id), request.POST.get("reply", ""), by=request.staff, at=request.now)
    messages.success(request, _("The answer stands with the review."))
    return back(request)


@require_http_methods(["GET", "POST"])
@for_staff(Act.EDIT, Thing.IMPORTS)
def review_import(request: StaffRequest) -> HttpResponse:
    """Bring in reviews that were written elsewhere."""
    form, report = FileForm(request.POST or None, request.FILES or None), filed.Report()

    def take_in() -> None:
        nonlocal report
        assert request.store is not None
        report = filed.take_in(form.cleaned_data["file"], request.store, by=request.staff, at=request.now)

    if request.store is not None and form.is_valid() and kept(form, take_in):
        return render(request, "web/reviews/import.html", {"form": FileForm(), "report": report})
    return render(request, "web/reviews/import.html", {"form": form, "report": None})


def back(request: StaffRequest) -> HttpResponse:
    """Back to the list as it was."""
    address = request.POST.get("next", "")
    home = reverse("reviews")
    return HttpResponseRedirect(address) if address.startswith((f"{home}?", "/products/")) else redirect(home)


def fetched(request: StaffRequest, id: str) -> Review:
    return get_object_or_404(Review.objects.visible_to(request.staff).select_related("store"), public_id=id)
