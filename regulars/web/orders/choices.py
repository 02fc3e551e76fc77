"""What can be chosen in the filters: the words that the newest orders use, so that no choice is empty."""

from collections.abc import Mapping, Sequence

from regulars.base.kit import query
from regulars.base.workspace.models import Store
from regulars.web.components import states

STATES = ("payment_state", "parcel_state")
FIELDS = ("channel", "payment_state", "parcel_state", "currency", "ship_country")
USED = """
    select array_agg(distinct channel), array_agg(distinct payment_state), array_agg(distinct parcel_state),
           array_agg(distinct currency), array_agg(distinct ship_country)
    from (select channel, payment_state, parcel_state, currency, ship_country from commerce_order
          where store_id = %(store)s order by placed_at desc, id desc limit 5000) newest
"""


def of(store: Store | None) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The choices of each field."""
    used = query.row(USED, store=store.id) if store else (None,) * len(FIELDS)
    return {
        name: [(word, str(states.words(word)) if name in STATES else word) for word in sorted(words or ()) if word]
        for name, words in zip(FIELDS, used, strict=True)
    }
