"""Check a webhook of Shopify and name it.

https://shopify.dev/docs/apps/build/webhooks/subscribe/https
"""

from regulars.collect.receive import signatures
from regulars.collect.receive.calls import Refused
from regulars.collect.receive.hooks import Hook, Named, Unsigned


def receive(hook: Hook) -> Named:
    """
    What the webhook is; the newer deliveries leave the `X-` out of the names of their headers.

    :raises Refused: if it is not signed with the app's secret, is of another shop, or names no topic.
    """
    signatures.check_base64(hook.secrets, hook.body, said(hook, "Hmac-Sha256"))
    shop, ours = said(hook, "Shop-Domain").lower(), str(hook.settings.get("shop", "")).lower()
    if ours and shop and shop != ours:
        raise Unsigned("The message is of another shop.")
    topic = said(hook, "Topic").lower()
    if not topic:
        raise Refused(400, "The message names no topic.")
    return Named(topic, delivery=said(hook, "Webhook-Id"), sent_at=said(hook, "Triggered-At"))


def said(hook: Hook, name: str) -> str:
    return hook.header(f"X-Shopify-{name}", f"Shopify-{name}")
