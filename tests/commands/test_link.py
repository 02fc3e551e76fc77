"""Whoever forgot the password gets in again by a link from the machine itself."""

import pytest
from typer.testing import CliRunner

from regulars.__main__ import app
from regulars.base.workspace.kinds import Role
from tests.make import workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    """The command on the test's own database."""
    from contextlib import nullcontext

    monkeypatch.setattr("regulars.commands.session.database", nullcontext)
    return lambda *words: CliRunner().invoke(app, ["link", *words])


def test_the_owner_gets_a_link_that_opens_once(circle, client, run):
    workspace.staff(circle, Role.OWNER, name="Olga")

    result = run()

    address = result.output.splitlines()[0]
    assert client.get("/" + address.split("/", 3)[3]).status_code == 200


def test_somebody_unknown_gets_none(run):
    result = run("nobody@teahouse.example")

    assert result.exit_code == 2
