"""Branches, roles, languages and the audit."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.workspace import branches
from regulars.base.workspace.kinds import Language, Role
from regulars.base.workspace.models import AuditEntry, Branch, Staff, Store
from regulars.identity.models import Person
from tests.conftest import At
from tests.make import workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("act", flat=True))


def audited(client: Client, **asked: str) -> list[str]:
    page = client.get(reverse("settings_audit"), asked).content.decode()
    return [words.strip() for words in re.findall(r'table__words">(?:<a [^>]*>)?([^<]*)<', page)]


def test_a_branch_is_opened_renamed_and_closed(at_work: Client, teahouse: Store):
    at_work.post(reverse("settings_branches"), {"name": "North"})
    north = Branch.objects.get()
    at_work.post(reverse("settings_branch", args=[north.public_id]), {"name": "Far North"})
    at_work.post(reverse("settings_branch_closing", args=[north.public_id]))

    north.refresh_from_db()
    assert (north.name, north.closed_at is not None) == ("Far North", True)
    assert acts()[-3:] == ["open_branch", "rename_branch", "close_branch"]


def test_a_branch_where_somebody_works_does_not_close(at_work: Client, owner: Staff, at: At):
    north = branches.open_branch(owner.circle, "North", by=owner, at=at("2026-01-01"))
    workspace.staff(owner.circle, Role.AGENT, name="Bo", branch=north)

    assert at_work.post(reverse("settings_branch_closing", args=[north.public_id])).status_code == 409

    north.refresh_from_db()
    assert north.closed_at is None


def test_nobody_is_placed_in_a_closed_branch(at_work: Client, owner: Staff, bo: Staff, at: At):
    north = branches.open_branch(owner.circle, "North", by=owner, at=at("2026-01-01"))
    branches.close(north, by=owner, at=at("2026-01-02"))

    at_work.post(reverse("settings_team_place", args=[bo.public_id]), {"role": "agent", "branch": north.public_id})

    bo.refresh_from_db()
    assert bo.branch is None


def test_role_and_branch_are_changed_in_the_table_of_roles(at_work: Client, owner: Staff, bo: Staff, at: At):
    north = branches.open_branch(owner.circle, "North", by=owner, at=at("2026-01-01"))

    at_work.post(reverse("settings_team_place", args=[bo.public_id]), {"role": "sales", "branch": north.public_id})

    bo.refresh_from_db()
    assert (bo.role, bo.branch) == (Role.SALES, north)
    assert acts()[-2:] == ["give_role", "give_branch"]


def test_a_manager_places_people_in_their_own_branch_only(teahouse: Store, owner: Staff, at: At):
    north, south = (branches.open_branch(teahouse.circle, n, by=owner, at=at("2026-01-01")) for n in ("North", "South"))
    mei = signed_in(workspace.staff(teahouse.circle, Role.MANAGER, name="Mei", branch=north))
    bo = workspace.staff(teahouse.circle, Role.AGENT, name="Bo", branch=north)

    answer = mei.post(reverse("settings_team_place", args=[bo.public_id]), {"role": "agent", "branch": south.public_id})

    bo.refresh_from_db()
    assert (answer.status_code, bo.branch) == (403, north)


def test_a_member_is_limited_to_a_store_and_let_out_again(at_work: Client, teahouse: Store, bo: Staff):
    books = workspace.store("Bookshop", circle=teahouse.circle.name)
    page = reverse("settings_team_member", args=[bo.public_id])

    at_work.post(page, {"role": "agent", "only": [books.public_id]})
    bo.refresh_from_db()
    assert list(Store.objects.visible_to(bo)) == [books]

    at_work.post(page, {"role": "agent"})
    bo.refresh_from_db()
    assert Store.objects.visible_to(bo).count() == 2
    assert acts()[-2:] == ["give_stores", "give_stores"]


def test_the_matrix_says_what_each_role_may_do(at_work: Client, bo: Staff):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = at_work.get(reverse("settings_roles")).content.decode()

    row = page[page.index(">Customers</th>") :].split("</tr>")[0]
    assert row.count("Own branch") == 1
    assert row.count(">Own<") == 1
    assert len(asked) <= MOST_QUERIES


def test_whoever_has_chosen_no_language_is_spoken_to_in_that_of_the_store(at_work: Client, teahouse: Store):
    at_work.post(
        reverse("settings_languages"), {"offered": ["en", "zh-hans"], f"store_{teahouse.public_id}": "zh-hans"}
    )

    assert at_work.get(reverse("home")).headers["Content-Language"] == "zh-hans"


def test_a_language_that_is_not_offered_can_not_be_chosen(at_work: Client, owner: Staff, teahouse: Store):
    owner.account.language = Language.TRADITIONAL
    owner.account.save(update_fields=["language"])

    at_work.post(reverse("settings_languages"), {"offered": ["en"], f"store_{teahouse.public_id}": "en"})
    page = at_work.get(reverse("settings_account"))

    assert page.headers["Content-Language"] == "en"
    assert "繁體中文" not in page.content.decode()


def test_a_store_cannot_speak_what_is_not_offered(at_work: Client, teahouse: Store):
    answer = at_work.post(reverse("settings_languages"), {"offered": ["en"], f"store_{teahouse.public_id}": "zh-hans"})

    teahouse.refresh_from_db()
    assert "“Teahouse” would speak a language that is not offered." in answer.content.decode()
    assert teahouse.language == "en"


def test_the_language_of_a_colleague_is_set_for_them(at_work: Client, bo: Staff):
    at_work.post(reverse("settings_team_member", args=[bo.public_id]), {"role": "agent", "language": "zh-hant"})

    assert signed_in(bo).get(reverse("settings_account")).headers["Content-Language"] == "zh-hant"


def test_log_ins_and_wrong_passwords_stand_in_the_audit(teahouse: Store, owner: Staff, client: Client):
    door = reverse("account_login")
    client.post(door, {"login": owner.account.email, "password": "wrong"}, headers={"User-Agent": "Sonde/1.0"})
    client.post(door, {"login": owner.account.email, "password": "a long passphrase"}, REMOTE_ADDR="192.0.2.7")

    failed, entered = AuditEntry.objects.filter(kind="entry").order_by("id")
    assert (failed.act, failed.by, failed.about, failed.program) == ("log_in_failed", None, owner, "Sonde/1.0")
    assert (entered.act, entered.by, entered.address) == ("log_in", owner, "192.0.2.7")
    assert entered.facts == {"ways": ["password"]}


def test_a_wrong_password_for_nobody_is_no_fact_about_anybody(teahouse: Store, owner: Staff, client: Client):
    client.post(reverse("account_login"), {"login": "x@example.org", "password": "wrong"})

    assert not AuditEntry.objects.filter(kind="entry").exists()


def test_exports_keys_and_edits_stand_in_one_list(at_work: Client, owner: Staff, li: Person):
    at_work.get(reverse("customers_export", args=["csv"]), {"q": "li"})
    at_work.post(reverse("settings_keys"), {"name": "Till", "scopes": ["people:see"]})
    at_work.post(reverse("person_tags", args=[li.public_id]), {"name": "tea"})

    assert audited(at_work)[:3] == ["Gave a tag", "Made an API key", "Took a file away"]
    assert audited(at_work, kind="edit")[0] == "Gave a tag"
    assert audited(at_work, kind="export") == ["Took a file away"]


def test_the_audit_is_narrowed_to_a_person(at_work: Client, owner: Staff, bo: Staff):
    at_work.post(reverse("settings_team_place", args=[bo.public_id]), {"role": "sales"})

    assert audited(at_work, who=bo.public_id) == ["Changed a role"]


def test_the_audit_is_paged_without_leaving_out_or_doubling(at_work: Client, owner: Staff, li: Person, at: At):
    for number in range(60):
        branches.open_branch(owner.circle, f"B{number}", by=owner, at=at("2026-01-01"))
    at_work.post(reverse("person_tags", args=[li.public_id]), {"name": "tea"})

    with CaptureQueriesContext(connection) as asked:
        first = at_work.get(reverse("settings_audit")).content.decode()
    following = re.search(r'href="(\?[^"]*after=[^"]*)"', first)
    assert following
    second = at_work.get(reverse("settings_audit") + following[1].replace("&amp;", "&")).content.decode()

    branches_shown = re.findall(r">(B\d+)<", first) + re.findall(r">(B\d+)<", second)
    assert sorted(branches_shown) == sorted(f"B{number}" for number in range(60))
    assert len(asked) <= MOST_QUERIES


def test_the_audit_is_taken_away_and_says_so_itself(at_work: Client, owner: Staff, bo: Staff):
    at_work.post(reverse("settings_team_place", args=[bo.public_id]), {"role": "sales"})

    file = b"".join(at_work.get(reverse("settings_audit_export", args=["csv"])))  # type: ignore[arg-type]

    assert b"Changed a role" in file
    assert acts()[-1] == "export"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_the_audit_is_for_owners(role: Role, teahouse: Store):
    client: Any = signed_in(workspace.staff(teahouse.circle, role, name="Rolf"))

    assert client.get(reverse("settings_audit")).status_code == 403
