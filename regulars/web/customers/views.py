"""The index of customers, and one customer."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from regulars.base.kit.paging import Page
from regulars.base.workspace.kinds import Act, Thing
from regulars.identity.models import Person
from regulars.insight import sentences
from regulars.insight.models import Finding, Run
from regulars.web.customers import facts, index, labels, names, record, timeline
from regulars.web.customers.forms import FilterForm
from regulars.web.customers.index import Asked, Row
from regulars.web.customers.record import Bought
from regulars.web.customers.timeline import Entry
from regulars.web.layout.answers import page_or_part
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def people(request: StaffRequest) -> HttpResponse:
    run = current_run(request)
    form = FilterForm.of(request.GET, is_learned=run is not None)
    finding = behind(request, run)
    asked = asked_for(form, finding)
    page = index.page(asked, run=run, store=request.store, staff=request.staff, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "page": page,
        "people": shown(request, page.rows),
        "run": run,
        "finding": finding,
        "told": sentences.told(finding, currency=request.store.currency) if finding and request.store else "",
        "columns": index.columns(asked, request.GET, is_learned=run is not None),
        "is_filtered": bool(asked.search or asked.stage or asked.group or asked.people),
    }
    return page_or_part(request, "web/customers/list.html", "rows", context)


def current_run(request: StaffRequest) -> Run | None:
    """The run whose scores are shown; none to those who may not see insight."""
    is_open = request.store is not None and request.staff.may(Act.SEE, Thing.INSIGHT)
    return Run.objects.current(request.store) if is_open and request.store else None


def asked_for(form: FilterForm, finding: Finding | None) -> Asked:
    given = form.asked()
    people = finding.behind["people"] if finding else {}
    return Asked(given["q"], given["stage"], given["group"], given["sort"], people)


def behind(request: StaffRequest, run: Run | None) -> Finding | None:
    """The finding whose people are asked for; one of an older run is followed to its like in the current one."""
    id = request.GET.get("finding", "")
    if run is None or not id.isdecimal():
        return None
    asked = Finding.objects.filter(id=int(id), run__store=request.store).first()
    found = asked and Finding.objects.filter(run=run, rule=asked.rule, key=asked.key).first()
    return found if found and "people" in found.behind else None


def shown(request: StaffRequest, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows with the words that stand in the table."""
    nameless = names.by_identifier([row.id for row in rows if not row.name], request.staff)
    return [
        {
            "row": row,
            "name": row.name or row.company or nameless.get(row.id) or row.public_id,
            "place": ", ".join(part for part in (row.city, row.country) if part),
            "stage": labels.stage(row.stage),
            "group": labels.group(row.rfm_group),
        }
        for row in rows
    ]


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def person(request: StaffRequest, id: str) -> HttpResponse:
    """One customer; somebody merged away leads on to who they are now."""
    found = get_object_or_404(Person.objects.visible_to(request.staff), public_id=id)
    if found.canonical_id != found.id:
        return redirect("person", found.canonical.public_id)
    sees_insight = request.staff.may(Act.SEE, Thing.INSIGHT)
    score = record.score(found, request.store) if sees_insight else None
    context = {
        "person": found,
        "who": record.who(found, request.staff),
        "score": score,
        "sees_insight": sees_insight,
        "stage": labels.stage(score.stage) if score else None,
        "facts": facts.of(score, request.store.currency) if score and request.store else [],
        "orders": orders_of(request, found),
        "timeline": timeline_of(request, found),
    }
    return render(request, "web/customers/person.html", context)


@require_GET
@for_staff(Act.SEE, Thing.ORDERS)
def person_orders(request: StaffRequest, id: str) -> HttpResponse:
    """Further orders of a person."""
    found = get_object_or_404(Person.objects.visible_to(request.staff).canonical_only(), public_id=id)
    orders = orders_of(request, found, request.GET.get("after", ""))
    return page_or_part(request, "web/customers/orders.html", "orders", {"person": found, "orders": orders})


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def person_timeline(request: StaffRequest, id: str) -> HttpResponse:
    """What happened further back."""
    found = get_object_or_404(Person.objects.visible_to(request.staff).canonical_only(), public_id=id)
    entries = timeline_of(request, found, request.GET.get("after", ""))
    return page_or_part(request, "web/customers/timeline.html", "entries", {"person": found, "timeline": entries})


def orders_of(request: StaffRequest, person: Person, after: str = "") -> Page[Bought] | None:
    """The orders; None for who may not see any."""
    if not request.staff.may(Act.SEE, Thing.ORDERS):
        return None
    return record.orders(person, request.store, request.staff, after)


def timeline_of(request: StaffRequest, person: Person, after: str = "") -> Page[Entry]:
    return timeline.page(person.id, [store.id for store in request.stores], request.staff, after)
