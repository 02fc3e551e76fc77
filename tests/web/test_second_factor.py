"""Passkeys and one-time codes in a real browser: enrolled on the account's page, asked for at the next sign-in."""

from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse
from playwright.sync_api import Page, expect

from regulars.base.workspace.models import Account, Store
from tests.make import workspace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("complaints")]
EMAIL, PASSWORD = "olga@teahouse.example", "seven small teapots"
PASSKEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def olga(transactional_db: None) -> Account:
    store: Store = workspace.store("Teahouse")
    account = workspace.staff(store.circle, "owner", name="Olga").account  # type: ignore[arg-type]
    account.email = EMAIL
    account.set_password(PASSWORD)
    account.save(update_fields=["email", "password"])
    return account


def sign_in(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}{reverse('account_login')}")
    page.get_by_label("Email").fill(EMAIL)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def go_and_prove(page: Page, url: str) -> None:
    """Whoever changes how an account is guarded gives the password again."""
    page.goto(url)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()


def test_a_passkey_is_registered_and_opens_the_door_by_itself(page: Page, live_server: Any, olga: Account):
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
    sign_in(page, live_server)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    go_and_prove(page, f"{live_server.url}{reverse('mfa_add_webauthn')}")
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Passwordless").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Add").click()
    page.goto(f"{live_server.url}{reverse('mfa_list_webauthn')}")
    expect(page.get_by_text("Laptop")).to_be_visible()
    page.goto(live_server.url)
    sign_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="Welcome, Olga")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_code_is_asked_for_once_an_app_is_enrolled(page: Page, live_server: Any, olga: Account):
    sign_in(page, live_server)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    go_and_prove(page, f"{live_server.url}{reverse('mfa_activate_totp')}")
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_text("Recovery codes").first).to_be_visible()
    page.goto(live_server.url)
    sign_out(page)

    sign_in(page, live_server)
    page.locator("#id_code").fill("000000")
    page.get_by_role("button", name="Sign In", exact=True).click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    page.locator("#id_code").fill(code(secret, later=1))
    page.get_by_role("button", name="Sign In", exact=True).click()

    expect(page.get_by_role("heading", name="Welcome, Olga")).to_be_visible()


def code(secret: str, *, later: int = 0) -> str:
    """What the app shows; a code counts once, so the next sign-in takes the one that comes after."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter + later))
