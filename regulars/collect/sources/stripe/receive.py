"""Check a webhook of Stripe and name it.

https://docs.stripe.com/webhooks/signature
"""

from typing import Any

import msgspec

from regulars.collect.receive import signatures
from regulars.collect.receive.hooks import Hook, Named, Unsigned

MOST_SIGNATURES = 10


class _Event(msgspec.Struct):
    id: Any = None
    type: Any = None


def receive(hook: Hook) -> Named:
    """
    What the webhook is.

    :raises Refused: if it is not signed with the endpoint's secret, or was signed more than five minutes ago.
    """
    parts = [part.strip().partition("=") for part in hook.header("Stripe-Signature").split(",")]
    moment = next((value for name, _, value in parts if name == "t"), "")
    given = [_bytes(value) for name, _, value in parts if name == "v1"][:MOST_SIGNATURES]
    content = moment.encode() + b"." + hook.body
    signatures.check((signatures.digest(secret.encode(), content) for secret in hook.secrets), given)
    signatures.check_moment(moment, hook.now)
    try:
        event = msgspec.json.decode(hook.body, type=_Event)
    except (msgspec.DecodeError, RecursionError):
        return Named("unreadable")
    return Named(_word(event.type) or "unnamed", delivery=_word(event.id))


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Unsigned from None


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
