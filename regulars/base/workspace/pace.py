"""How fast a key may call: so many calls at once, then so many a second.

One row per key holds the moment at which its allowance will be whole again (the generic cell rate algorithm),
so that a call costs one small write, whichever process takes it.
"""

import math
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import ApiKey

CALLS_AT_ONCE = 120
CALLS_A_SECOND = 20

TAKE = """
    insert into workspace_keypace as pace (key_id, whole_at)
    values (%(key)s, %(at)s::timestamptz + %(step)s * interval '1 second')
    on conflict (key_id) do update
    set whole_at = greatest(pace.whole_at, %(at)s::timestamptz) + %(step)s * interval '1 second'
    where pace.whole_at <= %(at)s::timestamptz + %(slack)s * interval '1 second'
    returning 1
"""


class TooManyCalls(Refusal):
    message = gettext_lazy(
        "This key calls too often. Wait %(seconds)s s, and then call at most %(rate)s times a second."
    )
    status = 429


def take(key: ApiKey, *, at: datetime) -> None:
    """
    Count one call.

    :raises TooManyCalls: if the key has used up its allowance; `values["seconds"]` says how long to wait.
    """
    step = 1 / CALLS_A_SECOND
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"key": key.id, "at": at, "step": step, "slack": step * (CALLS_AT_ONCE - 1)})
        if cursor.fetchone() is None:
            raise TooManyCalls(seconds=math.ceil(step), rate=CALLS_A_SECOND)
