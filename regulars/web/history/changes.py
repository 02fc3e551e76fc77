"""What one operation changed: field by field, the old value and the new one, as far as the reader may see them."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from regulars.base.events.kinds import ChangeKind
from regulars.base.events.models import Change, Operation
from regulars.base.kit import paging
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.models import Staff
from regulars.commerce.models import Order, OrderLine, Product
from regulars.identity.models import Identifier, Person
from regulars.profile.models import Profile
from regulars.web.customers import names
from regulars.web.history import words

PAGE_SIZE = 30
LONGEST = 200
NOTHING = "–"
HIDDEN = frozenset({"id", "operation", "search", "sort_key", "content", "stated"})


@dataclass(frozen=True, slots=True)
class Thing:
    """The row that was changed: what it is called, and its page where it has one."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    label: str | Promise
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One row with its fields; of a removed row the old values alone."""

    table: str | Promise
    thing: Thing
    is_removed: bool
    fields: Sequence[Field]


def page(operation: Operation, staff: Staff, after: str = "") -> Page[Changed]:
    """
    Thirty changed rows, in the order in which they were changed.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    found = Change.objects.filter(operation=operation.id)
    if after:
        found = found.filter(id__gt=opened(after))
    rows = list(found.order_by("id")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    things = named(shown, staff)
    following = paging.cursor(shown[-1].id) if len(rows) > PAGE_SIZE else None
    return Page([changed(row, things, staff) for row in shown], following)


def opened(after: str) -> int:
    [last] = paging.opened(after, 1)
    try:
        return int(last or "")
    except ValueError as error:
        raise BadCursor from error


def changed(row: Change, things: Mapping[tuple[str, int], Thing], staff: Staff) -> Changed:
    thing = things.get((row.table, row.key)) or Thing(_("number %(key)s") % {"key": row.key})
    return Changed(words.table(row.table), thing, row.kind == ChangeKind.DELETED, fields(row, staff))


def fields(row: Change, staff: Staff) -> list[Field]:
    old, new = dict(row.old or {}), dict(row.new or {})
    told = [Field(words.field(name), value(old.get(name)), value(new.get(name))) for name in each(old, new)]
    apart = row.personal or {}
    old, new = apart.get("old") or {}, apart.get("new") or {}
    if staff.sees_contact_details:
        return told + [Field(words.field(name), value(old.get(name)), value(new.get(name))) for name in each(old, new)]
    return told + [Field(words.field(name), names.DOTS, names.DOTS) for name in each(old, new)]


def each(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted((old.keys() | new.keys()) - HIDDEN)


def value(given: Any) -> str:
    if given is None or given in ("", [], {}):
        return NOTHING
    if isinstance(given, bool):
        return _("yes") if given else _("no")
    if isinstance(given, list) and all(isinstance(item, str) for item in given):
        return ", ".join(given)[:LONGEST]
    return (json.dumps(given, ensure_ascii=False) if isinstance(given, dict | list) else str(given))[:LONGEST]


def named(rows: Iterable[Change], staff: Staff) -> dict[tuple[str, int], Thing]:
    """What the rows are called, a statement or two for each table that occurs."""
    keys: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        keys[row.table].add(row.key)
    found: dict[tuple[str, int], Thing] = {}
    for table, ids in keys.items():
        if table in NAMED:
            found |= {(table, key): thing for key, thing in NAMED[table](ids, staff).items()}
    return found


def orders(ids: Iterable[int], staff: Staff) -> dict[int, Thing]:
    rows = Order.objects.visible_to(staff).filter(id__in=ids).values_list("id", "number", "public_id")
    return {id: Thing(number, reverse("order", args=[public_id])) for id, number, public_id in rows}


def lines(ids: Iterable[int], staff: Staff) -> dict[int, Thing]:
    visible = Order.objects.visible_to(staff)
    rows = OrderLine.objects.filter(id__in=ids, order__in=visible).select_related("order")
    return {
        row.id: Thing(f"{row.order.number} · {row.title}", reverse("order", args=[row.order.public_id])) for row in rows
    }


def products(ids: Iterable[int], staff: Staff) -> dict[int, Thing]:
    rows = Product.objects.visible_to(staff).filter(id__in=ids)
    return {row.id: Thing(str(row), reverse("product", args=[row.public_id])) for row in rows}


def people(ids: Iterable[int], staff: Staff) -> dict[int, Thing]:
    rows = list(Person.objects.visible_to(staff).filter(id__in=ids))
    titles = names.of(rows, staff)
    return {row.id: Thing(titles[row.id], reverse("person", args=[row.public_id])) for row in rows}


def profiles(ids: Iterable[int], staff: Staff) -> dict[int, Thing]:
    return of_people(Profile.objects.filter(id__in=ids).values_list("id", "person"), staff)


def identifiers(ids: Iterable[int], staff: Staff) -> dict[int, Thing]:
    return of_people(Identifier.objects.filter(id__in=ids).values_list("id", "person"), staff)


def of_people(rows: Iterable[tuple[int, int]], staff: Staff) -> dict[int, Thing]:
    """Rows that belong to a person are called as that person."""
    owners = dict(rows)
    known = people(owners.values(), staff)
    return {id: known[person] for id, person in owners.items() if person in known}


NAMED: Mapping[str, Callable[[Iterable[int], Staff], dict[int, Thing]]] = {
    "commerce_order": orders,
    "commerce_orderline": lines,
    "commerce_product": products,
    "identity_person": people,
    "identity_identifier": identifiers,
    "profile_profile": profiles,
}
