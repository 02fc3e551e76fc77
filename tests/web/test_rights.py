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
PAGES: dict[str, tuple[Act, Thing] | None] = {
    "home": None,
    "customers": (Act.SEE, Thing.PEOPLE),
    "person": (Act.SEE, Thing.PEOPLE),
    "person_orders": (Act.SEE, Thing.ORDERS),
    "person_timeline": (Act.SEE, Thing.PEOPLE),
    "finding_snooze": (Act.SEE, Thing.INSIGHT),
    "person_notes": (Act.EDIT, Thing.PEOPLE),
    "person_tasks": (Act.EDIT, Thing.PEOPLE),
    "person_preferences": (Act.EDIT, Thing.PEOPLE),
    "preference_withdrawal": (Act.EDIT, Thing.PEOPLE),
    "person_details": (Act.SEE, Thing.PEOPLE),
    "person_profile": (Act.EDIT, Thing.PEOPLE),
    "person_fields": (Act.EDIT, Thing.PEOPLE),
    "person_history": (Act.SEE, Thing.PEOPLE),
    "person_tags": (Act.EDIT, Thing.PEOPLE),
    "tag_taking": (Act.EDIT, Thing.PEOPLE),
    "person_owner": (Act.EDIT, Thing.PEOPLE),
    "person_identifiers": (Act.EDIT, Thing.PEOPLE),
    "identifier_removal": (Act.EDIT, Thing.PEOPLE),
    "link_removal": (Act.EDIT, Thing.PEOPLE),
    "suggestion_answer": (Act.EDIT, Thing.PEOPLE),
    "person_attempts": (Act.EDIT, Thing.PEOPLE),
    "note": (Act.EDIT, Thing.PEOPLE),
    "note_pin": (Act.EDIT, Thing.PEOPLE),
    "note_removal": (Act.EDIT, Thing.PEOPLE),
    "task": (Act.EDIT, Thing.PEOPLE),
    "task_completion": (Act.EDIT, Thing.PEOPLE),
    "customers_bulk": (Act.EDIT, Thing.PEOPLE),
    "customers_export": (Act.EXPORT, Thing.PEOPLE),
    "today": (Act.EDIT, Thing.PEOPLE),
    "today_draw": (Act.EDIT, Thing.PEOPLE),
    "settings_fields": (Act.EDIT, Thing.STORES),
    "settings_field": (Act.EDIT, Thing.STORES),
    "settings_field_archiving": (Act.EDIT, Thing.STORES),
    "settings_tags": (Act.EDIT, Thing.STORES),
    "settings_tag": (Act.EDIT, Thing.STORES),
    "settings_tag_merge": (Act.EDIT, Thing.STORES),
    "settings_tag_removal": (Act.EDIT, Thing.STORES),
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
    *("person_tasks", "person_preferences", "preference_withdrawal", "person_tags", "tag_taking", "person_owner"),
    *("person_identifiers", "identifier_removal", "link_removal", "suggestion_answer", "person_attempts"),
    *("note_pin", "note_removal", "task_completion", "customers_bulk", "today_draw"),
    *("settings_field_archiving", "settings_tag_merge", "settings_tag_removal"),
    *("notice_sight", "column_choice", "view_list", "view_removal", "hint_dismissal", "operation_undoing"),
    "finding_snooze",
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
OF_PERSON = {"preference_withdrawal": (), "tag_taking": ("tag_x",)} | dict.fromkeys(
    ("identifier_removal", "link_removal", "suggestion_answer"), (1,)
)
ROWS = {
    **{"note": "not_x", "note_pin": "not_x", "note_removal": "not_x", "task": "tsk_x", "task_completion": "tsk_x"},
    **{"settings_field": "fld_x", "settings_field_archiving": "fld_x", "settings_tag": "tag_x"},
    **{"settings_tag_merge": "tag_x", "settings_tag_removal": "tag_x"},
    **{"customers_bulk": "tag", "customers_export": "csv"},
}
ARGUMENTS |= ROWS
MISSING = {"tag_taking", "identifier_removal", "link_removal", "suggestion_answer", *ROWS, "preference_withdrawal"}
MISSING |= {"view", "view_removal", "operation_undoing", "components", "components_progress"}
"""What answers that there is nothing: no such row, or a page for developers."""
SCOPED = {Role.AGENT, Role.SALES, Role.MANAGER}
"""Roles that see a part of the people or of the staff, so that a single one may be missing to them."""


def test_every_page_stands_in_the_table_of_rights():
    assert set(names_of(urls.urlpatterns)) == set(PAGES) | OPEN
    named = {entry.name for entry in [*urls.urlpatterns, *urls.SETTINGS, *urls.PERSON] if isinstance(entry, URLPattern)}


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

    answers = {name: ask(client, name, page, cast).status_code for name, page in PAGES.items()}

    assert {name: code for name, code in answers.items() if code not in expected(role, member, PAGES[name])} == {}


def ask(client: Client, name: str, page: Page, cast: dict[str, str]) -> HttpResponse:
    path = reverse(name, args=[cast.get(part, part) for part in page.args])
    return client.post(path) if page.is_posted else client.get(path)


def address(name: str, ids: dict[str, str], somebody: Staff) -> str:
    if name in OF_PERSON:
        return reverse(name, args=[ids["person"], *OF_PERSON[name]])
    if name.startswith("person"):
        return reverse(name, args=[ids["person"]])
    if name in ARGUMENTS:
        return reverse(name, args=[ARGUMENTS[name]])
    if name in ids:
        return reverse(name, args=[ids[name]])
    if name.startswith("settings_team_") and name != "settings_team_invitations":
        return reverse(name, args=[somebody.public_id])
    return reverse(name)


def expected(role: Role, member: Staff, page: Page) -> set[int]:
    if page.right and not member.may(*page.right):
        return {403}
    return {200, 302, 422} | ({404} if role in SCOPED or page.is_missing else set())
    return {200, 302, 404, 409, 422} if role in SCOPED else {200, 302, 409, 422}


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
