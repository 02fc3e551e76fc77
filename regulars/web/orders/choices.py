"""What can be chosen in the filters: the words that the newest orders use, so that no choice is empty."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.commerce.kinds import OrderKind

FIELDS = ("channel", "payment_state", "parcel_state", "currency")
ALL = ("", gettext_lazy("All"))
USED = """
    select array_agg(distinct channel), array_agg(distinct payment_state), array_agg(distinct parcel_state),
           array_agg(distinct currency)
    from (select channel, payment_state, parcel_state, currency from commerce_order where store_id = %(store)s
          order by placed_at desc, id desc limit 5000) newest
"""

type Choices = list[tuple[str, str | Promise]]


def of(store: Store | None) -> dict[str, Choices]:
    """The choices of each field, the empty one first."""
    used = query.row(USED, store=store.id) if store else (None,) * len(FIELDS)
    found: dict[str, Choices] = {"kind": [ALL, *OrderKind.choices]}
    for name, words in zip(FIELDS, used, strict=True):
        found[name] = [ALL, *((word, word) for word in sorted(words or ()) if word)]
    return found
