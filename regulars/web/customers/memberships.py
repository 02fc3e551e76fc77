"""Filters that ask another table than the scores and the profile: tags, flaws and custom fields, as sets of people.

Each becomes `p.id in (…)` over an index of that table, so that a rare tag is found at once among a million people.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy
from psycopg import sql

from regulars.profile import models
from regulars.profile.kinds import FieldKind
from regulars.profile.quality.rules import PEOPLE
from regulars.web.customers.house import House
from regulars.web.lists import clauses
from regulars.web.lists.clauses import Clauses
from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import FilterField, Kind, Op

TAG = "tag"
FLAW = "flaw"
CUSTOM = "field_"
KINDS: dict[str, tuple[Kind, str]] = {
    FieldKind.TEXT: (Kind.TEXT, "v.text"),
    FieldKind.LINK: (Kind.TEXT, "v.text"),
    FieldKind.NUMBER: (Kind.NUMBER, "v.number"),
    FieldKind.MONEY: (Kind.MONEY, "v.number"),
    FieldKind.DATE: (Kind.DAY, "v.day"),
    FieldKind.CHOICE: (Kind.CHOICE, "v.text"),
    FieldKind.CHOICES: (Kind.MANY, "v.words::text[]"),
    FieldKind.FLAG: (Kind.YESNO, "(v.number = 1)"),
}
TAGGED = """
    p.id in (select o.canonical_id from profile_tagging g join identity_person o on o.id = g.person_id
             join profile_tag t on t.id = g.tag_id where {})
"""
FLAWED = "p.id in (select q.person_id from profile_quality q where {})"
SAID = """
    p.id in (select o.canonical_id from profile_fieldvalue v join identity_person o on o.id = v.person_id
             join profile_field d on d.id = v.field_id where d.public_id = {} and {})
"""
NOT_BLANK = "(v.text <> '' or v.number is not null or v.day is not null or v.words <> '{{}}')"


def fields(house: House) -> list[FilterField]:
    """What the list can be asked for: the tags, the flaws, and each custom field that the reader may see."""
    named = [(tag.public_id, tag.name) for tag in house.tags]
    return [
        FilterField(TAG, gettext_lazy("Tag"), Kind.MANY, choices=named),
        FilterField(FLAW, gettext_lazy("Data flaw"), Kind.MANY, choices=[(rule.name, rule.label) for rule in PEOPLE]),
        *map(field, house.fields),
    ]


def field(about: models.Field) -> FilterField:
    kind, _column = KINDS[about.kind]
    choices = [(choice, choice) for choice in about.choices]
    return FilterField(
        f"{CUSTOM}{about.key}", about.name, kind, choices=choices, currency=about.currency,
        group=f"{about.kind}:{about.public_id}",
    )  # fmt: skip


def added(conditions: Sequence[Condition], into: Clauses, *, today: Any) -> None:
    """Add a clause for each condition that is about a membership."""
    for condition in conditions:
        if condition.field.key == TAG:
            into.parts.append(tagged(condition, into))
        elif condition.field.key == FLAW:
            into.parts.append(flawed(condition, into))
        elif condition.field.key.startswith(CUSTOM):
            into.parts.append(said(condition, into, today))


def tagged(condition: Condition, into: Clauses) -> sql.Composable:
    if condition.op in (Op.KNOWN, Op.UNKNOWN):
        found: sql.Composable = sql.SQL(TAGGED).format(sql.SQL("true"))
    else:
        wanted = into.given([str(value) for value in condition.values])
        found = sql.SQL(TAGGED).format(sql.SQL("t.public_id = any({}::text[])").format(wanted))
    return turned(found, condition.op)


def flawed(condition: Condition, into: Clauses) -> sql.Composable:
    if condition.op in (Op.KNOWN, Op.UNKNOWN):
        found: sql.Composable = sql.SQL(FLAWED).format(sql.SQL("true"))
    else:
        wanted = into.given([str(value) for value in condition.values])
        found = sql.SQL(FLAWED).format(sql.SQL("q.flaws && {}::varchar[]").format(wanted))
    return turned(found, condition.op)


def said(condition: Condition, into: Clauses, today: Any) -> sql.Composable:
    kind, id = str(condition.field.group).split(":")
    if condition.op in (Op.KNOWN, Op.UNKNOWN):
        inner: sql.Composable = sql.SQL(NOT_BLANK).format()
    else:
        asked = Op.IS if condition.op == Op.NOT else condition.op
        about = replace(condition.field, column=KINDS[kind][1])
        inner = clauses.clause(Condition(about, asked, condition.values), into, today)
    return turned(sql.SQL(SAID).format(into.given(id), inner), condition.op)


def turned(found: sql.Composable, op: Op) -> sql.Composable:
    return sql.SQL("not ({})").format(found) if op in (Op.NOT, Op.UNKNOWN) else found
