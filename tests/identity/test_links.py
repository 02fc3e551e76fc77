"""A link makes two people one, and its undoing makes them two again, whatever came in between."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.identity import links
from regulars.identity.models import Link, Person, Suggestion
from tests.make import identity

pytestmark = pytest.mark.django_db

PEOPLE = 6
STEPS = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.booleans()), max_size=20)


def canonical_of(people):
    return dict(Person.objects.filter(id__in=[p.id for p in people]).values_list("id", "canonical_id"))


def from_scratch(people):
    """The oldest of each component of live links, by joining sets."""
    groups = {person.id: {person.id} for person in people}
    for older, newer in Link.objects.filter(undone_at=None, older__in=people).values_list("older_id", "newer_id"):
        whole = groups[older] | groups[newer]
        groups |= dict.fromkeys(whole, whole)
    return {person: min(group) for person, group in groups.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_canonical_is_what_the_live_links_say(circle, at, steps):
    people = [identity.person(circle) for _ in range(PEOPLE)]
    for first, second, is_link in steps:
        a, b = people[first], people[second]
        live = Link.objects.filter(undone_at=None, older__in=[a, b], newer__in=[a, b]).first()
        if not is_link and live:
            links.unlink(live, by=None, at=at("2026-03-02"))
        elif is_link and canonical_of(people)[a.id] != canonical_of(people)[b.id]:
            links.link(a, b, evidence={}, by=None, at=at("2026-03-01"))

        assert canonical_of(people) == from_scratch(people)


def test_linking_one_person_with_themselves_is_refused(li, at):
    with pytest.raises(links.SamePerson):
        links.link(li, li, evidence={}, by=None, at=at("2026-03-01"))


def test_a_link_settles_the_suggestion(circle, li, wu, mei, at):

    with operations.doing(OperationKind.SYSTEM, circle=circle, at=at("2026-03-01")):
        Suggestion.objects.create(circle=circle, older=li, newer=wu, evidence={}, made_at=at("2026-03-01"))

    links.link(wu, li, evidence={"said": "They called."}, by=mei, at=at("2026-03-01"))

    assert not Suggestion.objects.exists()


def test_a_link_is_taken_back_once(li, wu, mei, at):
    made = links.link(li, wu, evidence={}, by=mei, at=at("2026-03-01"))
    links.unlink(made, by=mei, at=at("2026-03-02"))

    with pytest.raises(links.NoLongerLinked):
        links.unlink(made, by=mei, at=at("2026-03-03"))
