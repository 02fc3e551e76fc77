"""Whatever arrives, is merged and is taken back, in whatever order: all ends where the links that are left say it."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query
from regulars.base.workspace.models import Notice
from regulars.identity import browsers, identifiers, links, resolve
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import BlockedValue, Identifier, Link, Person, Suggestion
from regulars.profile import intake
from tests.make import identity, workspace
from tests.make.staging import staged

pytestmark = pytest.mark.django_db
TRACES = """
    create temp table if not exists {table} (trace text, user_id text, email text, phone text, seen_at timestamptz,
        by_id bigint, person_id bigint, user_ident bigint, email_ident bigint, phone_ident bigint)
"""
ARRIVES, MERGES, UNDOES = "arrives", "merges", "undoes"
NUMBERS, ADDRESSES = [None, "1", "2", "3"], [None, "a@example.org", "b@example.org", "c@example.org"]
ARRIVAL = st.tuples(st.just(ARRIVES), st.sampled_from(NUMBERS), st.sampled_from(ADDRESSES))
MERGE = st.tuples(st.just(MERGES), st.integers(0, 7), st.integers(0, 7))
UNDO = st.tuples(st.just(UNDOES), st.integers(0, 7), st.just(0))
STEPS = st.lists(st.one_of(ARRIVAL, MERGE, UNDO), max_size=16)


def arrive(store, number, address, at):
    """One trace, as a file of one row brings it; the person to whom its order or message goes."""
    if number is None and address is None:
        return None
    query.run(TRACES.format(table="arrival"))
    query.run("truncate arrival")
    query.run(
        "insert into arrival (trace, user_id, email, seen_at) values ('x', %(number)s, %(address)s, now())",
        number=number, address=address,
    )  # fmt: skip
    with operations.doing(OperationKind.IMPORT, circle=store.circle, at=at):
        resolve.settle("arrival", store, above="", to="y", source="test", actor="test", at=at)
    return query.value("select person_id from arrival")


def merge(first, second, at):
    people = list(Person.objects.order_by("id"))
    if len(people) < 2:
        return
    one, other = people[first % len(people)], people[second % len(people)]
    if one.canonical_id != other.canonical_id:
        links.link(one, other, evidence={}, by=None, at=at)


def undo(place, at):
    live = list(Link.objects.filter(undone_at=None).order_by("id"))
    if live:
        links.unlink(live[place % len(live)], by=None, at=at)


def play(store, steps, at):
    """Take the steps; the persons to whom went what arrived, one by one."""
    owners = []
    for kind, one, other in steps:
        match kind:
            case "arrives":
                owners.append(arrive(store, one, other, at))
            case "merges":
                merge(one, other, at)
            case _:
                undo(one, at)
    return owners


def canonical_by_links():
    """The oldest of each component of live links, by joining sets."""
    groups = {id: {id} for id in Person.objects.values_list("id", flat=True)}
    for older, newer in Link.objects.filter(undone_at=None).values_list("older_id", "newer_id"):
        whole = groups[older] | groups[newer]
        groups |= dict.fromkeys(whole, whole)
    return {id: min(group) for id, group in groups.items()}


def owners():
    return set(Identifier.objects.values_list("kind", "value", "person_id"))


@given(steps=STEPS)
def test_all_ends_where_the_links_that_are_left_would_end(teahouse, at, steps):
    moment = at("2026-03-01")
    with taken_back():
        play(teahouse, steps, moment)

        assert dict(Person.objects.values_list("id", "canonical_id")) == canonical_by_links()
        numbers = Identifier.objects.filter(kind="user").values_list("person_id", flat=True)
        assert len(numbers) == len(set(numbers)), "nobody has two customer numbers of one store"


@given(steps=STEPS)
def test_what_is_merged_or_undone_leaves_no_trace_in_whose_an_identifier_an_order_or_a_message_is(teahouse, at, steps):
    moment = at("2026-03-01")
    arrivals = [step for step in steps if step[0] == ARRIVES]
    with taken_back():
        mixed = alike(play(teahouse, steps, moment)), owned_together(teahouse)
    with taken_back():
        plain = alike(play(teahouse, arrivals, moment)), owned_together(teahouse)

    assert mixed == plain


def alike(owners):
    """Of each arrival the first one that went to the same person, whatever its number."""
    return [owners.index(owner) for owner in owners]


def owned_together(store):
    """Which identifiers are of one original person, whatever its number."""
    groups = {}
    for kind, value, person in owners():
        groups.setdefault(person, set()).add((kind, value))
    return {frozenset(group) for group in groups.values()}


@contextmanager
def taken_back():
    """Everything in the block is taken back at its end, also what it made beside the models."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_till_that_sells_to_everybody_is_nobody(teahouse, mei, at, monkeypatch):
    monkeypatch.setattr(resolve, "MOST_VALUES_OF_A_PERSON", 5)
    rows = [{"user_id": "till", "email": f"{n}@example.org", "name": f"Guest {n}"} for n in range(8)]

    report = intake.merge(staged(1, teahouse, rows, kind="customers"), at=at("2026-06-01"))

    assert (report.values_blocked, report.people_new) == (1, 8)
    assert BlockedValue.objects.get().scope == teahouse.public_id
    assert not Identifier.objects.filter(kind="user").exists()
    notice = Notice.objects.get(staff=mei)
    assert "identify nobody" in notice.message
    assert notice.values == {"store": "Teahouse", "values": 1}


