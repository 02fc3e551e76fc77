"""How each platform's webhooks are checked and named; edge reads this, so nothing here knows Django."""

from collections.abc import Mapping

from regulars.collect.receive.hooks import Receive
from regulars.collect.sources.generic import receive as generic
from regulars.collect.sources.shopify import receive as shopify
from regulars.collect.sources.stripe import receive as stripe
from regulars.collect.sources.woocommerce import receive as woocommerce

RECEIVERS: Mapping[str, Receive] = {
    "shopify": shopify.receive,
    "woocommerce": woocommerce.receive,
    "stripe": stripe.receive,
    "webhook": generic.receive,
}
