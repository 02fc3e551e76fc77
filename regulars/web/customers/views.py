"""The index of customers, and one customer."""

from collections.abc import Sequence
from datetime import UTC
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from regulars.base.kit.paging import Page
from regulars.base.workspace import seen
from regulars.base.workspace.kinds import Act, Thing
from regulars.identity.models import Person
from regulars.insight.models import Run
from regulars.profile import tags
from regulars.profile.quality import scores
from regulars.web.customers import (
    answering,
    beside,
    doubts,
    facts,
    index,
    kept,
    labels,
    listing,
    names,
    playbook,
    record,
    timeline,
)
from regulars.web.customers.index import Reader
from regulars.web.customers.listing import Named
from regulars.web.customers.record import Bought
from regulars.web.customers.timeline import Entry
from regulars.web.layout.answers import page_or_part
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff
from regulars.web.lists import page as lists
from regulars.web.lists.columns import Row
from regulars.web.lists.page import Link


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def people(request: StaffRequest) -> HttpResponse:
    run = current_run(request)
    customers = listing.of(request.store, run, request.staff)
    if moved := lists.unsettled(request, customers):
        return moved
    asked, reader = customers.ask(request), reader_of(request, run)
    meant = kept.of(asked, run, request.store)
    tagged = any(column.key == "tags" for column in customers.chosen_columns(request.staff))
    found = index.page(asked, reader, meant=meant)
    return lists.answer(
        request, customers, asked, Page(shown(request, found.rows, with_tags=tagged), found.following),
        template="web/customers/list.html", count=lambda: index.count(asked, reader, meant=meant),
        kept_words=meant.words, run=run, play=playbook.of(playbook.asked_for(asked.conditions, meant.people)),
        pairs=None if request.GET else partial(doubts.number, request.staff),
    )  # fmt: skip


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def play(request: StaffRequest, stage: str) -> HttpResponse:
    """What to do for those of a stage, with the way to them."""
    found = playbook.of(stage) if stage in playbook.PLAYS else None
    if found is None:
        raise Http404
    label = labels.stage(stage)
    return render(request, "web/customers/playbook.html", {"play": found, "stage": stage, "label": label})


def reader_of(request: StaffRequest, run: Run | None) -> Reader:
    zone = request.store.zone if request.store else UTC
    return Reader(request.staff, request.store, run, request.now.astimezone(zone).date())


def current_run(request: StaffRequest) -> Run | None:
    """The run whose scores are shown; none to those who may not see insight."""
    is_open = request.store is not None and request.staff.may(Act.SEE, Thing.INSIGHT)
    return Run.objects.current(request.store) if is_open and request.store else None


def shown(request: StaffRequest, rows: Sequence[index.Row], *, with_tags: bool) -> list[Row]:
    """The rows with what people are called."""
    nameless = names.by_identifier([row.id for row in rows if not row.name], request.staff)
    borne = tags.of(row.id for row in rows) if with_tags else {}
    named = [
        Named(
            row, row.name or row.company or nameless.get(row.id) or row.public_id,
            [tag.name for tag in borne.get(row.id, ())],
        )
        for row in rows
    ]  # fmt: skip
    return [Row(each.row.public_id, reverse("person", args=[each.row.public_id]), each, each.name) for each in named]


@require_GET
@for_staff(Act.SEE, Thing.PEOPLE)
def person(request: StaffRequest, id: str) -> HttpResponse:
    """One customer; somebody merged away leads on to who they are now."""
    found = get_object_or_404(Person.objects.visible_to(request.staff), public_id=id)
    if found.canonical_id != found.id:
        return redirect("person", found.canonical.public_id)
    seen.note(request.staff, "person", found.public_id, at=request.now)
    sees_insight = request.staff.may(Act.SEE, Thing.INSIGHT)
    score = record.score(found, request.store) if sees_insight else None
    context: dict[str, Any] = {
        "score": score,
        "sees_insight": sees_insight,
        "stage": labels.stage(score.stage) if score else None,
        "facts": facts.of(score, request.store.currency) if score and request.store else [],
        "orders": orders_of(request, found),
        "timeline": timeline_of(request, found),
        "kinds": timeline_kinds(found),
        "play": playbook.of(score.stage if score else None),
        **beside.of(found, request.store, request.stores, request.staff),
    }
    stored = record.rows(found)
    context["quality"], context["flaws"] = scores.told(stored.quality)
    return answering.page(request, found, "web/customers/person.html", stored=stored, **context)


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
    after, about = request.GET.get("after", ""), request.GET.get("about", "")
    context = {"person": found, "timeline": timeline_of(request, found, after, about), "about": about}
    context["kinds"] = timeline_kinds(found, about)
    return page_or_part(request, "web/customers/timeline.html", "entries" if after else "body", context)


def orders_of(request: StaffRequest, person: Person, after: str = "") -> Page[Bought] | None:
    """The orders; None for who may not see any."""
    if not request.staff.may(Act.SEE, Thing.ORDERS):
        return None
    return record.orders(person, request.store, request.staff, after)


def timeline_of(request: StaffRequest, person: Person, after: str = "", about: str = "") -> Page[Entry]:
    return timeline.page([person.id], [store.id for store in request.stores], request.staff, after, about)


def timeline_kinds(person: Person, about: str = "") -> list[Link]:
    """What the timeline can be narrowed down to."""
    address = reverse("person_timeline", args=[person.public_id])
    kinds = [(key, label) for key, (label, _names) in timeline.ABOUT.items()]
    return [
        Link(_("All"), address, about not in timeline.ABOUT),
        *(Link(label, f"{address}?about={key}", key == about) for key, label in kinds),
    ]
