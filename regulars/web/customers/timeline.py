"""What happened to a person, read from the log: the newest first, over all that were merged into one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.events.kinds import Mode
from regulars.base.kit import paging, query
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.contact.kinds import Outcome
from regulars.profile.kinds import Medium, Purpose
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
    "people.told_apart": gettext_lazy("Found to be somebody else than another entry"),
    "person.split": gettext_lazy("Some identifiers were moved to a person of their own"),
    "person.edited": gettext_lazy("The profile was changed"),
    "person.tagged": gettext_lazy("Tagged “%(what)s”"),
    "person.untagged": gettext_lazy("The tag “%(what)s” was taken off"),
    "person.field_set": gettext_lazy("The field “%(what)s” was changed"),
    "person.assigned": gettext_lazy("Given to somebody else"),
    "identifier.claimed": gettext_lazy("An identifier was written down"),
    "identifier.removed": gettext_lazy("An identifier was removed"),
    "note.written": gettext_lazy("A note was written"),
    "note.removed": gettext_lazy("A note was removed"),
    "task.opened": gettext_lazy("To be done: %(what)s"),
    "task.done": gettext_lazy("Done: %(what)s"),
    "task.reopened": gettext_lazy("A task was opened again"),
    "preference.stated": gettext_lazy("Said what they like: %(what)s"),
    "preference.withdrawn": gettext_lazy("A stated preference was removed: %(what)s"),
    "consent.given": gettext_lazy("Agreed: %(what)s"),
    "consent.withdrawn": gettext_lazy("Agrees no longer: %(what)s"),
    "consent.asked": gettext_lazy("Was asked to confirm by a link: %(what)s"),
    "disclosure.asked": gettext_lazy("A file with everything about them was asked for"),
    "page.viewed": gettext_lazy("Looked at the page %(what)s"),
    "product.searched": gettext_lazy("Searched the shop for “%(what)s”"),
    "product.viewed": gettext_lazy("Looked at “%(what)s”"),
    "cart.updated": gettext_lazy("Changed the cart"),
    "checkout.started": gettext_lazy("Went to the checkout"),
    "event.undone": gettext_lazy("Something of this was undone"),
}
ABOUT: dict[str, tuple[str | Promise, Sequence[str]]] = {
    "orders": (gettext_lazy("Orders"), ("order.%",)),
    "visits": (gettext_lazy("Visits"), ("page.%", "product.%", "cart.%", "checkout.%")),
    "contact": (gettext_lazy("Contact"), ("contact.%", "consent.%", "disclosure.%")),
    "work": (gettext_lazy("Notes and tasks"), ("note.%", "task.%", "preference.%")),
    "changes": (gettext_lazy("Changes"), ("person.%", "people.%", "identifier.%", "event.%")),
}
READ = """
    select id, name, happened_at, source, mode,
           properties ->> 'number', properties ->> 'total', properties ->> 'currency',
           coalesce(case when name like 'consent.%%' then nullif(properties ->> 'medium', '') end,
                    case when name like 'consent.%%' then properties ->> 'purpose' end,
                    properties ->> 'tag', properties ->> 'field',
                    case when %(sees)s then coalesce(properties ->> 'key', personal ->> 'title') end,
                    properties ->> 'outcome', properties ->> 'query',
                    (select title from commerce_product p where p.store_id = store and p.sku = properties ->> 'sku'),
                    properties ->> 'sku', properties ->> 'url')
    from events
    where person = any(array(select id from identity_person where canonical_id = %(person)s))
      and (store is null or store = any(%(stores)s))
      and (%(with_orders)s or name not like 'order.%%')
      and (%(about)s::text[] is null or name like any (%(about)s::text[]))
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


def page(person: int, stores: Sequence[int], staff: Staff, after: str = "", about: str = "") -> Page[Entry]:
    """
    Twenty events, without those on orders for who may not see orders; `about` is one of ABOUT, or all.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    moment, last = opened(after) if after else (None, None)
    params = {
        "person": person,
        "stores": list(stores),
        "sees": staff.sees_contact_details,
        "about": list(ABOUT[about][1]) if about in ABOUT else None,
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
    _id, name, happened_at, source, mode, number, total, currency, what = row
    money = show.as_money(abs(Decimal(total)), currency) if total and currency else ""
    said = outcome(what) if name == "contact.tried" else sentence(
        name, {"number": number or "", "money": money, "what": about(name, what) or "…"}
    )  # fmt: skip
    return Entry(said, happened_at, source, mode == Mode.HISTORY)


def about(name: str, what: str | None) -> str:
    """What an event is about; of a consent, the way of writing or the purpose in words."""
    if not name.startswith("consent.") or not what:
        return what or ""
    return str(Medium(what).label if what in Medium.values else Purpose(what).label)


def outcome(what: str | None) -> str:
    """What came of an attempt to contact somebody, in words."""
    return _("Contact: %(outcome)s") % {"outcome": Outcome(what or Outcome.REACHED).label}


def sentence(name: str, values: Mapping[str, str]) -> str:
    """The event in words; one that nobody has words for yet shows its name."""
    return str(SENTENCES.get(name, name)) % values


def opened(after: str) -> tuple[datetime, UUID]:
    moment, last = paging.opened(after, 2)
    try:
        return datetime.fromisoformat(moment or ""), UUID(last or "")
    except ValueError as error:
        raise BadCursor from error
