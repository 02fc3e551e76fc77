"""What people said and wished for: on the page of one, and as filters of the list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from psycopg import sql

from regulars.base.workspace.models import Store
from regulars.engage import content
from regulars.engage.kinds import BANDS, NUMBERS, WITH_OPTIONS
from regulars.engage.models import Form
from regulars.web.lists import clauses
from regulars.web.lists.clauses import Clauses
from regulars.web.lists.conditions import Condition
from regulars.web.lists.fields import FilterField, Kind, Op

GROUP = "voices"
MOST_FORMS = 30
PARTS = """
      (select jsonb_agg(a order by a.at desc)
       from (select f.public_id as form, f.name, max(w.answered_at) as at, count(*) as times
             from engage_answer w join engage_form f on f.id = w.form_id
             where w.store_id = %(store)s and w.person_id in (select id from mine)
             group by f.id order by max(w.answered_at) desc limit %(most)s) a),
      (select jsonb_agg(r order by r.at desc)
       from (select r.rating, r.title, coalesce(nullif(p.title, ''), r.sku) as product, p.public_id as product_id,
                    r.reviewed_at as at
             from engage_review r left join commerce_product p on p.id = r.product_id
             where r.store_id = %(store)s and r.person_id in (select id from mine) and r.state <> 'hidden'
             order by r.reviewed_at desc limit %(most)s) r),
      (select jsonb_agg(w order by w.at desc)
       from (select coalesce(nullif(p.title, ''), nullif(max(w.title), ''), w.sku) as product,
                    p.public_id as product_id, max(w.wished_at) as at, bool_or(w.kind = 'back') as is_back,
                    bool_or(w.carted_at is not null) as has_carted
             from engage_wish w left join commerce_product p on p.id = w.product_id
             where w.store_id = %(store)s and w.ended_at is null and w.person_id in (select id from mine)
             group by w.sku, p.title, p.public_id order by max(w.wished_at) desc limit %(most)s) w)
"""
ANSWERED = """
    p.id in (select o.canonical_id from engage_answer a join identity_person o on o.id = a.person_id
             join engage_form f on f.id = a.form_id where a.store_id = {} and {})
"""
REPLIED = """
    p.id in (select o.canonical_id from engage_answer a join identity_person o on o.id = a.person_id
             join engage_form f on f.id = a.form_id join engage_reply r on r.answer_id = a.id
             where a.store_id = {} and {})
"""
REVIEWED = """
    p.id in (select o.canonical_id from engage_review r join identity_person o on o.id = r.person_id
             where r.store_id = {} and r.state <> 'hidden' and {})
"""
WISHES = """
    p.id in (select o.canonical_id from engage_wish w join identity_person o on o.id = w.person_id
             where w.store_id = {} and w.ended_at is null and {})
