"""A client that calls the API as a machine does, with a key of the teahouse's circle."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from regulars.base.kit import clock
from regulars.base.workspace import access, keys, pace
from regulars.base.workspace.models import ApiKey, Circle


@dataclass
class Caller:
    """Calls below `/api/v1`; `get("/people")` gives the parsed body of a call that must succeed."""

    key: ApiKey
    token: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def call(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | options.pop("headers", {})
        return self.client.generic(method, f"/api/v1{path}", headers=headers, **options)

    def get(self, path: str, **query: Any) -> Any:
        response = self.call("GET", path, query_params=query)
        assert response.status_code == 200, response.content
        return response.json()

    def refused(self, path: str, method: str = "GET", **query: Any) -> tuple[int, str]:
        """Status and code of a call that must be refused in the agreed form."""
        response = self.call(method, path, query_params=query)
        assert response.headers["Content-Type"] == "application/problem+json", response.content
        body = response.json()
        assert body["status"] == response.status_code
        return response.status_code, body["code"]


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests call faster than any machine should; the pace has a test of its own."""
    monkeypatch.setattr(pace, "CALLS_AT_ONCE", 1_000_000)


@pytest.fixture
def caller_in() -> Callable[..., Caller]:
    """A caller for any circle, with all scopes or some."""

    def make(circle: Circle, *scopes: str) -> Caller:
        given = scopes or access.scope_names()
        return Caller(*keys.make(circle, name="Till", scopes=given, by=None, at=clock.now()))

    return make


@pytest.fixture
def caller(circle: Circle, caller_in: Callable[..., Caller]) -> Caller:
    return caller_in(circle)
