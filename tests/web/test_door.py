"""How people get in, and who does not."""

import pytest
from django.test import Client
from django.urls import reverse

from regulars.base.kit import clock
from regulars.base.workspace import keys, staff
from regulars.base.workspace.kinds import LinkPurpose
from regulars.base.workspace.models import Account, Staff, Store
from tests.conftest import At

OWNER = {"name": "Olga", "email": "olga@teahouse.example", "password": "seven small teapots"}
pytestmark = pytest.mark.django_db


def test_a_new_installation_leads_to_the_first_run(client: Client):
    assert client.get("/").headers["Location"] == reverse("first_run")
    assert client.get("/accounts/login/").headers["Location"] == reverse("first_run")


def test_the_first_run_makes_the_owner_and_signs_them_in(client: Client):
    answer = client.post(reverse("first_run"), OWNER)

    assert answer.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert staff.has_owner()


def test_the_first_run_closes_once_there_is_an_owner(client: Client, owner: Staff):
    answer = client.post(reverse("first_run"), {**OWNER, "email": "thief@example.com"})

    assert answer.headers["Location"] == reverse("account_login")
    assert not Account.objects.filter(email="thief@example.com").exists()


def test_a_weak_password_is_named_beside_its_field(client: Client):
    answer = client.post(reverse("first_run"), {**OWNER, "password": "password"})

    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert not staff.has_owner()


def test_a_password_signs_in(client: Client, owner: Staff):
    answer = client.post("/accounts/login/", {"login": owner.account.email, "password": "a long passphrase"})

    assert answer.status_code == 302
    assert client.get("/").status_code == 200


def test_looking_at_a_link_does_not_spend_it(client: Client, owner: Staff):
    token = link(owner.account, LinkPurpose.SIGN_IN)

    assert client.get(f"/enter/{token}/").status_code == 200
    assert client.get(f"/enter/{token}/").status_code == 200
    assert client.post(f"/enter/{token}/").headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_link_opens_once(client: Client, owner: Staff):
    token = link(owner.account, LinkPurpose.SIGN_IN)
    client.post(f"/enter/{token}/")

    assert Client().post(f"/enter/{token}/").status_code == 410


def test_a_session_that_a_link_began_is_listed_and_ended_from_elsewhere(client: Client, owner: Staff):
    client.post(f"/enter/{link(owner.account, LinkPurpose.SIGN_IN)}/")
    elsewhere = Client(headers={"user-agent": "Telephone"})
    elsewhere.post(f"/enter/{link(owner.account, LinkPurpose.SIGN_IN)}/")
    assert "Telephone" in client.get(reverse("usersessions_list")).content.decode()

    client.post(reverse("usersessions_list"))

    assert client.get("/").status_code == 200
    assert elsewhere.get("/").headers["Location"].startswith(reverse("account_login"))


def test_an_invitation_sets_name_and_password(at_work: Client):
    made = at_work.post(reverse("settings_team_invitations"), {"email": "bo@teahouse.example", "role": "agent"})
    path = made.context["link"].split("testserver")[1]
    guest = Client()

    answer = guest.post(path, {"name": "Bo", "password": "seven small teapots"})

    assert answer.headers["Location"] == "/"
    assert guest.get("/").status_code == 200
    assert Account.objects.get(email="bo@teahouse.example").name == "Bo"


def test_a_reset_replaces_the_password_and_ends_every_session(at_work: Client, owner: Staff):
    token = link(owner.account, LinkPurpose.RESET)

    Client().post(f"/enter/{token}/", {"password": "eight small teapots"})

    assert at_work.get("/").status_code == 302
    assert Account.objects.get(id=owner.account_id).check_password("eight small teapots")


def test_somebody_who_left_is_kept_out(at_work: Client, owner: Staff, at: At):
    owner.left_at = at("2026-01-01")
    owner.save(update_fields=["left_at"])

    assert at_work.get("/").status_code == 403


def test_language_and_theme_are_kept_with_the_account(at_work: Client, owner: Staff):
    at_work.post(reverse("preferences"), {"language": "zh-hant", "theme": "dark", "next": "/"})

    page = at_work.get("/").content.decode()

    assert '<html lang="zh-Hant" data-theme="dark">' in page


def test_a_choice_never_leads_to_another_host(client: Client, teahouse: Store):
    answer = client.post(reverse("preferences"), {"theme": "dark", "next": "https://evil.example/"})

    assert answer.headers["Location"] == "/"


def test_a_form_without_its_token_says_what_to_do(owner: Staff):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})

    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


@pytest.mark.parametrize("path", ["/customers/%00/", "/customers/x%27y/", "/enter/%00/", "/settings/team/..%2f/"])
def test_a_strange_address_is_not_found(at_work: Client, path: str):
    assert at_work.get(path).status_code == 404


def link(account: Account, purpose: LinkPurpose) -> str:
    return keys.make_link(account, purpose, at=clock.now())
