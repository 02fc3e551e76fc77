"""Make a POST safe to repeat: the same `Idempotency-Key` gets the first answer again, for a day."""

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Annotated, Any, Concatenate

from django.http import HttpResponse
from ninja import Schema, Status
from ninja.responses import NinjaJSONEncoder
from pydantic import AfterValidator, StringConstraints, TypeAdapter, ValidationError

from regulars.api import fields
from regulars.api.keys import KeyRequest
from regulars.api.problems import JSON
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import answers

HEADER = "Idempotency-Key"
PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "Any text of your own, such as a UUID, that stands for this one act.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}

Token = TypeAdapter(Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(fields.storable)])


class BadToken(Refusal):
    message = "An Idempotency-Key has 1 to 200 characters, such as a UUID."
    status = 422


def once[**Given](
    status: int,
) -> Callable[
    [Callable[Concatenate[KeyRequest, Given], Schema]],
    Callable[Concatenate[KeyRequest, Given], Status[Any] | HttpResponse],
]:
    """Keep what a route answers (with `status`) for its key and token; what it refuses is not kept."""

    def wrap(
        route: Callable[Concatenate[KeyRequest, Given], Schema],
    ) -> Callable[Concatenate[KeyRequest, Given], Status[Any] | HttpResponse]:
        def answer(request: KeyRequest, /, *args: Given.args, **given: Given.kwargs) -> Status[Any] | HttpResponse:
            if HEADER not in request.headers:
                return Status(status, route(request, *args, **given))
            token = checked(request.headers[HEADER])
            kept = answers.claim(request.auth, token, request=digest(request), at=request.now)
            if kept is not None:
                replayed = {"Idempotency-Replayed": "true"}
                return HttpResponse(kept.body, status=kept.status, content_type=JSON, headers=replayed)
            try:
                made = route(request, *args, **given)
            except BaseException:
                answers.release(request.auth, token)
                raise
            answers.keep(request.auth, token, status=status, body=written(made))
            return Status(status, made)

        functools.update_wrapper(answer, route)
        return answer

    return wrap


def written(made: Schema) -> str:
    """The answer exactly as django-ninja sends it."""
    return json.dumps(made, cls=NinjaJSONEncoder)


def checked(token: str) -> str:
    try:
        return Token.validate_python(token)
    except ValidationError as error:
        raise BadToken from error


def digest(request: KeyRequest) -> str:
    """Equal for equal calls; a file counts by its length, as it is not read before the answer is known."""
    kind = (request.content_type or "").lower()
    body = request.body if kind == JSON else request.headers.get("Content-Length", "").encode()
    said = "\n".join([request.method or "", request.get_full_path(), kind])
    return hashlib.sha256(said.encode() + b"\n" + body).hexdigest()
