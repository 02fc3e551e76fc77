"""Answer the same call once: what an `Idempotency-Key` stands for is kept for a day."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import ApiKey, KeptAnswer

KEPT_FOR = timedelta(days=1)
GIVEN_UP_AFTER = timedelta(minutes=15)

CLAIM = """
    insert into workspace_keptanswer as kept (key_id, token, request, asked_at)
    values (%(key)s, %(token)s, %(request)s, %(at)s)
    on conflict (key_id, token) do update
    set request = excluded.request, asked_at = excluded.asked_at, status = null, body = null
    where kept.asked_at < %(expired)s or (kept.status is null and kept.asked_at < %(given_up)s)
    returning id
"""


class StillAtWork(Refusal):
    message = gettext_lazy("The first call with this Idempotency-Key is still being worked on. Ask again shortly.")


class TokenSpent(Refusal):
    message = gettext_lazy("This Idempotency-Key was used for another call. Use a new one for each act.")
    status = 422


def claim(key: ApiKey, token: str, *, request: str, at: datetime) -> KeptAnswer | None:
    """
    The answer kept for a token, or None if the caller is the first and must now do the work.

    :param request: a digest that is equal for equal calls.
    :raises StillAtWork: if the first caller has not finished.
    :raises TokenSpent: if the token stood for another call.
    """
    KeptAnswer.objects.filter(key=key, asked_at__lt=at - KEPT_FOR).exclude(token=token).delete()
    with connection.cursor() as cursor:
        moments = {"at": at, "expired": at - KEPT_FOR, "given_up": at - GIVEN_UP_AFTER}
        cursor.execute(CLAIM, {"key": key.id, "token": token, "request": request, **moments})
        if cursor.fetchone() is not None:
            return None
    kept = KeptAnswer.objects.filter(key=key, token=token).first()
    if kept is not None and kept.request != request:
        raise TokenSpent
    if kept is None or kept.status is None:
        raise StillAtWork
    return kept


def keep(key: ApiKey, token: str, *, status: int, body: str) -> None:
    """Remember what the first caller was answered."""
    KeptAnswer.objects.filter(key=key, token=token).update(status=status, body=body)


def release(key: ApiKey, token: str) -> None:
    """Forget a claim whose work failed, so that it can be tried again."""
    KeptAnswer.objects.filter(key=key, token=token, status=None).delete()
