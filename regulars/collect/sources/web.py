"""Ask other people's servers, politely: wait when they say so, try again what may pass, give up with a sentence.

Only https, or http on this computer; redirects are not followed, since a key must not travel to wherever one leads.
"""

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal

TIMEOUT_SECONDS = 30
LARGEST_ANSWER = 64 * 1024 * 1024
ATTEMPTS = 6
LONGEST_PAUSE = 60.0
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class NoAnswer(Refusal):
    message = gettext_lazy("%(host)s did not answer as it should: %(reason)s")


class NotAllowed(Refusal):
    message = gettext_lazy("%(host)s does not let us ask (%(status)s). Look at the key that the source has been given.")


class UnsafeAddress(Refusal):
    message = gettext_lazy("“%(address)s” is no address that begins with https://.")
    status = 422


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, its body read as JSON."""

    status: int
    headers: Mapping[str, str]
    content: Any


@dataclass(slots=True)
class Web:
    """The way out; `sleep` waits between attempts."""

    sleep: Callable[[float], None] = time.sleep
    asked: int = field(default=0)

    def ask(
        self, address: str, *, headers: Mapping[str, str] | None = None, query: Mapping[str, str] | None = None,
        content: Any = None,
    ) -> Answer:  # fmt: skip
        """
        Get an address, or post to it what is to be its content.

        :raises NotAllowed: if the server wants another key.
        :raises NoAnswer: if it gives no usable answer, however often it is asked.
        """
        parts = checked(address)
        path = (parts.path or "/") + (f"?{urlencode(query)}" if query else f"?{parts.query}" if parts.query else "")
        reason = ""
        for attempt in range(ATTEMPTS):
            try:
                answer = self._once(parts, path, dict(headers or {}), content)
            except (OSError, http.client.HTTPException) as error:
                reason, pause = str(error) or type(error).__name__, 2.0**attempt
            else:
                if answer.status in {401, 403}:
                    raise NotAllowed(host=parts.hostname, status=answer.status)
                if answer.status not in PASSING:
                    return self._good(parts, answer)
                reason, pause = str(answer.status), pause_of(answer, attempt)
            if attempt < ATTEMPTS - 1:
                self.sleep(min(pause, LONGEST_PAUSE))
        raise NoAnswer(host=parts.hostname, reason=reason)

    def _once(self, parts: SplitResult, path: str, headers: dict[str, str], content: Any) -> Answer:
        self.asked += 1
        body = None if content is None else json.dumps(content).encode()
        headers |= {"Accept": "application/json", "User-Agent": "Regulars"}
        headers |= {"Content-Type": "application/json"} if body is not None else {}
        with closing(_connection(parts)) as line:
            line.request("GET" if body is None else "POST", path, body, headers)
            given = line.getresponse()
            raw = given.read(LARGEST_ANSWER + 1)
            named = {name.lower(): value for name, value in given.getheaders()}
        if len(raw) > LARGEST_ANSWER:
            raise http.client.HTTPException("The answer is too large.")
        if given.status in PASSING:
            return Answer(given.status, named, None)
        try:
            return Answer(given.status, named, json.loads(raw) if raw else None)
        except (ValueError, RecursionError):
            return Answer(given.status, named, None)

    def _good(self, parts: SplitResult, answer: Answer) -> Answer:
        if answer.status >= 300 or answer.content is None:
            raise NoAnswer(host=parts.hostname, reason=answer.status if answer.status >= 300 else "no JSON")
        return answer


def checked(address: str) -> SplitResult:
    """
    The parts of an address that may be asked.

    :raises UnsafeAddress: if it is neither https nor on this computer.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UnsafeAddress(address=address[:200]) from None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in HERE)
    if not host or not is_safe or parts.username or any(ord(letter) <= 32 for letter in address):
        raise UnsafeAddress(address=address[:200])
    return parts


def pause_of(answer: Answer, attempt: int) -> float:
    """How long the server asks us to wait, in seconds or until a moment; longer each time where it does not say."""
    said = answer.headers.get("retry-after", "")
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 2.0**attempt


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT_SECONDS, context=context)
    return http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT_SECONDS)
