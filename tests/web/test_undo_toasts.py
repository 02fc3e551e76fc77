"""Undo from a toast: by whom, of what, and what is told."""

import pytest
from django.test import Client
from django.urls import reverse

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import clock
from regulars.base.workspace.models import Staff
from regulars.identity.models import Person
from regulars.profile.models import Profile
from tests.make import profile
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db


def moved(person: Person, city: str, *, by: Staff) -> Operation:
    with operations.doing(OperationKind.EDIT, circle=person.circle, by=by, at=clock.now()) as operation:
        Profile.objects.filter(person=person).update(city=city)
    return operation


def test_an_edit_is_undone_from_its_toast(at_work: Client, owner: Staff, li: Person):
    profile.of(li, name="Li", city="Leeds")
    edit = moved(li, "London", by=owner)

    answer = at_work.post(reverse("operation_undoing", args=[edit.public_id]), {"next": "/customers/"}, follow=True)

    assert Profile.objects.get(person=li).city == "Leeds"
    assert "Undone." in answer.content.decode()


def test_what_was_changed_since_stays_and_is_told(at_work: Client, owner: Staff, li: Person):
    profile.of(li, name="Li", city="Leeds")
    edit = moved(li, "London", by=owner)
    moved(li, "York", by=owner)

    answer = at_work.post(reverse("operation_undoing", args=[edit.public_id]), {"next": "/"}, follow=True)

    assert Profile.objects.get(person=li).city == "York"
    assert "Undone, but for 1 row that was changed since." in answer.content.decode()


def test_an_agent_undoes_what_is_their_own_and_nothing_else(owner: Staff, bo: Staff, li: Person):
    profile.of(li, name="Li", city="Leeds")
    others, own = moved(li, "London", by=owner), moved(li, "York", by=bo)
    agent = signed_in(bo)

    statuses = [agent.post(reverse("operation_undoing", args=[each.public_id])).status_code for each in (others, own)]

    assert statuses == [404, 302]
    assert Profile.objects.get(person=li).city == "London"


def test_a_toast_comes_with_the_part_that_htmx_asks_for(at_work: Client, owner: Staff, li: Person):
    profile.of(li, name="Li", city="Leeds")
    at_work.post(reverse("operation_undoing", args=[moved(li, "London", by=owner).public_id]))

    part = at_work.get(reverse("customers"), headers={"HX-Request": "true"}).content.decode()

    assert 'hx-swap-oob="beforeend:#toasts"' in part
    assert "Undone." in part
    assert "Undone." not in at_work.get(reverse("customers")).content.decode()
