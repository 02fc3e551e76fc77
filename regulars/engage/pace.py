"""How often one address may send: some at once, then one after another (the generic cell rate algorithm)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from regulars.base.kit import digests, query
from regulars.base.kit.refusal import Refusal

AT_ONCE = 20
SECONDS_EACH = 30
"""Many people stand behind the one address of an office, and none of them fills in a form twice a minute."""
FORGET = "delete from engage_pace where whole_at < %(at)s::timestamptz - interval '1 day'"
TAKE = """
    insert into engage_pace as p (digest, whole_at)
    values (%(digest)s, %(at)s::timestamptz + %(step)s)
    on conflict (digest) do update set whole_at = greatest(p.whole_at, %(at)s::timestamptz) + %(step)s
    where p.whole_at <= %(at)s::timestamptz + %(slack)s
    returning 1
"""


class TooMany(Refusal):
    message = gettext_lazy("Too much has come from your connection. Please wait some minutes, and send it again.")
    status = 429


def take(address: str, *, at: datetime) -> None:
    """
    Count one sending.

    :raises TooMany: if the address has used up what it may send.
    """
    step = timedelta(seconds=SECONDS_EACH)
    asked = {"digest": digests.of("sender", address), "at": at, "step": step, "slack": step * (AT_ONCE - 1)}
    if not query.rows(TAKE, asked):
        raise TooMany


def forget(*, at: datetime) -> int:
    """Drop the addresses of which nothing was heard for a day."""
    return query.run(FORGET, at=at)
