"""Prometheus reads figures with a key, and nobody without one."""

import pytest

from regulars.base.workspace import keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(circle, at):
    _, secret = keys.make(circle, name="Prometheus", scopes=["operations:see"], by=None, at=at("2026-03-01"))
    return secret


def test_the_figures_are_told_to_a_key(client, token):
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 200
    assert "# HELP regulars_log_lag_events" in answer.content.decode()


def test_nobody_reads_them_without_a_key(client):
    assert client.get("/metrics").status_code == 401
