"""Filters that ask what people did on the shop's site: their visits, what they looked at, the carts that they left.

All that is asked of visits is asked of one and the same visit; a day of visits is also that of the looks.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy, pgettext_lazy
from psycopg import sql

from regulars.base.workspace.models import Store
from regulars.insight import traffic
from regulars.web.lists import clauses
from regulars.web.lists.clauses import Clauses
from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import FilterField, Kind, Op

GROUP = "visits"
ON = "visited_on"
SIGNS = {
    "bounced": gettext_lazy("left after one page"),
    "left_at_price": gettext_lazy("left at the price"),
    "undecided": gettext_lazy("compared and put nothing into the cart"),
}
DEVICES = {
    "phone": pgettext_lazy("device", "phone"),
    "tablet": pgettext_lazy("device", "tablet"),
    "desktop": pgettext_lazy("device", "computer"),
    "tv": pgettext_lazy("device", "television"),
}
CASES = ", ".join(f"case when {condition} then '{name}' end" for name, condition in traffic.SIGNS.items())
VISIT = {
    ON: "(v.started_at at time zone z.timezone)::date",
    "visit": f"array_remove(array[{CASES}], null)",
    "campaign": "v.campaign",
    "origin": "v.origin",
    "entry": "v.entry",
    "device": "v.device",
}
LOOK = {
    "searched": "l.kind = 'search'",
    "searched_in_vain": "l.kind = 'search' and l.in_vain > 0",
    "looked_at": "l.kind = 'product'",
    "watches": traffic.WATCHED,
}
LEFT_ON = "(c.abandoned_at at time zone z.timezone)::date"
VISITED = """
    p.id in (select o.canonical_id from insight_visit v join identity_person o on o.id = v.person_id
             join workspace_store z on z.id = v.store_id where v.store_id = {} and {})
"""
LOOKED = """
    p.id in (select o.canonical_id from insight_look l join identity_person o on o.id = l.person_id
             join workspace_store z on z.id = l.store_id where l.store_id = {} and {})
"""
LEFT = """
    p.id in (select o.canonical_id from commerce_cart c join identity_person o on o.id = c.person_id
             join workspace_store z on z.id = c.store_id
             where c.store_id = {} and c.abandoned_at is not null and c.bought_at is null and {})
"""
LOOKED_ON = "(l.last_at at time zone z.timezone)::date"
FIELDS = (
    FilterField(ON, gettext_lazy("Visited the site"), Kind.DAY, group=GROUP),
    FilterField("visit", gettext_lazy("Visit"), Kind.MANY, choices=tuple(SIGNS.items()), group=GROUP),
    FilterField("campaign", gettext_lazy("Campaign"), group=GROUP),
    FilterField("origin", gettext_lazy("Came from"), group=GROUP),
    FilterField("entry", gettext_lazy("Entry page"), group=GROUP),
    FilterField("device", gettext_lazy("Device"), Kind.CHOICE, choices=tuple(DEVICES.items()), group=GROUP),
    FilterField("searched", gettext_lazy("Searched for"), group=GROUP),
    FilterField("searched_in_vain", gettext_lazy("Searched in vain for"), group=GROUP),
    FilterField("looked_at", gettext_lazy("Looked at (SKU)"), group=GROUP),
    FilterField("watches", gettext_lazy("Watches (SKU)"), group=GROUP),
    FilterField("cart_left_on", gettext_lazy("Left a cart"), Kind.DAY, group=GROUP),
)


def is_asked(conditions: Sequence[Condition]) -> bool:
    """Whether a list is about what people did on the site, so that visitors belong in it."""
    return any(condition.field.group == GROUP for condition in conditions)


def added(conditions: Sequence[Condition], into: Clauses, store: Store, *, today: date) -> None:
    """Add the clauses of what is asked about visits, looks and carts of a store."""

    def add(place: str, parts: Sequence[sql.Composable], *, is_turned: bool = False) -> None:
        found = sql.SQL(place).format(into.given(store.id), sql.SQL(" and ").join(parts))
        into.parts.append(sql.SQL("not ({})").format(found) if is_turned else found)

    def told(condition: Condition, column: str) -> sql.Composable:
        op = {Op.NOT: Op.IS, Op.UNKNOWN: Op.KNOWN}.get(condition.op, condition.op)
        return clauses.clause(replace(condition, op=op, field=replace(condition.field, column=column)), into, today)

    asked = [condition for condition in conditions if condition.field.group == GROUP]
    together = [told(each, VISIT[each.field.key]) for each in asked if each.field.key in VISIT and not turned(each)]
    if together:
        add(VISITED, together)
    days = [told(each, LOOKED_ON) for each in asked if each.field.key == ON and not turned(each)]
    for each in asked:
        key = each.field.key
        if key in LOOK:
            add(LOOKED, [sql.SQL(LOOK[key]), told(each, "l.what"), *days], is_turned=turned(each))
        elif key not in VISIT:
            add(LEFT, [told(each, LEFT_ON)], is_turned=turned(each))
        elif turned(each):
            add(VISITED, [told(each, VISIT[key])], is_turned=True)


def turned(condition: Condition) -> bool:
    """Whether it asks for those of whom something does not hold."""
    return condition.op in (Op.NOT, Op.UNKNOWN)
