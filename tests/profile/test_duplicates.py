"""Who may be one is suggested, until somebody settles it; the surest are merged if that is wanted."""

from datetime import date

import pytest

from regulars.base.events import undo
from regulars.base.events.models import Operation
from regulars.identity import links, rules, suggestions
from regulars.identity.models import Apart, DuplicateRun, Link, Person, Suggestion
from regulars.identity.rules import Limits
from regulars.profile import comparing, duplicates, edits, intake, reversals
from tests.make import identity, profile
from tests.make.staging import staged

pytestmark = pytest.mark.django_db

HOME = {"street": "12 Lime Lane", "city": "Leeds", "postcode": "LS1 4AB"}
LI = {"name": "Margaret Thornbury", "born_on": "1971-06-24", **HOME}


def last() -> Operation:
    return Operation.objects.order_by("-id")[0]


@pytest.fixture
def twice(circle, li, wu):
    """Li was written down twice, among others, by two files that know no key in common."""
    profile.of(li, **LI)
    profile.of(wu, **LI | {"name": "Margret Thornbury"})
    profile.crowd(circle, 40)
    return li, wu


def test_whoever_was_written_down_twice_is_suggested_with_the_reasons(circle, twice, at):
    duplicates.find(circle, at=at("2026-03-01"))

    found = Suggestion.objects.get()
    assert (found.older, found.newer) == twice
    assert found.probability > 0.99
    levels = {reason["field"]: reason["level"] for reason in found.evidence["reasons"]}
    assert (levels["given"], levels["family"], levels["birth"]) == ("misspelt", "same", "same")
    assert "Thornbury" not in str(found.evidence)


def test_comparing_again_changes_nothing_and_leaves_no_operation(circle, twice, at):
    duplicates.find(circle, at=at("2026-03-01"))
    before = last()

    duplicates.find(circle, at=at("2026-03-02"))

    assert last() == before
    assert DuplicateRun.objects.count() == 2
    assert duplicates.is_current(circle)


def test_a_suggestion_goes_when_the_people_have_become_unlike(circle, twice, mei, at):
    duplicates.find(circle, at=at("2026-03-01"))
    assert not duplicates.is_current(circle) or Suggestion.objects.exists()

    changed = {"name": "Robert Kusch", "street": "1 Mill Road", "city": "York", "postcode": "YO1 7HH", "born_on": None}
    edits.edit(twice[1], changed, by=mei, at=at("2026-03-02"))
    assert not duplicates.is_current(circle)
    duplicates.find(circle, at=at("2026-03-03"))

    assert not Suggestion.objects.exists()


def test_a_shared_identifier_stays_a_reason(teahouse, circle, at):
    rows = [
        {"user_id": "1", "email": "li@example.org", "name": "Li Wei"},
        {"user_id": "2", "email": "li@example.org", "name": "Robert Kusch"},
    ]
    intake.merge(staged(1, teahouse, rows, kind="customers"), at=at("2026-06-01"))
    profile.crowd(circle, 20)

    duplicates.find(circle, at=at("2026-06-02"))

    found = Suggestion.objects.get()
    assert found.evidence["kind"] == "email"


def test_whoever_came_with_somebody_elses_address_is_compared_by_it(teahouse, circle, at):
    rows = [{"user_id": number, "email": "li@example.org"} for number in ("1", "2")]
    intake.merge(staged(1, teahouse, rows, kind="customers"), at=at("2026-06-01"))

    table = comparing.people(circle).to_pylist()

    assert sorted((row["number"], row["emails"]) for row in table) == [("1", "li@example.org"), ("2", "li@example.org")]


def test_documents_and_unreadable_birthdays_are_compared(circle, li):
    profile.of(li, attributes={"Soc Sec ID": "7364009", "birthday": "19721342", "Shoe": "42"})

    [row] = comparing.people(circle).to_pylist()

    assert (row["documents"], row["birth"]) == ("7364009", "19721342")


def test_two_who_were_told_apart_are_not_suggested_again(circle, twice, mei, at):
    duplicates.find(circle, at=at("2026-03-01"))
    suggestions.reject(Suggestion.objects.get(), by=mei, at=at("2026-03-02"))

    duplicates.find(circle, at=at("2026-03-03"))

    assert not Suggestion.objects.exists()
    assert Apart.objects.get().evidence["bits"] > 5
    reversals.put_back(last(), by=mei, actor="", at=at("2026-03-04"))
    assert Suggestion.objects.get().probability > 0.9


def test_decisions_are_learned_from(circle, twice, mei, at):
    duplicates.find(circle, at=at("2026-03-01"))
    made = suggestions.accept(Suggestion.objects.get(), by=mei, at=at("2026-03-02"))
    [(bits, is_one)] = rules.decisions(circle)
    assert (bits, is_one) == (made.evidence["bits"], True)

    links.unlink(made, by=mei, at=at("2026-03-03"))

    assert rules.decisions(circle) == [(bits, False)]


