"""Every address asks for its own scope, and shows nothing of another circle."""

import pytest

from regulars.api.application import api
from regulars.base.workspace import access
from regulars.base.workspace.models import Store
from tests.make import commerce, identity, workspace

pytestmark = pytest.mark.django_db
DESCRIPTION = api.get_openapi_schema(path_prefix="/")
CALLS = [
    (path, method.upper(), details["security"][0]["ApiKey"][0])
    for path, methods in DESCRIPTION["paths"].items()
    for method, details in methods.items()
]
NOBODY = "0" * 26
PREFIXES = {
    "people": "per", "orders": "ord", "products": "pro", "operations": "ope", "stores": "sto", "imports": "imp",
    "notes": "not", "tasks": "tsk", "tags": "tag", "fields": "fld", "forms": "frm", "companies": "com",
}  # fmt: skip


def filled(path: str) -> str:
    """The address with an id that has the right form."""
    thing = path.replace("/insights", "").split("/")[1]
    return path.replace("{id}", f"{PREFIXES.get(thing, 'per')}_{NOBODY}").replace("{technique}", "pareto")


def test_every_call_names_a_scope_that_exists():
    assert {scope for _, _, scope in CALLS} <= set(access.scope_names())


@pytest.mark.parametrize(("path", "method", "scope"), CALLS)
def test_a_key_without_the_scope_is_refused(path, method, scope, circle, caller_in):
    others = [name for name in access.scope_names() if name != scope]

    assert caller_in(circle, *others).refused(filled(path), method) == (403, "no_right")


@pytest.mark.parametrize(("path", "method", "scope"), CALLS)
def test_a_call_without_a_key_is_refused(path, method, scope, client):
    response = client.generic(method, f"/api/v1{filled(path)}")

    assert (response.status_code, response.json()["code"]) == (401, "no_key")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_log_in_to_the_pages_opens_nothing(client, mei):
    client.force_login(mei.account, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/api/v1/people").status_code == 401


def test_a_revoked_key_opens_nothing(caller, at):
    type(caller.key).objects.update(revoked_at=at("2026-03-01"))

    assert caller.refused("/people") == (401, "no_key")


@pytest.fixture
def elsewhere(db: None) -> Store:
    return workspace.store("Elsewhere", circle="Other")


def test_another_circle_shows_nothing_by_id(caller, elsewhere, at):
    person = identity.person(elsewhere.circle, email="x@elsewhere.example")
    order = commerce.order(elsewhere, "1", placed_at=at("2026-03-01"), person=person, tea="4.50")
    product = commerce.product(elsewhere, "T-1")
    rows = {"people": person, "orders": order, "products": product, "stores": elsewhere, "insights/people": person}

    refused = {path: caller.refused(f"/{path}/{row.public_id}") for path, row in rows.items()}

    assert set(refused.values()) == {(404, "not_found")}


def test_another_circle_shows_nothing_in_lists(caller, elsewhere, at):
    person = identity.person(elsewhere.circle, email="x@elsewhere.example")
    commerce.order(elsewhere, "1", placed_at=at("2026-03-01"), person=person, tea="4.50")

    lists = [caller.get(f"/{path}")["items"] for path in ("people", "orders", "products", "operations")]

    assert lists == [[], [], [], []]
    assert caller.get("/orders", person=person.public_id)["items"] == []