def test_a_number_that_is_a_till_here_may_be_a_person_elsewhere(teahouse, circle, at, monkeypatch):
    monkeypatch.setattr(resolve, "MOST_VALUES_OF_A_PERSON", 5)
    rows = [{"user_id": "7", "email": f"{n}@example.org"} for n in range(8)]
    intake.merge(staged(1, teahouse, rows, kind="customers"), at=at("2026-06-01"))
    other = workspace.store("Coffeehouse", circle=circle.name)
    intake.merge(staged(2, other, [{"user_id": "7", "name": "Li"}], kind="customers"), at=at("2026-06-02"))

    assert Identifier.objects.get(kind="user").scope == other.public_id


def test_a_person_does_not_grow_beyond_the_cap_file_by_file(teahouse, at, monkeypatch):
    monkeypatch.setattr(resolve, "MOST_VALUES_OF_A_PERSON", 3)
    for number in range(6):
        row = {"user_id": "1", "email": f"{number}@example.org"}
        intake.merge(staged(number + 1, teahouse, [row], kind="customers"), at=at("2026-06-01"))

    person = Identifier.objects.get(kind="user").person
    assert person.identifiers.filter(kind="email").count() == 3
    assert Identifier.objects.filter(kind="email").count() == 6


def test_nobody_gathers_identifiers_without_end_by_hand(li, mei, at, monkeypatch):
    monkeypatch.setattr(identifiers, "MOST_OF_A_PERSON", 1)

    with pytest.raises(identifiers.TooManyKeys):
        identifiers.claim(li, kind=IdentifierKind.EMAIL, value="new@example.org", by=mei, at=at("2026-06-01"))


def test_suggestions_between_those_who_are_one_by_other_links_are_not_asked(circle, li, wu, sol, mei, at):
    with operations.doing(OperationKind.SYSTEM, circle=circle, at=at("2026-03-01")):
        Suggestion.objects.create(circle=circle, older=li, newer=sol, evidence={}, made_at=at("2026-03-01"))
    identity.merge(li, wu)
    assert Suggestion.objects.visible_to(mei).open().count() == 1

    links.link(wu, sol, evidence={}, by=mei, at=at("2026-03-02"))

    assert not Suggestion.objects.visible_to(mei).open().exists()


EVERYBODY = """
    insert into arrival (trace, user_id, email, seen_at)
    select n::text, case when n % 2 = 0 then 'till' else n::text end,
           case when n % 2 = 0 then n || '@example.org' else 'marketplace@example.org' end, now()
    from generate_series(1, 100000) n
"""


def test_a_hundred_thousand_identifiers_do_not_fall_together(teahouse, at):
    query.run(TRACES.format(table="arrival"))
    query.run("truncate arrival")
    query.run(EVERYBODY)

    with operations.doing(OperationKind.IMPORT, circle=teahouse.circle, at=at("2026-06-01")):
        assert resolve.block_shared("arrival", teahouse) == 2
        resolve.settle("arrival", teahouse, above="", to="~", source="test", actor="test", at=at("2026-06-01"))

    assert Person.objects.count() == 100_000
    assert query.value("select max(n) from (select count(*) as n from identity_identifier group by person_id) h") == 1


def test_staff_are_told_once_of_whoever_may_gather_no_more(teahouse, mei, at, monkeypatch):
    monkeypatch.setattr(resolve, "MOST_VALUES_OF_A_PERSON", 2)
    with taken_back():
        for address in "abcde":
            arrive(teahouse, "till", f"{address}@example.org", at("2026-06-01"))

        till = Identifier.objects.get(kind="user").person
        assert till.identifiers.count() == 3
        [notice] = Notice.objects.filter(staff=mei)
        assert notice.values == {"person": till.public_id}


def test_a_machine_on_which_everybody_signs_in_does_not_make_them_one(teahouse, mei, at, monkeypatch):
    monkeypatch.setattr(links, "MOST_IN_ONE", 4)
    with taken_back():
        till = identity.person(teahouse.circle, user="till")
        visitors = [identity.person(teahouse.circle, anonymous=f"b{n}") for n in range(7)]
        query.run(
            "create temp table browser on commit drop as"
            " select 'b' || n as value, id as owner_id, %(till)s::bigint as named_id, now() as seen_at"
            " from unnest(%(ids)s::bigint[]) with ordinality as v (id, n)",
            till=till.id, ids=[visitor.id for visitor in visitors],
        )  # fmt: skip

        made = browsers.become(teahouse, source="test", at=at("2026-06-01"))

        assert made == 3
        assert Person.objects.filter(canonical=till).count() == 4
        assert Notice.objects.get(staff=mei).values == {"person": till.public_id}
