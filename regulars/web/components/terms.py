"""Words of the trade in plain words; `{% term "as_of" %}` puts one on a page with its meaning behind it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it stands on the screen, and what it means."""

    words: str | Promise
    meaning: str | Promise


TERMS = {
    "adjustment": Term(
        gettext_lazy("adjustment"),
        gettext_lazy(
            "Money that changed after the sale without goods moving, such as a partial refund or a correction."
        ),
    ),
    "unmatched_return": Term(
        gettext_lazy("unmatched return"),
        gettext_lazy("Goods that came back, and no purchase of theirs is in what was imported."),
    ),
    "claimed": Term(
        gettext_lazy("claimed"),
        gettext_lazy("Somebody said so; nobody has proved it, for instance by answering a message sent there."),
    ),
    "verified": Term(gettext_lazy("verified"), gettext_lazy("Proved to belong to this person.")),
    "visit": Term(
        gettext_lazy("visit"),
        gettext_lazy(
            "What somebody does on the site in one go. It ends after half an hour without a word, or when another "
            "campaign brings them back."
        ),
    ),
    "as_of": Term(
        gettext_lazy("as of"),
        gettext_lazy("The last day whose orders count in a number. What came later shows after the next learning."),
    ),
    "net_sales": Term(
        gettext_lazy("net sales"),
        gettext_lazy("What goods were sold for after discount. Whether tax and shipping count is set for each store."),
    ),
    "expected_value": Term(
        gettext_lazy("expected value"),
        gettext_lazy("What a person will probably buy in the next 12 months, less what they usually send back."),
    ),
    "rfm": Term(
        gettext_lazy("RFM"),
        gettext_lazy(
            "How lately, how often and for how much somebody buys, each from 1 to 5 beside all buyers; 5 is best."
        ),
    ),
    "cohort": Term(
        gettext_lazy("cohort"),
        gettext_lazy("All who bought for the first time in the same month, followed from there."),
    ),
    "lifecycle_stage": Term(
        gettext_lazy("lifecycle stage"),
        gettext_lazy("Where a person stands with the store, from never bought to lost, by their own rhythm of buying."),
    ),
    "calibration": Term(
        gettext_lazy("calibration"),
        gettext_lazy("Forecasts made from older orders alone, held against what people then really bought."),
    ),
    "confidence_range": Term(
        gettext_lazy("range"), gettext_lazy("Four times in five, the true number lies between these two.")
    ),
    "control_group": Term(
        gettext_lazy("control group"),
        gettext_lazy("People who are deliberately left alone, to see what happens without us."),
    ),
    "segment": Term(gettext_lazy("segment"), gettext_lazy("A rule over customers, and everybody who meets it now.")),
    "dry_run": Term(
        gettext_lazy("dry run"), gettext_lazy("Everything is read and counted as in earnest, and nothing is changed.")
    ),
    "operation": Term(
        gettext_lazy("operation"),
        gettext_lazy("One thing that somebody did, with all that it changed; it can be undone as a whole."),
    ),
    "circle": Term(gettext_lazy("circle"), gettext_lazy("Stores that share their people.")),
    "suppression": Term(
        gettext_lazy("suppression"), gettext_lazy("A stop: whatever else is allowed, this person is not written to.")
    ),
}
