"""Browsers and signed-in people for the staff pages."""

import shutil
from datetime import date
from typing import Any

import pytest
from django.test import Client

from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.insight.models import Run
from tests.make import shop, workspace
from tests.world import *  # noqa: F403

BACKEND = "django.contrib.auth.backends.ModelBackend"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """A hash that is slow on purpose would make every one of these tests slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def signed_in(member: Staff) -> Client:
    client = Client()
    client.force_login(member.account, BACKEND)
    return client


@pytest.fixture
def owner(teahouse: Store) -> Staff:
    return workspace.staff(teahouse.circle, Role.OWNER, name="Olga")


@pytest.fixture
def at_work(owner: Staff) -> Client:
    """The browser of the owner."""
    return signed_in(owner)


@pytest.fixture
def learned(teahouse: Store) -> Run:
    """A small shop with two years of orders, as of the first of March."""
    return shop.filled(teahouse, buyers=120, today=date(2026, 3, 1))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], browser_type: Any) -> dict[str, Any]:
    """Chromium of the machine, or the one that Playwright has fetched; without either the test is left out."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and not shutil.which(browser_type.executable_path):
        pytest.skip("No Chromium here: `apt-get install chromium` or `playwright install chromium`.")
    path = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **path, "args": FLAGS}