"""
PLACES = {
    "answered": (ANSWERED, "f.public_id"),
    "reviewed": (REVIEWED, "r.sku"),
    "stars": (REVIEWED, "r.rating"),
    "wishes": (WISHES, "w.sku"),
}
BAND_WORDS = {
    "low": gettext_lazy("low"),
    "middle": gettext_lazy("in the middle"),
    "high": gettext_lazy("high"),
}

SCALES = {f"{kind}-{band}": numbers for kind, bands in BANDS.items() for band, numbers in bands.items()}
"""The parts of scales, as an address names them."""


@dataclass(frozen=True, slots=True)
class Voiced:
    """The last forms that a person answered, the last reviews, and what they wish for."""

    forms: list[dict[str, Any]]
    reviews: list[dict[str, Any]]
    wishes: list[dict[str, Any]]


def of(given: Sequence[Any]) -> Voiced | None:
    """None where they said nothing; `given` is what the parts found."""
    if not any(given):
        return None
    return Voiced(*[[{**row, "at": moment(row["at"])} for row in part or ()] for part in given])


def moment(text: str) -> datetime | None:
    return parse_datetime(text)


def fields(store: Store | None) -> list[FilterField]:
    """What can be asked of answers, reviews and wishes; the answers of the forms made last, one by one."""
    rows = list(Form.objects.filter(store=store, published_at__isnull=False).order_by("-id")[:MOST_FORMS])
    named = [
        FilterField("answered", gettext_lazy("Answered the form"), Kind.CHOICE, group=GROUP,
                    choices=[(form.public_id, form.name) for form in rows]),
        FilterField("replied", gettext_lazy("Said in a form"), Kind.CHOICE, group=GROUP,
                    choices=[pair for form in rows for pair in replies(form)]),
    ]  # fmt: skip
    return [
        *(named if rows else ()),
        FilterField("reviewed", gettext_lazy("Reviewed (SKU)"), group=GROUP),
        FilterField("stars", gettext_lazy("Stars they gave"), Kind.NUMBER, group=GROUP),
        FilterField("wishes", gettext_lazy("Wishes for (SKU)"), group=GROUP),
    ]


def replies(form: Form) -> list[tuple[str, str]]:
    """The answers that a form can have, each with its words."""
    shown, language = content.read(form.draft), get_language() or ""
    found = []
    for question in shown.questions:
        if question.kind in WITH_OPTIONS:
            keys = [(each.key, content.said(each.label, language)) for each in question.options]
        else:
            bands = BANDS.get(question.kind, ())
            keys = [(f"{question.kind}-{band}", str(BAND_WORDS[band])) for band in bands]
            keys += [(str(number), str(number)) for number in NUMBERS.get(question.kind, ())]
        found += [(value(form.public_id, question.key, key), f"{form.name}: {question.words(language)} → {words}")
                  for key, words in keys]  # fmt: skip
    return found


def value(form: str, question: str, answer: str) -> str:
    """An answer of a form, as an address names it."""
    return f"{form}.{question}.{answer}"


def is_asked(conditions: Sequence[Condition]) -> bool:
    """Whether a list is about what people said, so that those who never bought belong in it."""
    return any(condition.field.group == GROUP for condition in conditions)


def added(conditions: Sequence[Condition], into: Clauses, store: Store, *, today: date) -> None:
    """Add the clauses of what is asked about answers, reviews and wishes of a store."""
    for condition in conditions:
        if condition.field.group != GROUP:
            continue
        is_turned = condition.op in (Op.NOT, Op.UNKNOWN)
        op = {Op.NOT: Op.IS, Op.UNKNOWN: Op.KNOWN}.get(condition.op, condition.op)
        if condition.field.key == "replied":
            place, told = REPLIED, any_of(condition, op, into)
        else:
            place, column = PLACES[condition.field.key]
            field = replace(condition.field, column=column)
            told = clauses.clause(replace(condition, op=op, field=field), into, today)
        found = sql.SQL(place).format(into.given(store.id), told)
        into.parts.append(sql.SQL("not ({})").format(found) if is_turned else found)


def any_of(condition: Condition, op: Op, into: Clauses) -> sql.Composable:
    """Any of some answers; a part of a scale stands for its numbers."""
    if op == Op.KNOWN:
        return sql.SQL("true")
    parts = [answer(str(each), into) for each in condition.values]
    return sql.SQL("({})").format(sql.SQL(" or ").join(parts))


def answer(given: str, into: Clauses) -> sql.Composable:
    form, question, key = [*given.split("."), "", ""][:3]
    of = sql.SQL("f.public_id = {} and r.question = {}").format(into.given(form), into.given(question))
    if key.isdecimal():
        return sql.SQL("({} and r.number = {}::int)").format(of, into.given(key))
    if key in SCALES:
        return sql.SQL("({} and r.number = any({}::int[]))").format(of, into.given(list(SCALES[key])))
    return sql.SQL("({} and {} = any(r.words))").format(of, into.given(key))
