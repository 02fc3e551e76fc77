"""Forms with their answers, reviews and wishes: read alone."""

from typing import Any

from django.db.models import Max, QuerySet
from ninja import Query, Router

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import FormId
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.listing import Window
from regulars.api.voices import shapes
from regulars.api.voices.shapes import FormsWindow, ReviewsWindow, WishesWindow
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey
from regulars.engage.models import FormVersion

SEE = ApiKeyWith(Act.SEE, Thing.PEOPLE)
forms = Router(tags=["forms"], auth=SEE)
reviews = Router(tags=["reviews"], auth=SEE)
wishes = Router(tags=["wishes"], auth=SEE)


@forms.get("", response=shapes.Forms)
def list_forms(request: KeyRequest, window: Query[FormsWindow]) -> shapes.Forms:
    """The forms and surveys of the circle's stores."""
    rows = of_store(reach.forms(request.auth), window.store, key=request.auth)
    found, following = listing.page(rows, window)
    versions = FormVersion.objects.filter(form__in=[row.id for row in found]).values_list("form")
    last = dict(versions.annotate(last=Max("number")))
    return shapes.Forms(items=[shapes.form(row, last.get(row.id)) for row in found], next=following)


@forms.get("/{id}/answers", response=shapes.Answers)
def list_answers(request: KeyRequest, id: FormId, window: Query[Window]) -> shapes.Answers:
    """What was answered to a form."""
    rows = reach.answers(request.auth).filter(form=one(reach.forms(request.auth), id))
    found, following = listing.page(rows, window)
    with_text = request.auth.may(Act.EXPORT, Thing.PEOPLE)
    return shapes.Answers(items=[shapes.answer(row, with_text=with_text) for row in found], next=following)


@reviews.get("", response=shapes.Reviews)
def list_reviews(request: KeyRequest, window: Query[ReviewsWindow]) -> shapes.Reviews:
    """Reviews of products of the circle's stores."""
    rows = of_store(reach.reviews(request.auth), window.store, key=request.auth)
    if window.product is not None:
        rows = rows.filter(product__public_id=window.product)
    if window.sku is not None:
        rows = rows.filter(sku=window.sku)
    if window.state is not None:
        rows = rows.filter(state=window.state)
    found, following = listing.page(rows, window)
    return shapes.Reviews(items=[shapes.review(row) for row in found], next=following)


@wishes.get("", response=shapes.Wishes)
def list_wishes(request: KeyRequest, window: Query[WishesWindow]) -> shapes.Wishes:
    """Who wants which product."""
    rows = of_store(reach.wishes(request.auth), window.store, key=request.auth)
    if window.product is not None:
        rows = rows.filter(product__public_id=window.product)
    if window.is_open is not None:
        rows = rows.filter(ended_at__isnull=window.is_open)
    found, following = listing.page(rows, window)
    return shapes.Wishes(items=[shapes.wish(row) for row in found], next=following)


def of_store[Rows: QuerySet[Any]](rows: Rows, store: str | None, *, key: ApiKey) -> Rows:
    """
    The rows of one store, if one is asked for.

    :raises NotFound: if the key does not see it.
    """
    return rows if store is None else rows.filter(store=one(reach.stores(key), store))
