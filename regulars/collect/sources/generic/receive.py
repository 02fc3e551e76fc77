"""Check a webhook that is signed as Standard Webhooks has it, and name it.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from typing import Any

import msgspec

from regulars.collect.receive import signatures
from regulars.collect.receive.calls import Refused
from regulars.collect.receive.hooks import Hook, Named

PREFIX = "whsec_"
MOST_SIGNATURES = 10


class _Message(msgspec.Struct):
    type: Any = None


def receive(hook: Hook) -> Named:
    """
    What the webhook is; its `type`, where it has one.

    :raises Refused: if it is not signed with the source's secret, or was signed more than five minutes ago.
    """
    number, moment = hook.header("webhook-id", "svix-id"), hook.header("webhook-timestamp", "svix-timestamp")
    words = [word.partition(",") for word in hook.header("webhook-signature", "svix-signature").split()]
    given = [signatures.from_base64(value) for version, _, value in words if version == "v1"][:MOST_SIGNATURES]
    content = f"{number}.{moment}.".encode() + hook.body
    signatures.check((signatures.digest(_key(secret), content) for secret in hook.secrets), given)
    signatures.check_moment(moment, hook.now)
    if not number:
        raise Refused(400, "The message has no id.")
    try:
        named = msgspec.json.decode(hook.body, type=_Message).type
    except (msgspec.DecodeError, RecursionError):
        named = None
    return Named(named if isinstance(named, str) and named else "message", delivery=number)


def _key(secret: str) -> bytes:
    return signatures.from_base64(secret.removeprefix(PREFIX)) or secret.encode()
