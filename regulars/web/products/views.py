"""The index of products, one product, and the categories."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from regulars.base.kit.paging import Page
from regulars.base.workspace import seen
from regulars.base.workspace.kinds import Act, Thing
from regulars.commerce.models import Product
from regulars.insight.models import ProductScore, Result, Run
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import page as lists
from regulars.web.lists.columns import Row
from regulars.web.orders import goods
from regulars.web.products import index, listing, record
from regulars.web.reviews import shown as voices

YEAR = 12


@require_GET
@for_staff(Act.SEE, Thing.PRODUCTS)
def products(request: StaffRequest) -> HttpResponse:
    run = current_run(request)
    everything = listing.of(request.store, run)
    if moved := lists.unsettled(request, everything):
        return moved
    asked = everything.ask(request)
    today = request.now.astimezone(request.store.zone if request.store else UTC).date()
    found = index.page(asked, store=request.store, staff=request.staff, run=run, today=today)
    return lists.answer(
        request, everything, asked, Page(shown(found.rows), found.following),
        template="web/products/list.html", run=run, tabs=goods.tabs(request, "products"),
    )  # fmt: skip


def current_run(request: StaffRequest) -> Run | None:
    """The run whose numbers are shown; none to those who may not see insight."""
    is_open = request.store is not None and request.staff.may(Act.SEE, Thing.INSIGHT)
    return Run.objects.current(request.store) if is_open and request.store else None


def shown(rows: Sequence[index.Shown]) -> list[Row]:
    return [Row(row.product.public_id, reverse("product", args=[row.product.public_id]), row) for row in rows]


@require_GET
@for_staff(Act.SEE, Thing.PRODUCTS)
def product(request: StaffRequest, id: str) -> HttpResponse:
    visible = Product.objects.visible_to(request.staff).select_related("store").prefetch_related("costs")
    found = get_object_or_404(visible, public_id=id)
    seen.note(request.staff, "product", id, at=request.now)
    score = record.score(found) if request.staff.may(Act.SEE, Thing.INSIGHT) else None
    reasons = record.reasons(found)
    context = {
        "product": found,
        "score": score,
        "reasons": reasons,
        "is_part": record.is_part(reasons),
        "most": record.MOST,
        "sees_orders": request.staff.may(Act.SEE, Thing.ORDERS),
        "sees_people": request.staff.may(Act.SEE, Thing.PEOPLE),
        "may_edit": request.staff.may(Act.EDIT, Thing.PEOPLE),
        "heard": voices.of_product(found, request.staff),
        **(learned(request, score) if score else {}),
    }
    return render(request, "web/products/product.html", context)


def learned(request: StaffRequest, score: ProductScore) -> dict[str, Any]:
    months = record.months(score)
    return {
        "run": score.run,
        "months": months,
        "trend": [month.net for month in months],
        "stages": record.stages(score),
        "buyers": record.buyers(score, request.staff),
        "partners": record.partners(score, request.staff),
    }


@require_GET
@for_staff(Act.SEE, Thing.INSIGHT)
def categories(request: StaffRequest) -> HttpResponse:
    """What each category sold in a year, beside the year before."""
    run = current_run(request)
    stored = (
        Result.objects.filter(run=run, technique="categories").values_list("rows", flat=True).first() if run else []
    )
    context = {"run": run, "rows": [category(row) for row in stored or []], "tabs": goods.tabs(request, "categories")}
    return render(request, "web/products/categories.html", context)


def category(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table; the months from the oldest to the running one."""
    trend = [float(row[f"m{age}"]) for age in reversed(range(YEAR))]
    query = {"category": row["category"]} if row["category"] else {"category_known": "no"}
    return {**row, "trend": trend, "address": f"{reverse('products')}?{urlencode(query)}"}
