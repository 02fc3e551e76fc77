"""What stands in the address of a list, read, written back, and said in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.kit import query
from regulars.web.lists import clauses, conditions
from regulars.web.lists.columns import Column
from regulars.web.lists.fields import OPS, FilterField, Kind, Op
from regulars.web.lists.listing import Listing

STAGES = (("loyal", "Loyal"), ("lost", "Lost"))
FIELDS = (
    FilterField("city", "City", Kind.TEXT, "t.city"),
    FilterField("stage", "Stage", Kind.CHOICE, "t.stage", STAGES),
    FilterField("tag", "Tag", Kind.MANY, "t.tags", STAGES),
    FilterField("orders", "Orders", Kind.NUMBER, "t.orders"),
    FilterField("spent", "Net sales", Kind.MONEY, "t.spent", currency="GBP"),
    FilterField("last_on", "Last order", Kind.DAY, "t.last_on"),
    FilterField("agrees", "Agrees", Kind.YESNO, "t.agrees"),
)
LIST = Listing("customers", "Customers", "/customers/", [Column("name", "Name", str, sort="name")], FIELDS, "name")
TODAY = date(2026, 3, 1)
ROWS = """
    (values (1, 'London', 'loyal', array['loyal'], 5, 80.5, date '2026-02-20', true),
            (2, 'Leeds 100%%', 'lost', array['lost', 'loyal'], 1, 10, date '2025-01-01', false),
            (3, '', null, '{}'::text[], null, null, null, null)
    ) as t (id, city, stage, tags, orders, spent, last_on, agrees)
"""


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("stage=loyal", "Stage is Loyal"),
        ("stage=loyal&stage=lost", "Stage is any of Loyal, Lost"),
        ("stage_not=lost", "Stage is not Lost"),
        ("city_has=lon", "City contains lon"),
        ("orders_min=2&orders_max=9", "Orders 2 to 9"),
        ("spent_min=100", "Net sales from £100.00"),
        ("last_on_to=2026-01-31", "Last order up to 31 Jan 2026"),
        ("last_on_within=30", "Last order in the last 30 days"),
        ("last_on_known=no", "Last order is not known"),
        ("agrees=yes", "Agrees is yes"),
    ],
)
def test_a_condition_is_read_said_and_written_back(asked: str, words: str):
    found = LIST.asked(QueryDict(asked))

    assert [condition.words for condition in found.conditions] == [words]
    assert found.query == asked


@pytest.mark.parametrize(
    "asked", ["stage=king", "orders_min=many", "orders_min=NaN", "last_on_from=2026-02-30", "agrees=perhaps", "x=1"]
)
def test_what_cannot_be_understood_is_left_out(asked: str):
    assert LIST.asked(QueryDict(asked)).conditions == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("stage=loyal", [1]),
        ("stage_not=lost", [1, 3]),
        ("tag=loyal", [1, 2]),
        ("tag_not=lost", [1, 3]),
        ("tag_known=no", [3]),
        ("city_has=lON", [1]),
        ("city_has=100%25", [2]),
        ("city_known=yes", [1, 2]),
        ("orders_min=1&orders_max=4", [2]),
        ("spent_max=80.5", [1, 2]),
        ("last_on_within=10", [1]),
        ("last_on_beyond=10", [2]),
        ("last_on_from=2026-02-20&last_on_to=2026-02-20", [1]),
        ("agrees=no", [2]),
        ("agrees_known=no", [3]),
    ],
)
def test_a_condition_finds_its_rows(asked: str, ids: list[int]):
    wanted = clauses.of(LIST.asked(QueryDict(asked)).conditions, today=TODAY)
    [clause] = wanted.parts

    found = query.rows(f"select id from {ROWS} where {query.text_of(clause)} order by id", wanted.values or {"none": 0})

    assert [id for (id,) in found] == ids


def test_the_editor_of_a_filter_leads_to_the_usual_address():
    found = LIST.asked(QueryDict("city_has=lon&edit=orders&op=between&low=2&high="))

    assert found.query == "city_has=lon&orders_min=2"


def test_the_editor_takes_a_filter_away_that_is_left_empty():
    assert LIST.asked(QueryDict("orders_min=2&edit=orders&op=between&low=&high=")).query == ""


@given(st.sampled_from(FIELDS), st.data())
def test_whatever_is_made_in_the_editor_is_read_again_as_it_was(field: FilterField, data: st.DataObject):
    op = data.draw(st.sampled_from(OPS[field.kind]))
    values = data.draw(
        st.lists(st.sampled_from(["loyal", "lost", "yes", "2", "7.50", "2026-01-01", "a b&c"]), max_size=3)
    )

    for made in conditions.made(field, Op(op), values):
        given = QueryDict(mutable=True)
        for name, value in made.pairs:
            given.appendlist(name, value)
        assert list(conditions.read(FIELDS, given)) == [made]


def test_a_number_may_be_typed_with_a_comma():
    [condition] = conditions.read(FIELDS, QueryDict("spent_min=1,5"))

    assert condition.values == (Decimal("1.5"), None)
