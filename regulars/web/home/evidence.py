"""How each rule reckons its finding, in plain words; the figures themselves stand in the sentence."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.insight.models import Finding

RANGE = gettext_lazy(
    "The range holds four times in five. It is reckoned from the store's own orders, not from other shops."
)
OUTLOOK = gettext_lazy(
    "The money is what these people are expected to buy in the next 90 days, less what they usually send back."
)
CHANGE = gettext_lazy("Net sales by day of order in the store's time zone, less what came back; canceled orders aside.")
PRODUCT = gettext_lazy("The product's sales of the last 90 days beside those of the 90 days before.")
RULES: Mapping[str, str | Promise] = {
    "overdue_regulars": gettext_lazy(
        "At least three days with an order, and four in five comparable buyers would have ordered again by now."
    ),
    "due_soon": gettext_lazy("On time so far, and the middle of their own rhythm falls within these days."),
    "second_order": gettext_lazy(
        "One order only, and the silence since is still usual in this store before a second one."
    ),
    "few_make_most": gettext_lazy(
        "Buyers in the order of what they spent, until four fifths of the store's sales are reached."
    ),
    "slipped_away": gettext_lazy(
        "At least three days with an order, and so long a silence that they have most probably left."
    ),
    "discount_only": gettext_lazy(
        "Two orders or more, every one with a discount or a code. The money is the sum of the discounts."
    ),
    "send_back_half": gettext_lazy("Two orders or more, and returns worth half of what was bought or more."),
    "sales_up": CHANGE,
    "sales_down": CHANGE,
    "sales_up_on_year": CHANGE,
    "sales_down_on_year": CHANGE,
    "newer_buyers_return_less": gettext_lazy(
        "Those who first bought 90 to 180 days ago, beside those of the year before. The difference is larger "
        "than chance alone would make it."
    ),
    "newer_buyers_return_more": gettext_lazy(
        "Those who first bought 90 to 180 days ago, beside those of the year before. The difference is larger "
        "than chance alone would make it."
    ),
    "sales_of_nobody": gettext_lazy(
        "Sales without an e-mail address, phone or customer number. They count in the sums and for nobody."
    ),
    "falling_products": PRODUCT,
    "rising_products": PRODUCT,
    "returned_products": gettext_lazy(
        "Order lines of the last year of which something came back, beside the whole store. The range allows for "
        "how few there are."
    ),
    "bought_together": gettext_lazy(
        "Orders that hold both, beside how often that would happen if the two had nothing to do with each other."
    ),
}


def of(finding: Finding) -> Iterator[str | Promise]:
    """What a reader needs to trust the sentence, or not to."""
    if finding.rule in RULES:
        yield RULES[finding.rule]
    if finding.stake_low is not None:
        if "people" in finding.behind:
            yield OUTLOOK
        yield RANGE
