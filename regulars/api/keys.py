"""Let a call in by its key: known, not too fast, and with the scope that the address needs.

Cookies count for nothing here, so another site cannot make a browser call the API in somebody's name.
"""

from datetime import datetime

from django.http import HttpRequest
from ninja.security import HttpBearer

from regulars.api.problems import NoRight
from regulars.base.kit import clock
from regulars.base.workspace import keys, pace
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey

LONGEST_TOKEN = 200


class KeyRequest(HttpRequest):
    """A request that has passed `ApiKeyWith`."""

    auth: ApiKey
    now: datetime


class ApiKeyWith(HttpBearer):
    """A live key that may do one act on one thing; `scope` is what the schema names."""

    openapi_bearerFormat = "rgl_…"
    openapi_description = "An API key of the workspace, made under Settings. It sees the circle it was made in."

    def __init__(self, act: Act, thing: Thing) -> None:
        super().__init__()
        self.act = act
        self.thing = thing

    @property
    def scope(self) -> str:
        return f"{self.thing}:{self.act}"

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """
        :raises TooManyCalls: if the key has used up its allowance.
        :raises NoRight: if it lacks the scope.
        """
        now = clock.now()
        key = keys.find(token, at=now) if len(token) <= LONGEST_TOKEN else None
        if key is None:
            return None
        pace.take(key, at=now)
        if not key.may(self.act, self.thing):
            raise NoRight(scope=self.scope)
        request.now = now  # type: ignore[attr-defined]
        return key


def sees_contact_details(key: ApiKey) -> bool:
    """Whether e-mail, phone and street are given in full: only to keys that may export people."""
    return key.may(Act.EXPORT, Thing.PEOPLE)
