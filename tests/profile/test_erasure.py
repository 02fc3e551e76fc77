"""Whoever is erased is nowhere any more, and nobody else is touched."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars import flow
from regulars.base.events import log, operations, undo
from regulars.base.events.event import START
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import digests, query
from regulars.base.kit.holding import Becomes
from regulars.base.lake import export
from regulars.base.lake.table import every_table
from regulars.base.workspace import notices, seen
from regulars.collect.kinds import SourceKind
from regulars.commerce import notes as order_notes
from regulars.commerce.models import Order
from regulars.contact.kinds import Outcome
from regulars.identity import forgotten
from regulars.identity.models import Identifier, Person
from regulars.profile import edits, erasure, intake, notes, preferences, requests, reversals, tasks
from regulars.profile.models import Erasure, Field, RightsRequest, Suppression
from tests.base.lake.conftest import held as held_in_lake
from tests.base.lake.conftest import lake as lake
from tests.make import commerce, consent, contact, identity, insight, profile, shopify, sources
from tests.make.staging import staged, unstage
from tests.profile.erasing import cast, rows_of

TABLES = r"""
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname !~ '^(account|auth|django|mfa|procrastinate|usersessions)_|^cache_entries$' order by 1
"""
SIGNS = ("sol@teahouse.example", "Solveig", "Lantern", "+447700900123", "sol-77")


def columns(table: str) -> set[str]:
    return {
        row[0]
        for row in query.rows(
            "select attname from pg_attribute where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped",
            [f'"{table}"'],
        )
    }


@pytest.mark.django_db
def test_every_table_and_every_column_says_what_becomes_of_it():
    """A new table or column fails here until its stage says in `holdings.py` what erasure does with it."""
    told = {holding.table: holding for holding in flow.HOLDINGS}
    there = {table for (table,) in query.rows(TABLES)}

    assert {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("regulars.")} <= there
    assert there == {table for table in told if not table.endswith("_*")}
    assert {
        table: columns(table) ^ told[table].columns for table in there if columns(table) != told[table].columns
    } == {}


def test_every_holding_says_how_or_why():
    for holding in flow.HOLDINGS:
        if holding.becomes == Becomes.NOTHING:
            assert holding.why, holding.table
            assert not holding.personal, holding.table
        if holding.becomes == Becomes.BLANKED:
            assert holding.why, holding.table
            assert set(holding.blanks) == set(holding.personal.split()), holding.table


def test_every_table_of_the_lake_is_reached():
    """`upkeep.erase` goes by the column `person`; a table without one must hold nothing of anybody."""
    without = {table.name: set(table.columns) for table in every_table(flow.LAKE) if "person" not in table.columns}

    assert set(without) == {"products", "product_days"}
    personal = {"name", "email", "phone", "street", "address", "canonical", "personal"}
    assert not personal & set().union(*(table.columns for table in every_table(flow.LAKE))) - {"canonical", "name"}
    assert {table.name for table in every_table(flow.LAKE) if "name" in table.columns} == {"events", "person_days"}
    assert {table.name for table in every_table(flow.LAKE) if "canonical" in table.columns} == {"people"}


def lived(person: Person, store: Any, mei: Any, at: Any, *, number: str, name: str, street: str) -> Order:
    """Leave a trace of a person wherever one can be left."""
    made = commerce.order(store, number, placed_at=at("2026-02-01"), person=person, tea="4.50")
    with_address = {"ship_name": name, "ship_street": street, "note": f"for {name}", "parcel_number": f"P-{name}"}
    with undoable(store, at):
        Order.objects.filter(id=made.id).update(**with_address)
    order_notes.write(made, f"{name} will call", by=mei, at=at("2026-02-02"))
    edits.edit(person, {"name": name, "street": street, "born_on": date(1990, 3, 8)}, by=mei, at=at("2026-02-02"))
    edits.edit(person, {"city": "Leeds"}, by=mei, at=at("2026-02-03"))
    profile.tagged(person, "vip")
    profile.says(person, profile_field(store.circle), f"{name} prefers mornings")
    noted = notes.write(person, text=f"{name} lives in {street}", by=mei, at=at("2026-02-03"))
    notes.edit(noted, text=f"{name} moved", by=mei, at=at("2026-02-04"))
    dropped = notes.write(person, text=f"{name}: to be forgotten", by=mei, at=at("2026-02-03"))
    notes.remove(dropped, by=mei, at=at("2026-02-04"))
    tasks.open_task(person, title=f"Call {name}", due_on=date(2026, 3, 1), assignee=mei, by=mei, at=at("2026-02-01"))
    preferences.state(
        person,
        key="tea",
        value=f"{name}'s blend",
        stated_on=date(2026, 2, 1),
        source="phone",
        by=mei,
        at=at("2026-02-01"),
    )
    consent.given(person, at("2026-02-01"))
    contact.attempt(person, Outcome.REACHED, by=mei, at=at("2026-02-01"))
    notices.tell([mei], "%(name)s wrote", link=f"/customers/{person.public_id}/", at=at("2026-02-01"), name=name)
    seen.note(mei, "person", person.public_id, at=at("2026-02-05"))
    return made


def undoable(store: Any, at: Any) -> Any:
    return operations.doing(OperationKind.EDIT, store=store, at=at("2026-02-01"))


def profile_field(circle: Any) -> Any:
    return Field.objects.filter(circle=circle, key="remarks").first() or profile.field(circle, "Remarks")


def everything(*, but: Sequence[str] = ()) -> dict[str, list[str]]:
    """Every row of every table as text."""
    return {
        table: sorted(row[0] for row in query.rows(f'select to_jsonb(t)::text from "{table}" t'))
        for (table,) in query.rows(TABLES)
        if table not in but
    }


def traces(*signs: str) -> list[tuple[str, str]]:
    return [
        (table, row) for table, rows in everything().items() for row in rows
        if any(sign.lower() in row.lower() for sign in signs)
    ]  # fmt: skip


@pytest.fixture
def sol(circle):
    return identity.person(circle, email="sol@teahouse.example", phone="+447700900123", user="sol-77")


@pytest.fixture
def erased(lake, mei, at):
    def erase(person, moment="2026-03-01"):
        person.refresh_from_db()
        asked = erasure.ask(person, number=person.canonical.public_id, reason="", by=mei, at=at(moment))
        return erasure.carry_out(asked, flow.HOLDINGS, flow.LAKE, at=at(moment))

    return erase


committing = pytest.mark.django_db(transaction=True)


@committing
def test_an_erased_person_is_in_no_table(teahouse, mei, sol, li, erased, at):
    run = insight.run(teahouse)
    insight.score(run, sol, orders=1)
    insight.score(run, li, orders=1)
    order = lived(sol, teahouse, mei, at, number="1", name="Solveig", street="9 Lantern Row")
    lived(li, teahouse, mei, at, number="2", name="Li Wei", street="1 Tea Lane")
    assert len({table for table, _ in traces(*SIGNS)}) >= 10

    done = erased(sol)

    left = [(table, row) for table, row in traces(*SIGNS, sol.public_id) if table != "profile_erasure"]
    assert left == []
    order.refresh_from_db()
    assert (order.person, order.total, order.ship_name, order.staff_note) == (None, Decimal("4.50"), "", "")
    assert done.places["profile_note"] == {"becomes": "removed", "rows": 1}
    assert done.places["commerce_order"] == {"becomes": "blanked", "rows": 1}
    assert (done.final_on, done.done_at) == (date(2026, 3, 3), at("2026-03-01"))
    assert query.value("select count(*) from events where person = %s", [sol.id]) == 0


@committing
def test_merged_people_are_erased_together_and_the_figures_of_the_lake_stay(teahouse, mei, sol, li, erased, lake, at):
    twin = identity.person(teahouse.circle, email="solveig@teahouse.example")
    identity.merge(sol, twin)
    for number, person in enumerate((sol, twin, li)):
        commerce.order(teahouse, str(number), person=person, placed_at=at("2026-02-01"), tea="1.00")
    export.all_tables(flow.LAKE, at=at("2026-02-02"))

    done = erased(twin)

    assert sorted(done.people) == sorted([sol.public_id, twin.public_id])
    assert list(Person.objects.all()) == [li]
    assert held_in_lake(lake, "orders", "select count(*) as n, count(person) as known, sum(net) as net from t") == [
        {"n": 3, "known": 1, "net": Decimal(3)}
    ]
    assert held_in_lake(lake, "people", "select person from t") == [{"person": li.id}]
    assert held_in_lake(lake, "events", f"select id from t where person in ({sol.id}, {twin.id})") == []


@committing
@given(
    chosen=st.sets(st.integers(0, 3), min_size=1, max_size=3),
    merges=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=2),
)
@settings(max_examples=6)
def test_nobody_else_is_touched(chosen, merges):
    shop, mei, people = cast()
    for older, newer in ((min(pair), max(pair)) for pair in merges if pair[0] != pair[1]):
        one, other = (Person.objects.get(id=people[index].id) for index in (older, newer))
        if one.canonical_id != other.canonical_id:
            identity.merge(*sorted((one.canonical, other.canonical), key=lambda person: person.id))
    gone = {
        person.id
        for index in chosen
        for person in Person.objects.filter(canonical=Person.objects.get(id=people[index].id).canonical_id)
    }
    others = [person for person in people if person.id not in gone]
    before = rows_of(others)

    for index in chosen:
        person = Person.objects.filter(id=people[index].id).first()
        if person is not None:
            asked = erasure.ask(person, number=person.canonical.public_id, reason="", by=mei, at=identity.SEEN)
            erasure.clear(asked, flow.HOLDINGS, at=identity.SEEN)

    assert rows_of(others) == before
    assert set(Person.objects.filter(circle=shop.circle).values_list("id", flat=True)) == {p.id for p in others}


@committing
def test_it_needs_the_number_and_is_asked_for_once(teahouse, mei, sol, at):
    with pytest.raises(erasure.NotConfirmed):
        erasure.ask(sol, number="sol", reason="", by=mei, at=at("2026-03-01"))
    erasure.ask(sol, number=sol.public_id, reason="", by=mei, at=at("2026-03-01"))

    with pytest.raises(erasure.BeingErased):
        erasure.ask(sol, number=sol.public_id, reason="", by=mei, at=at("2026-03-01"))


@committing
def test_it_cannot_be_undone_and_what_was_done_before_no_longer_comes_back(teahouse, mei, sol, erased, at):
    written = notes.write(sol, text="Solveig is fine", by=mei, at=at("2026-02-01"))
    notes.remove(written, by=mei, at=at("2026-02-02"))
    removal = Operation.objects.latest("id")
    erased(sol)

    undo.undo(removal, by=mei, at=at("2026-03-02"))
    assert traces("Solveig") == []
    with pytest.raises(reversals.ErasedForGood):
        reversals.put_back(Operation.objects.get(kind="erasure"), by=mei, actor="", at=at("2026-03-02"))


@committing
def test_the_address_stays_on_the_list_as_a_hash_and_a_new_word_lifts_it(teahouse, circle, mei, sol, erased, at):
    erased(sol)

    assert Suppression.objects.filter(digest=digests.of("email", "sol@teahouse.example"), cause="erased").exists()
    again = identity.person(circle, email="sol@teahouse.example")
    assert consent.held(again, at("2026-03-02")).may is False
    consent.given(again, at("2026-03-03"))
    assert consent.held(again, at("2026-03-04")).may is True


ROW = {"order_number": "9", "user_id": "sol-77", "email": "sol@teahouse.example", "name": "Solveig"}


@committing
def test_an_older_file_brings_nobody_back_and_a_newer_order_is_a_new_person(teahouse, sol, li, erased, at):
    erased(sol)
    old = ROW | {"placed_at": "2026-02-01", "street": "9 Lantern Row"}

    report = intake.merge(staged(1, teahouse, [old]), at=at("2026-04-01"))
    assert (report.rows_forgotten, report.people_new, report.orders_new) == (1, 0, 1)
    unstage(1)
    assert traces(*SIGNS) == []

    intake.merge(staged(2, teahouse, [ROW | {"order_number": "10", "placed_at": "2026-03-15"}]), at=at("2026-04-02"))
    [new] = Person.objects.exclude(id=li.id)
    assert new.public_id != sol.public_id
    assert list(Order.objects.filter(person=new).values_list("number", flat=True)) == ["10"]


@committing
def test_a_list_of_customers_brings_an_erased_one_back_only_if_staff_say_so(teahouse, circle, sol, li, erased, at):
    erased(sol)
    row = {"email": "sol@teahouse.example", "name": "Solveig", "accepts_email": True}

    intake.merge(staged(1, teahouse, [row], kind="customers"), at=at("2026-04-01"))
    assert not Person.objects.exclude(id=li.id).exists()

    assert forgotten.let_back(circle, "email", "sol@teahouse.example") == 1
    intake.merge(staged(2, teahouse, [row], kind="customers"), at=at("2026-04-02"))
    assert Person.objects.exclude(id=li.id).count() == 1


@committing
def test_a_stranger_with_the_same_phone_keeps_all_but_the_phone(teahouse, sol, erased, at):
    erased(sol)
    row = {
        "user_id": "wu",
        "email": "wu@teahouse.example",
        "phone": "+447700900123",
        "name": "Wu",
        "created_at": "2026-01-01",
    }

    intake.merge(staged(1, teahouse, [row], kind="customers"), at=at("2026-04-01"))

    wu = Person.objects.get()
    assert sorted(Identifier.objects.filter(person=wu).values_list("kind", flat=True)) == ["email", "user"]
    assert wu.identifiers.filter(value="wu@teahouse.example").exists()


@committing
def test_a_restored_backup_is_cleared_again(teahouse, circle, mei, sol, li, erased, at, settings, tmp_path):
    settings.HOME = tmp_path
    erased(sol)
    [line] = (tmp_path / erasure.LIST).read_text().splitlines()
    assert json.loads(line)["people"] == [sol.public_id]
    Erasure.objects.all().delete()
    with undoable(teahouse, at):
        back = Person.objects.create(
            id=sol.id, canonical_id=sol.id, circle=circle, public_id=sol.public_id, first_seen_at=at("2026-01-01")
        )
        Identifier.objects.create(
            circle=circle,
            person=back,
            kind="email",
            value="sol@teahouse.example",
            source="x",
            first_seen_at=at("2026-01-01"),
        )

    was_brought_back = erasure.is_brought_back()
    count = erasure.replay(tmp_path / erasure.LIST, flow.HOLDINGS, flow.LAKE, at=at("2026-03-05"))

    assert was_brought_back
    assert not erasure.is_brought_back()
    assert count == 1
    assert list(Person.objects.all()) == [li]
    assert erasure.replay(tmp_path / erasure.LIST, flow.HOLDINGS, flow.LAKE, at=at("2026-03-06")) == 0


@pytest.fixture
def shop(teahouse):
    return sources.source(teahouse, kind=SourceKind.SHOPIFY, name="Shopify")


def sent(shop, kind, content, moment):
    sources.letter(shop, content, kind=kind, at=moment, **{"x-shopify-topic": kind})
    sources.take_in(at=moment)
    sources.hear(at=moment)


@committing
def test_what_a_shop_sends_again_brings_nobody_back_and_a_newer_order_does(teahouse, shop, mei, erased, at):
    sent(shop, "orders/create", shopify.order(), at("2026-03-01 10:00"))
    sent(shop, "customers/update", shopify.customer(), at("2026-03-01 10:00"))
    [person] = Person.objects.all()

    erased(person, "2026-03-02")
    assert traces("li@tea.example", "Li Wen", "1 Tea Lane") == []

    again = {"created_at": "2026-03-01T09:00:00Z", "updated_at": "2026-03-01T11:00:00Z", "tags": "new"}
    sent(shop, "orders/updated", shopify.order(**again), at("2026-03-03 10:00"))
    sent(shop, "customers/update", shopify.customer(updated_at="2026-03-03T09:00:00Z"), at("2026-03-03 10:00"))
    assert not Person.objects.exists()
    assert traces("li@tea.example", "Li Wen") == []

    later = {"created_at": "2026-03-04T09:00:00Z", "updated_at": "2026-03-04T09:00:00Z"}
    sent(shop, "orders/create", shopify.order(1002, **later), at("2026-03-04 10:00"))
    assert [order.number for order in Order.objects.filter(person=Person.objects.get())] == ["#1002"]


@committing
def test_what_a_platform_passes_on_stands_in_the_register(teahouse, shop, at):
    sent(shop, "customers/update", shopify.customer(), at("2026-03-01 10:00"))
    asked = {"shop_domain": "tea.myshopify.com", "customer": {"id": 77, "email": "li@tea.example"}}
    sent(shop, "customers/redact", asked, at("2026-03-02 10:00"))

    [event], _ = log.read(START, names={"privacy.requested"})
    requests.hear([event], at=at("2026-03-02 11:00"))

    [request] = RightsRequest.objects.all()
    assert (request.kind, request.person, str(request.due_on)) == ("erasure", Person.objects.get(), "2026-04-02")
    assert request.note == "tea.myshopify.com"