def test_nobody_is_merged_without_being_asked_unless_that_is_set(circle, twice, mei, at):
    duplicates.find(circle, at=at("2026-03-01"))
    assert not Link.objects.exists()

    rules.change(circle, Limits(0.5, 0.9, merges_alone=True), by=mei, at=at("2026-03-02"))
    outcome = duplicates.find(circle, at=at("2026-03-03"))

    assert outcome.run.merged == 1
    assert Link.objects.get().evidence["by_itself"] is True
    assert rules.decisions(circle) == []


def test_two_customer_numbers_of_one_store_are_never_merged_alone(teahouse, circle, mei, at):
    rows = [LI | {"user_id": number} for number in ("1", "2")]
    intake.merge(staged(1, teahouse, rows, kind="customers"), at=at("2026-06-01"))
    profile.crowd(circle, 40)
    rules.change(circle, Limits(0.5, 0.9, merges_alone=True), by=mei, at=at("2026-03-02"))

    duplicates.find(circle, at=at("2026-06-02"))

    assert Suggestion.objects.get().probability > 0.9
    assert not Link.objects.exists()


def test_limits_have_an_order_and_can_be_put_back(circle, mei, at):
    with pytest.raises(rules.LimitsOutOfOrder):
        rules.change(circle, Limits(0.9, 0.5), by=mei, at=at("2026-03-01"))
    done = rules.change(circle, Limits(0.7, 0.99), by=mei, at=at("2026-03-01"))
    assert rules.of(circle).suggest_from == 0.7

    undo.undo(done, by=mei, at=at("2026-03-02"))

    assert rules.of(circle) == Limits()


def test_what_is_put_off_comes_last_and_can_be_brought_back(circle, twice, mei, at):
    other = identity.person(circle, email="sol@teahouse.example")
    duplicates.find(circle, at=at("2026-03-01"))
    first = Suggestion.objects.get()
    Suggestion.objects.filter(id=first.id).update(operation=first.operation)
    second = Suggestion(circle=circle, older=twice[0], newer=other, evidence={}, made_at=at("2026-03-01"))
    with_operation(second, circle, at)

    suggestions.put_off(first, by=mei, at=at("2026-03-02"))
    assert list(Suggestion.objects.in_order()) == [second, first]
    undo.undo(last(), by=mei, at=at("2026-03-03"))

    assert list(Suggestion.objects.in_order()) == [first, second]


def with_operation(suggestion, circle, at):
    from regulars.base.events import operations
    from regulars.base.events.kinds import OperationKind

    with operations.doing(OperationKind.SYSTEM, circle=circle, at=at("2026-03-01")):
        suggestion.save()


def test_no_person_is_made_of_more_than_a_hundred(circle, monkeypatch, at):
    monkeypatch.setattr(links, "MOST_IN_ONE", 3)
    people = [identity.person(circle) for _ in range(5)]
    for other in people[1:3]:
        links.link(people[0], other, evidence={}, by=None, at=at("2026-03-01"))

    with pytest.raises(links.TooManyInOne):
        links.link(people[0], people[4], evidence={}, by=None, at=at("2026-03-01"))

    assert Person.objects.filter(canonical=people[0]).count() == 3


def test_by_night_only_who_has_changed_is_compared_and_what_was_found_of_others_stays(circle, twice, sol, mei, at):
    duplicates.find(circle, at=at("2026-03-01"))
    [kept] = Suggestion.objects.values_list("id", "evidence")
    alike = {**LI, "name": "Margaret Thornberry", "born_on": date(1971, 6, 24)}
    edits.edit(sol, alike, by=mei, at=at("2026-03-02"))

    night = duplicates.find(circle, at=at("2026-03-03"), only_changed=True).run

    assert (night.is_whole, night.changed) == (False, 1)
    assert kept in Suggestion.objects.values_list("id", "evidence")
    seen = set(Suggestion.objects.values_list("older", "newer"))
    assert len(seen) > 1

    unlike = {"name": "Sol", "born_on": None, "street": "", "city": "", "postcode": ""}
    edits.edit(sol, unlike, by=mei, at=at("2026-03-04"))
    duplicates.find(circle, at=at("2026-03-05"), only_changed=True)
    assert list(Suggestion.objects.values_list("older", "newer")) == [tuple(person.id for person in twice)]


def test_all_are_compared_where_something_bears_on_all(circle, twice, mei, at):
    duplicates.find(circle, at=at("2026-03-01"))
    rules.change(circle, Limits(suggest_from=0.3), by=mei, at=at("2026-03-02"))

    assert duplicates.find(circle, at=at("2026-03-03"), only_changed=True).run.is_whole
    assert not duplicates.find(circle, at=at("2026-03-04"), only_changed=True).run.is_whole
    assert duplicates.find(circle, at=at("2026-03-12"), only_changed=True).run.is_whole


def test_two_of_one_name_do_not_become_one_by_addresses_made_of_it(circle, at):
    names = [("Emily", "Wilson"), ("Emily", "Smith"), ("James", "Brown"), ("Grace", "White")]
    for number in range(80):
        given, family = names[number % 4]
        person = identity.person(circle, email=f"{given}.{family}{number * 37 % 101}@{number % 7}.example".lower())
        profile.of(person, name=f"{given} {family}", city=f"Town {number}", postcode=f"{1000 + number * 13}")

    found = duplicates.find(circle, at=at("2026-03-01"))

    assert len(found.pairs) <= 3
