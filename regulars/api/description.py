"""The OpenAPI document: what django-ninja knows, with scopes, problems and headers added."""

from typing import Any

from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from regulars.api import idempotency
from regulars.api.keys import ApiKeyWith
from regulars.api.problems import CONTENT_TYPE, Problem
from regulars.base.workspace import pace

KEY = "ApiKey"
OVERVIEW = f"""
Read what Regulars knows and has learned, bring files in, and write down what is known of people.

**Keys.** Send `Authorization: Bearer rgl_…`. A key is made for one circle of stores and limited to scopes such as
`people:see`; each operation below names the one it needs. Session cookies are not accepted. E-mail, phone, street and
notes of people, and the name, street and note of orders, are null unless the key also has `people:export`; masked
custom fields are left out.

**Values.** Money is an exact decimal number as text, in the currency beside it. Moments are UTC (RFC 3339); days are
days in the store's time zone. Public ids (`per_…`) never change. New fields may be added at any time: ignore those
that you do not know.

**Lists.** `limit` is at most 200. Follow `next` as `cursor` until it is null: rows that exist all the while come
exactly once, also while others are added.

**Problems.** Every 4xx and 5xx is `application/problem+json` (RFC 9457). Match on `code`; `detail` is a sentence in
the language of `Accept-Language`; `errors` names the fields of a 422.

**Repeating.** Send an `Idempotency-Key` with a POST, and a repeated call gets the first answer for a day.

**Pace.** {pace.CALLS_AT_ONCE} calls at once, then {pace.CALLS_A_SECOND} a second; else 429 with `Retry-After`.
""".strip()

ALWAYS = {400: "The request cannot be read.", 401: "No live key was sent.", 403: "The key lacks the scope."}
PACE = {429: "The key calls too often; see `Retry-After`."}
NOT_FOUND = {404: "There is no such thing, or the key may not see it."}
WRONG = {422: "A value cannot be used; `errors` names the fields."}
TOO_LARGE = {
    411: "The body does not say how long it is.",
    413: "The body is too large.",
    415: "The body is of a kind that cannot be used.",
    507: "There is no room for the file.",
}
CONFLICT = {409: "It cannot be done as things stand; `code` says why."}


class Description(OpenAPISchema):
    """The document of an API whose operations all ask for a key."""

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        for auth in operation.auth_callbacks:
            if isinstance(auth, ApiKeyWith):
                self.securitySchemes[KEY] = auth.openapi_security_schema
                return [{KEY: [auth.scope]}]
        return None

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        details: dict[str, Any] = super().operation_details(operation)
        security = details.get("security")
        if security:
            [scope] = security[0][KEY]
            details["description"] = f"{details.get('description', '')}\n\nNeeds the scope `{scope}`.".strip()
        if "POST" in operation.methods:
            details["parameters"].append(idempotency.PARAMETER)
        for status, words in refusals(operation, details).items():
            details["responses"].setdefault(status, refused(words))
        return details

    def get_components(self) -> dict[str, Any]:
        schema = Problem.model_json_schema(ref_template=REF_TEMPLATE)
        self.add_schema_definitions(schema.pop("$defs"))
        self.add_schema_definitions({"Problem": schema})
        components: dict[str, Any] = super().get_components()
        return components


def refusals(operation: Operation, details: dict[str, Any]) -> dict[int, str]:
    """The statuses by which an operation may say no."""
    found = dict(ALWAYS | PACE) if details.get("security") else {}
    named = {parameter["name"] for parameter in details["parameters"]}
    if named & {"id", "technique", "store", "person"} or "requestBody" in details:
        found |= NOT_FOUND
    if details["parameters"] or "requestBody" in details:
        found |= WRONG
    if operation.methods != ["GET"]:
        found |= CONFLICT
    if "requestBody" in details:
        found |= TOO_LARGE
    return found


def refused(words: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {CONTENT_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}},
    }
