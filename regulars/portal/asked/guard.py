"""Keep programs out of forms that anybody may send, without a riddle: a field that nobody sees, time, and a pace.

Nothing that a form does depends on a cookie, so no other site can make somebody send it in their own name.
"""

import hashlib
from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from regulars.base.kit import ids
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import audit
from regulars.engage import pace

TRAP = "website"
"""Hidden from people; programs fill in every field that sounds like an address."""
TOKEN = "shown"
SALT = "regulars.shown"
QUICKEST = timedelta(seconds=2)
LONGEST = timedelta(days=2)
"""A form may stand open over a night; after that its answer is taken as one of a plain form."""


class TooQuick(Refusal):
    message = gettext_lazy("That was very quick. Please look through it once more, and send it again.")
    status = 422


def token(*, at: datetime) -> str:
    """What a form is shown with: when, and a name by which a second sending is known."""
    return signing.dumps([str(ids.uuid7()), at.timestamp()], salt=SALT)


def is_program(request: HttpRequest) -> bool:
    return bool(request.POST.get(TRAP, "").strip())


def checked(request: HttpRequest, *, at: datetime) -> str:
    """
    The name under which a sending is taken in, the same if a button is pressed twice.

    :raises TooQuick: if nobody can have read the form in that time.
    :raises TooMany: if too much came from that address.
    """
    name, since = opened(request.POST.get(TOKEN, ""))
    if since is not None and at.timestamp() - since < QUICKEST.total_seconds():
        raise TooQuick
    pace.take(audit.origin().address, at=at)
    return name or plain_name(request, at=at)


def opened(given: str) -> tuple[str, float | None]:
    try:
        name, since = signing.loads(given, salt=SALT, max_age=LONGEST)
        return str(name), float(since)
    except (signing.BadSignature, ValueError, TypeError):
        return "", None


def plain_name(request: HttpRequest, *, at: datetime) -> str:
    """A plain form knows no token: the same words from the same address within a minute are one sending."""
    minute = str(int(at.timestamp()) // 60)
    words = "\n".join([request.path, audit.origin().address, minute, request.POST.urlencode()])
    return hashlib.sha256(words.encode()).hexdigest()
