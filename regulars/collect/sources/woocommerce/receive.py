"""Check a webhook of WooCommerce and name it.

https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks
"""

import re

from regulars.collect.receive import signatures
from regulars.collect.receive.calls import Refused
from regulars.collect.receive.hooks import Hook, Named

PING = re.compile(rb"webhook_id=\d{1,20}")


def receive(hook: Hook) -> Named:
    """
    What the webhook is. When one is saved, the shop first sends an unsigned form that says only the webhook's number.

    :raises Refused: if it is not signed with the webhook's secret, or names no topic.
    """
    topic = hook.header("X-WC-Webhook-Topic").lower()
    if not topic and PING.fullmatch(hook.body.strip()):
        return Named("ping", is_ping=True)
    signatures.check_base64(hook.secrets, hook.body, hook.header("X-WC-Webhook-Signature"))
    if not topic:
        raise Refused(400, "The message names no topic.")
    number, delivery = hook.header("X-WC-Webhook-ID"), hook.header("X-WC-Webhook-Delivery-ID")
    return Named(topic, delivery=f"{number}:{delivery}" if delivery else "")
