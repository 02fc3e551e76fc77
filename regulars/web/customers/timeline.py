"""What happened to a person, read from the log: the newest first, over all that were merged into one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.events.kinds import Mode
from regulars.base.kit import paging, query
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.web.components import show

AT_ONCE = 20
ORDER = "order."
SENTENCES: dict[str, str | Promise] = {
    "order.placed": gettext_lazy("Ordered for %(money)s (order %(number)s)"),
    "order.returned": gettext_lazy("Sent goods back for %(money)s (%(number)s)"),
    "order.adjusted": gettext_lazy("The order was adjusted by %(money)s (%(number)s)"),
    "order.cancelled": gettext_lazy("Canceled order %(number)s of %(money)s"),
    "order.noted": gettext_lazy("The staff's note on order %(number)s was written"),
    "order.withdrawn": gettext_lazy("The import that brought order %(number)s was undone"),
    "person.appeared": gettext_lazy("Seen for the first time"),
    "people.linked": gettext_lazy("Recognized as the same person as another entry"),
    "people.unlinked": gettext_lazy("Told apart again from another entry"),
}
READ = """
    select id, name, happened_at, source, mode,
           properties ->> 'number', properties ->> 'total', properties ->> 'currency'
    from events
    where person = any(array(select id from identity_person where canonical_id = %(person)s))
      and (store is null or store = any(%(stores)s))
      and (%(with_orders)s or name not like 'order.%%')
      and (%(moment)s::timestamptz is null or (happened_at, id) < (%(moment)s, %(last)s::uuid))
    order by happened_at desc, id desc
    limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Entry:
    sentence: str
    happened_at: datetime
    source: str
    is_history: bool


def page(person: int, stores: Sequence[int], staff: Staff, after: str = "") -> Page[Entry]:
    """
    Twenty events, without those on orders for who may not see orders.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    moment, last = opened(after) if after else (None, None)
    params = {
        "person": person,
        "stores": list(stores),
        "with_orders": staff.may(Act.SEE, Thing.ORDERS),
        "moment": moment,
        "last": last,
        "limit": AT_ONCE + 1,
    }
    rows = query.rows(READ, params)
    shown = rows[:AT_ONCE]
    following = paging.cursor(shown[-1][2].isoformat(), shown[-1][0]) if len(rows) > AT_ONCE else None
    return Page([entry(row) for row in shown], following)


def entry(row: Sequence[Any]) -> Entry:
    _, name, happened_at, source, mode, number, total, currency = row
    money = show.as_money(abs(Decimal(total)), currency) if total and currency else ""
    return Entry(sentence(name, {"number": number or "", "money": money}), happened_at, source, mode == Mode.HISTORY)


def sentence(name: str, values: Mapping[str, str]) -> str:
    """The event in words; one that nobody has words for yet shows its name."""
    return str(SENTENCES.get(name, name)) % values


def opened(after: str) -> tuple[datetime, UUID]:
    moment, last = paging.opened(after, 2)
    try:
        return datetime.fromisoformat(moment or ""), UUID(last or "")
    except ValueError as error:
        raise BadCursor from error
