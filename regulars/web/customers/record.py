"""All that the page of one person shows, in a handful of statements."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.utils.dateparse import parse_date, parse_datetime

from regulars.base.kit import paging, query
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.kinds import OrderKind
from regulars.commerce.models import Order, OrderLine, ReturnMatch
from regulars.identity.models import Identifier, Person
from regulars.insight.models import Run, Score
from regulars.profile.models import Profile, Quality, Tag
from regulars.web.customers import names

ORDERS_AT_ONCE = 10
KINDS: tuple[type[Any], ...] = (Profile, Identifier, Tag, Quality)
WHO = """
    with mine as (select id from identity_person
                  where id = %(person)s or canonical_id = %(person)s and canonical_id <> id)
    select
      (select coalesce(jsonb_agg(to_jsonb(f) - '{search,attributes}'::text[] order by f.person_id), '[]')
       from profile_profile f where f.person_id in (select id from mine)),
      (select coalesce(jsonb_agg(to_jsonb(i) order by i.kind, i.value), '[]')
       from identity_identifier i where i.person_id in (select id from mine)),
      (select coalesce(jsonb_agg(to_jsonb(t) order by lower(t.name)), '[]')
       from profile_tag t where t.id in (select tag_id from profile_tagging where person_id in (select id from mine))),
      (select coalesce(jsonb_agg(to_jsonb(q)), '[]') from profile_quality q where q.person_id = %(person)s)
"""
PLACE = ("street", "city", "region", "postcode", "country")
OPEN_PLACE = ("city", "region", "country")


@dataclass(frozen=True, slots=True)
class Known:
    """An identifier as the reader may see it."""

    kind: str
    value: str
    is_verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What is stored of all who are one person, as it is stored; profiles from the oldest on."""

    profiles: Sequence[Profile]
    identifiers: Sequence[Identifier]
    tags: Sequence[Tag]
    quality: Quality | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Name and addresses; of several profiles of one human being, the oldest that says something counts."""

    name: str
    company: str
    place: str
    language: str
    tags: Sequence[Tag]
    known: Sequence[Known]


@dataclass(frozen=True, slots=True)
class Line:
    """A line, how many of it came back, and whether it is a return whose purchase nobody found."""

    line: OrderLine
    came_back: Decimal | None
    is_unmatched: bool


@dataclass(frozen=True, slots=True)
class Bought:
    """An order with its lines; `kind` is empty for a plain sale."""

    order: Order
    kind: str
    lines: Sequence[Line]


def rows(person: Person) -> Rows:
    """One statement: the profiles, the identifiers and the tags of all who are this person."""
    given = map(json.loads, query.row(WHO, person=person.id))
    profiles, identifiers, borne, flawed = (
        [kind(**row) for row in found] for kind, found in zip(KINDS, given, strict=True)
    )
    for profile in profiles:
        profile.born_on = parse_date(profile.born_on or "")
    for item in identifiers:
        item.first_seen_at = parse_datetime(item.first_seen_at)
        item.verified_at = parse_datetime(item.verified_at or "")
    return Rows(profiles, identifiers, borne, *flawed)


def who(person: Person, stored: Rows, staff: Staff) -> Who:
    """A person in a few words, as the reader may see them."""
    profiles, identifiers = stored.profiles, stored.identifiers
    return Who(
        name=said(profiles, "name") or said(profiles, "company") or unnamed(person, identifiers, staff),
        company=said(profiles, "company") if said(profiles, "name") else "",
        place=place(profiles, staff),
        language=said(profiles, "language"),
        tags=stored.tags,
        known=[
            Known(
                item.get_kind_display(), names.shown(item.kind, item.value, staff), bool(item.verified_at), item.source
            )
            for item in identifiers
        ],
    )


def said(profiles: Sequence[Profile], field: str) -> str:
    return next((value for profile in profiles if (value := getattr(profile, field))), "")


def unnamed(person: Person, identifiers: Sequence[Identifier], staff: Staff) -> str:
    preferred = [item for item in identifiers if item.kind in names.PREFERRED]
    best = min(preferred, key=lambda item: names.PREFERRED.index(item.kind), default=None)  # type: ignore[arg-type]
    return names.called(best, staff) if best else person.public_id


def place(profiles: Sequence[Profile], staff: Staff) -> str:
    """The address of the first profile that has one; the street and the code only for those who may see them."""
    fields = PLACE if staff.sees_contact_details else OPEN_PLACE
    addressed = next((profile for profile in profiles if profile.city or profile.street or profile.country), None)
    return ", ".join(value for field in fields if (value := getattr(addressed, field, "")))


def score(person: Person, store: Store | None) -> Score | None:
    """What the current run says of a person; nothing of those who came after it."""
    current = Run.objects.published().filter(store=store).order_by("-published_at", "-id").values("id")[:1]
    return Score.objects.filter(run=Subquery(current), person=person.id).select_related("run").first()


def orders(person: Person, store: Store | None, staff: Staff, after: str = "") -> Page[Bought]:
    """
    Orders from the last to the first, each with its lines and what came back; two statements.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    found = Order.objects.visible_to(staff).filter(store=store, person__canonical=person.id)
    if after:
        moment, last = opened(after)
        found = found.filter(placed_at__lte=moment).exclude(placed_at=moment, id__gte=last)
    rows = list(found.order_by("-placed_at", "-id")[: ORDERS_AT_ONCE + 1])
    shown = rows[:ORDERS_AT_ONCE]
    lines = lines_of([order.id for order in shown])
    following = paging.cursor(shown[-1].placed_at.isoformat(), shown[-1].id) if len(rows) > ORDERS_AT_ONCE else None
    return Page([Bought(order, kind(order), lines[order.id]) for order in shown], following)


def kind(order: Order) -> str:
    """What an order is where it is no plain sale."""
    return "" if order.kind == OrderKind.SALE else order.get_kind_display()


def lines_of(orders: Sequence[int]) -> dict[int, list[Line]]:
    matched = ReturnMatch.objects.filter(returned=OuterRef("id"))
    lines: QuerySet[Any] = OrderLine.objects.filter(order__in=orders).select_related("product")
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines.annotate(came_back=Sum("returns__quantity"), is_matched=Exists(matched)).order_by("id"):
        found[line.order_id].append(Line(line, line.came_back, line.quantity < 0 and not line.is_matched))
    return found


def opened(after: str) -> tuple[datetime, int]:
    moment, last = paging.opened(after, 2)
    try:
        return datetime.fromisoformat(moment or ""), int(last or "")
    except ValueError as error:
        raise BadCursor from error
