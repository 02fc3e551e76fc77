"""Every page with every role: what a role may not do answers 403 or 404, and the navigation does not show it."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from regulars.base.workspace import keys
from regulars.base.workspace.kinds import Act, Role, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.web import urls
from tests.conftest import At
from tests.make import workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
PAGES: dict[str, tuple[Act, Thing] | None] = {
    "home": None,
    "customers": (Act.SEE, Thing.PEOPLE),
    "person": (Act.SEE, Thing.PEOPLE),
    "person_orders": (Act.SEE, Thing.ORDERS),
    "person_timeline": (Act.SEE, Thing.PEOPLE),
    "finding_snooze": (Act.SEE, Thing.INSIGHT),
    "search": None,
    "palette": None,
    "seen": None,
    "notices": None,
    "notice_sight": None,
    "column_choice": None,
    "view_list": None,
    "view": None,
    "view_removal": None,
    "hint_dismissal": None,
    "operation_undoing": (Act.UNDO, Thing.OPERATIONS),
    "components": None,
    "components_progress": None,
    "components_tagging": None,
    "settings_account": None,
    "settings_stores": (Act.SEE, Thing.STORES),
    "settings_store_new": (Act.EDIT, Thing.STORES),
    "settings_store": (Act.EDIT, Thing.STORES),
    "settings_team": (Act.SEE, Thing.STAFF),
    "settings_team_invitations": (Act.EDIT, Thing.STAFF),
    "settings_team_member": (Act.EDIT, Thing.STAFF),
    "settings_team_link": (Act.EDIT, Thing.STAFF),
    "settings_team_departure": (Act.EDIT, Thing.STAFF),
    "settings_keys": (Act.EDIT, Thing.KEYS),
    "settings_key_revocation": (Act.EDIT, Thing.KEYS),
}
OPEN = {"first_run", "enter", "preferences", "store_choice", "account_login"}
POSTED = {
    *("settings_team_invitations", "settings_team_link", "settings_team_departure", "settings_key_revocation"),
    *("notice_sight", "column_choice", "view_list", "view_removal", "hint_dismissal", "operation_undoing"),
    "finding_snooze",
    "components_tagging",
}
ARGUMENTS = {
    **{"column_choice": "customers", "view_list": "customers", "hint_dismissal": "customers"},
    **{
        "view": "vie_x",
        "view_removal": "vie_x",
        "operation_undoing": "ope_x",
        "components_progress": 1,
        "finding_snooze": 0,
    },
}
MISSING = {"view", "view_removal", "operation_undoing", "components", "components_progress", "components_tagging"}
"""What answers that there is nothing: no such row, or a page for developers."""
SCOPED = {Role.AGENT, Role.SALES, Role.MANAGER}
"""Roles that see a part of the people or of the staff, so that a single one may be missing to them."""


def test_every_page_stands_in_the_table_of_rights():
    named = {entry.name for entry in [*urls.urlpatterns, *urls.SETTINGS] if isinstance(entry, URLPattern)}

    assert named == set(PAGES) | OPEN


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_it_may_and_nothing_else(role: Role, teahouse: Store, li: Person, at: At):
    somebody = workspace.staff(teahouse.circle, Role.VIEWER, name="Vera")
    key, _ = keys.make(teahouse.circle, name="Till", scopes=["people:see"], by=None, at=at("2026-01-01"))
    ids = {"person": li.public_id, "settings_store": teahouse.public_id, "settings_key_revocation": key.public_id}
    member = workspace.staff(teahouse.circle, role, name="Rolf")
    client = signed_in(member)

    for name, right in PAGES.items():
        path = address(name, ids, somebody)
        status = (client.post if name in POSTED else client.get)(path).status_code
        assert status in expected(role, member, right) | ({404} if name in MISSING else set()), (name, status)


def address(name: str, ids: dict[str, str], somebody: Staff) -> str:
    if name.startswith("person"):
        return reverse(name, args=[ids["person"]])
    if name in ARGUMENTS:
        return reverse(name, args=[ARGUMENTS[name]])
    if name in ids:
        return reverse(name, args=[ids[name]])
    if name.startswith("settings_team_") and name != "settings_team_invitations":
        return reverse(name, args=[somebody.public_id])
    return reverse(name)


def expected(role: Role, member: Staff, right: tuple[Act, Thing] | None) -> set[int]:
    if right and not member.may(*right):
        return {403}
    return {200, 302, 404, 422} if role in SCOPED else {200, 302, 422}


@pytest.mark.parametrize("name", PAGES)
def test_strangers_are_led_to_the_log_in(name: str, owner: Staff, li: Person):
    ids = {"person": li.public_id, "settings_store": "sto_x", "settings_key_revocation": "key_x"}

    answer = (Client().post if name in POSTED else Client().get)(address(name, ids, owner))

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
