"""The OpenAPI document says what is true: generated calls never break anything, and answers fit it."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Config
from schemathesis.specs.openapi.checks import positive_data_acceptance

from regulars.api.imports.upload import BODIES
from regulars.config.wsgi import application
from tests.make import commerce, identity, insight, profile

schemathesis.serializer.alias([kind for kind in BODIES if kind.startswith("application/")][1:], BODIES[0])
# A parameter too many is often one without a value, which is not sent at all; test_refusals.py has those that are.
config = Config.from_dict({"generation": {"allow-extra-parameters": False}})
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


@pytest.fixture(autouse=True)
def _home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def _one_connection():
    """Keep the test's connection, and so its transaction, over many requests."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def token(_one_connection, caller, teahouse, li, at):
    profile.of(li, name="Li Wei", city="Leeds")
    person = identity.person(teahouse.circle, phone="+441134960000")
    commerce.order(teahouse, "1001", placed_at=at("2026-03-01"), person=person, tea="4.50")
    run = insight.run(teahouse)
    insight.score(run, li)
    insight.finding(run, "overdue_regulars", people=1, stake=9, stake_low=1, stake_high=20, behind={"orders__gte": 5})
    return caller.token


# An opaque cursor cannot be described so that every text of that form is one.
@pytest.mark.django_db
@schema.parametrize()
@settings(database=None, max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_generated_calls_get_documented_answers(case, token):
    # The client that calls in-process does not unpack what it is sent.
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])


def test_the_document_is_openapi_3_1(client, db):
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert all(
        details["description"] and details["summary"]
        for methods in document["paths"].values()
        for details in methods.values()
    )
