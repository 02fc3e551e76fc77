"""Every page with every role: what a role may not do answers 403 or 404, and the navigation does not show it."""

from collections.abc import Iterator, Sequence

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from regulars.base.workspace import keys
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.web import urls
from tests.conftest import At
from tests.make import workspace
from tests.web.conftest import signed_in
from tests.web.pages import KEY, LI, OPEN, PAGES, TEAHOUSE, VERA, Page

pytestmark = pytest.mark.django_db
SCOPED = {Role.AGENT, Role.SALES, Role.MANAGER}
"""Roles that see a part of the people or of the staff, so that a single one may be missing to them."""


def test_every_page_stands_in_the_table_of_rights():
    assert set(names_of(urls.urlpatterns)) == set(PAGES) | OPEN


def names_of(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of our own addresses; those of allauth are its business."""
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or ""
        elif str(entry.pattern) != "accounts/":
            yield from names_of(entry.url_patterns)


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_it_may_and_nothing_else(role: Role, teahouse: Store, li: Person, at: At):
    somebody = workspace.staff(teahouse.circle, Role.VIEWER, name="Vera")
    key, _ = keys.make(teahouse.circle, name="Till", scopes=["people:see"], by=None, at=at("2026-01-01"))
    cast = {LI: li.public_id, VERA: somebody.public_id, TEAHOUSE: teahouse.public_id, KEY: key.public_id}
    member = workspace.staff(teahouse.circle, role, name="Rolf")
    client = signed_in(member)

    answers = {name: status(ask(client, name, page, cast)) for name, page in PAGES.items()}

    assert {name: code for name, code in answers.items() if code not in expected(role, member, PAGES[name])} == {}


def status(answer: HttpResponse) -> int:
    """Its status; a file that it brings is read to its end, which closes it."""
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


def ask(client: Client, name: str, page: Page, cast: dict[str, str]) -> HttpResponse:
    path = reverse(name, args=[cast.get(part, part) for part in page.args])
    return client.post(path) if page.is_posted else client.get(path)


def expected(role: Role, member: Staff, page: Page) -> set[int]:
    if page.is_for_unmasked and not member.sees_contact_details:
        return {403}
    if page.right and not member.may(*page.right):
        return {403}
    return {200, 302, 422} | ({404} if role in SCOPED or page.is_missing else set())


@pytest.mark.parametrize("name", PAGES)
def test_strangers_are_led_to_the_log_in(name: str, owner: Staff, li: Person):
    cast = {LI: li.public_id, VERA: owner.public_id, TEAHOUSE: "sto_x", KEY: "key_x"}

    answer = ask(Client(), name, PAGES[name], cast)

    assert answer.status_code in {302, 405}
    assert answer.status_code == 405 or answer.headers["Location"].startswith(reverse("account_login"))


def test_the_navigation_shows_what_the_role_may_see(teahouse: Store):
    viewer = signed_in(workspace.staff(teahouse.circle, Role.VIEWER, name="Vera"))

    page = viewer.get(reverse("settings_account")).content.decode()

    assert reverse("customers") in page
    assert reverse("settings_team") not in page
    assert reverse("settings_keys") not in page


def test_an_agent_sees_nobody_of_another_branch(teahouse: Store, bo: Staff, li: Person):
    assert signed_in(bo).get(reverse("person", args=[li.public_id])).status_code == 404


def test_another_circle_is_not_there(teahouse: Store, li: Person):
    other = workspace.store("Bookshop", circle="Books")
    stranger = signed_in(workspace.staff(other.circle, Role.OWNER, name="Otto"))

    assert stranger.get(reverse("person", args=[li.public_id])).status_code == 404


def test_contact_details_are_masked_for_an_analyst(teahouse: Store, anna: Staff, li: Person):
    page = signed_in(anna).get(reverse("person", args=[li.public_id])).content.decode()

    assert "li@teahouse.example" not in page
    assert "l•••@•••" in page


def test_a_manager_cannot_make_or_reset_an_owner(teahouse: Store, owner: Staff):
    branch = teahouse.circle.branches.create(name="North")
    manager = signed_in(workspace.staff(teahouse.circle, Role.MANAGER, name="Mei", branch=branch))
    owner.branch = branch
    owner.save(update_fields=["branch"])

    made = manager.post(reverse("settings_team_invitations"), {"email": "x@teahouse.example", "role": "owner"})
    reset = manager.post(reverse("settings_team_link", args=[owner.public_id]))

    assert (made.status_code, reset.status_code) == (403, 403)


def test_the_last_owner_cannot_leave(at_work: Client, owner: Staff):
    answer = at_work.post(reverse("settings_team_departure", args=[owner.public_id]))

    assert answer.status_code == 409
    owner.refresh_from_db()
    assert owner.left_at is None


def test_no_second_store_is_opened_under_a_name_and_none_is_changed_by_it(at_work: Client, teahouse: Store):
    given = {
        "name": "TEAHOUSE",
        "currency": "USD",
        "timezone": "UTC",
        "language": "en",
        "net_sales": "goods",
        "cart_hours": "4",
    }

    answer = at_work.post(reverse("settings_store_new"), given)

    assert answer.status_code == 409
    teahouse.refresh_from_db()
    assert (teahouse.name, teahouse.currency) == ("Teahouse", "GBP")
