"""What happened to a person, read from the log: the newest first, over all that were merged into one."""

import json
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
from regulars.profile.kinds import Medium, Purpose, TicketState
from regulars.web.components import show

AT_ONCE = 20
OWN = "custom."
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
    "company.contact_linked": gettext_lazy("Found to buy for a company"),
    "company.contact_unlinked": gettext_lazy("Found not to buy for a company"),
    "preference.stated": gettext_lazy("Said what they like: %(what)s"),
    "preference.withdrawn": gettext_lazy("A stated preference was removed: %(what)s"),
    "consent.given": gettext_lazy("Agreed: %(what)s"),
    "consent.withdrawn": gettext_lazy("Agrees no longer: %(what)s"),
    "consent.asked": gettext_lazy("Was asked to confirm by a link: %(what)s"),
    "ticket.opened": gettext_lazy("Asked the help desk: %(what)s (%(number)s)"),
    "ticket.closed": gettext_lazy("The help desk has closed: %(what)s (%(number)s)"),
    "ticket.withdrawn": gettext_lazy("The import that brought ticket %(number)s was undone"),
    "disclosure.asked": gettext_lazy("A file with everything about them was asked for"),
    "page.viewed": gettext_lazy("Looked at the page %(what)s"),
    "page.left": gettext_lazy("Left the page %(what)s"),
    "screen.viewed": gettext_lazy("Looked at %(what)s in the app"),
    "session.started": gettext_lazy("Came to the shop"),
    "product.searched": gettext_lazy("Searched the shop for “%(what)s”"),
    "product.clicked": gettext_lazy("Chose “%(what)s” from a list"),
    "product.viewed": gettext_lazy("Looked at “%(what)s”"),
    "product.shared": gettext_lazy("Shared “%(what)s”"),
    "product.reviewed": gettext_lazy("Reviewed “%(what)s”"),
    "list.viewed": gettext_lazy("Looked at the list %(what)s"),
    "list.filtered": gettext_lazy("Filtered the list %(what)s"),
    "promotion.viewed": gettext_lazy("Saw the promotion %(what)s"),
    "promotion.clicked": gettext_lazy("Followed the promotion %(what)s"),
    "cart.added": gettext_lazy("Put “%(what)s” into the cart"),
    "cart.removed": gettext_lazy("Took “%(what)s” out of the cart"),
    "cart.viewed": gettext_lazy("Looked into the cart"),
    "cart.updated": gettext_lazy("Changed the cart"),
    "cart.shared": gettext_lazy("Shared the cart"),
    "cart.abandoned": gettext_lazy("Left a cart behind, worth %(money)s"),
    "checkout.started": gettext_lazy("Went to the checkout"),
    "checkout.step_viewed": gettext_lazy("Came to a step of the checkout"),
    "checkout.step_completed": gettext_lazy("Finished a step of the checkout"),
    "checkout.payment_entered": gettext_lazy("Chose how to pay"),
    "checkout.shipping_entered": gettext_lazy("Chose how to have it sent"),
    "purchase.completed": gettext_lazy("Bought for %(money)s, the site says"),
    "purchase.updated": gettext_lazy("Changed an order, the site says"),
    "purchase.refunded": gettext_lazy("Was paid back, the site says"),
    "purchase.cancelled": gettext_lazy("Canceled an order, the site says"),
    "coupon.entered": gettext_lazy("Entered the coupon %(what)s"),
    "coupon.applied": gettext_lazy("Used the coupon %(what)s"),
    "coupon.denied": gettext_lazy("The coupon %(what)s was not accepted"),
    "coupon.removed": gettext_lazy("Took the coupon %(what)s off"),
    "wishlist.added": gettext_lazy("Put “%(what)s” on the wish list"),
    "wishlist.removed": gettext_lazy("Took “%(what)s” off the wish list"),
    "form.submitted": gettext_lazy("Sent a form"),
    "form.answered": gettext_lazy("Answered “%(what)s”"),
    "review.settled": gettext_lazy("Their review of “%(what)s” was published or hidden"),
    "review.replied": gettext_lazy("Their review of “%(what)s” was answered"),
    "wish.made": gettext_lazy("Wants to hear when “%(what)s” is back"),
    "account.made": gettext_lazy("Made an account in the shop"),
    "account.entered": gettext_lazy("Signed in to the shop"),
    "consent.said": gettext_lazy("Said what may be stored and measured"),
    "group.joined": gettext_lazy("Belongs to the group %(what)s"),
    "person.identified": gettext_lazy("Said who they are, on the site"),
    "person.aliased": gettext_lazy("Went by another id before"),
    "event.undone": gettext_lazy("Something of this was undone"),
}
ABOUT: dict[str, tuple[str | Promise, Sequence[str]]] = {
    "orders": (gettext_lazy("Orders"), ("order.%",)),
    "visits": (
        gettext_lazy("Visits"),
        (
            "page.%", "screen.%", "session.%", "product.%", "list.%", "promotion.%", "cart.%", "checkout.%",
            "purchase.%", "coupon.%", "wishlist.%", "account.%", "custom.%",
        ),
    ),
    "said": (gettext_lazy("What they say"), ("form.%", "review.%", "wish%", "product.reviewed")),
    "contact": (gettext_lazy("Contact"), ("contact.%", "ticket.%", "consent.%", "disclosure.%")),
    "work": (gettext_lazy("Notes and tasks"), ("note.%", "task.%", "preference.%")),
    "changes": (gettext_lazy("Changes"), ("person.%", "people.%", "identifier.%", "event.%", "group.%", "company.%")),
}  # fmt: skip
READ = """
    select id, name, happened_at, source, mode,
           properties ->> 'number', properties ->> 'total', properties ->> 'currency',
           coalesce(case when name like 'consent.%%' then nullif(properties ->> 'medium', '') end,
                    case when name like 'consent.%%' then properties ->> 'purpose' end,
                    properties ->> 'tag', properties ->> 'field',
                    case when %(sees)s then coalesce(properties ->> 'key', personal ->> 'title') end,
                    properties ->> 'outcome', properties ->> 'event', properties ->> 'query',
                    (select title from commerce_product p where p.store_id = store and p.sku = properties ->> 'sku'),
                    nullif(properties ->> 'title', ''), properties ->> 'coupon', properties ->> 'group',
                    properties ->> 'category', properties ->> 'sku', properties ->> 'url'),
           case when name like 'ticket.%%' then (
               select jsonb_build_object('state', k.state, 'channel', k.channel, 'satisfaction', k.satisfaction,
                                         'desk', k.desk, 'url', case when %(sees)s then k.url else '' end)
               from profile_ticket k where k.store_id = store and k.desk = properties ->> 'desk'
                 and k.number = properties ->> 'number') end
    from events
    where person = any(array(select id from identity_person where canonical_id = any(%(people)s)))
      and (store is null or store = any(%(stores)s))
      and (%(with_orders)s or name not like 'order.%%' and name not like 'purchase.%%')
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
    below: str = ""
    link: str = ""


def page(people: Sequence[int], stores: Sequence[int], staff: Staff, after: str = "", about: str = "") -> Page[Entry]:
    """
    Twenty events of one person or several, without those on orders for who may not see orders.

    :param about: one of ABOUT, or all.
    :raises BadCursor: if `after` is no cursor of this list.
    """
    moment, last = opened(after) if after else (None, None)
    params = {
        "people": list(people),
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
    _id, name, happened_at, source, mode, number, total, currency, what, ticket = row
    money = show.as_money(abs(Decimal(total)), currency) if total and currency else ""
    said = outcome(what) if name == "contact.tried" else sentence(
        name, {"number": number or "", "money": money, "what": about(name, what) or "…"}
    )  # fmt: skip
    asked = json.loads(ticket) if ticket else {}
    return Entry(said, happened_at, source, mode == Mode.HISTORY, standing(asked), asked.get("url", ""))


def standing(ticket: Mapping[str, str]) -> str:
    """How a ticket stands now, where it was asked, and how content they were."""
    if not ticket:
        return ""
    rated = _("satisfaction: %(words)s") % {"words": ticket["satisfaction"]} if ticket["satisfaction"] else ""
    return " · ".join(filter(None, [ticket["desk"], str(TicketState(ticket["state"]).label), ticket["channel"], rated]))


def about(name: str, what: str | None) -> str:
    """What an event is about; of a consent, the way of writing or the purpose in words."""
    if not name.startswith("consent.") or not what:
        return what or ""
    return str(Medium(what).label if what in Medium.values else Purpose(what).label)


def outcome(what: str | None) -> str:
    """What came of an attempt to contact somebody, in words."""
    return _("Contact: %(outcome)s") % {"outcome": Outcome(what or Outcome.REACHED).label}


def sentence(name: str, values: Mapping[str, str]) -> str:
    """The event in words; one of a site's own shows the name that the site has for it."""
    if name.startswith(OWN):
        return _("On the site: %(what)s") % values
    return str(SENTENCES.get(name, name)) % values


def opened(after: str) -> tuple[datetime, UUID]:
    moment, last = paging.opened(after, 2)
    try:
        return datetime.fromisoformat(moment or ""), UUID(last or "")
    except ValueError as error:
        raise BadCursor from error
