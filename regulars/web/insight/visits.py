"""The page of visits: how many came, where from, where they came in, and what they left; of the last thirty days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from regulars.base.kit import clock
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Store
from regulars.insight.traffic import Group, Left, Totals, Traffic, Wanted
from regulars.web.components import show
from regulars.web.customers.visited import DEVICES, ON
from regulars.web.insight import pages
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff

DAYS = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """A key number, how it is reckoned, and the people behind it."""

    label: str
    value: str
    reckoned: str
    people: str = ""
    trend: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it is of, how much of the largest it has, the people, and what else is known."""

    what: str
    share: float
    people: str
    address: str
    rest: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table over one thing that visits share; `first` is what that is called."""

    title: str
    lead: str
    first: str
    columns: Sequence[str]
    rows: Sequence[Row]


@require_GET
@for_staff(Act.SEE, Thing.INSIGHT)
def page(request: StaffRequest) -> HttpResponse:
    """Read from what sites tell, as it comes: it waits for no learning."""
    context: dict[str, object] = {
        "tabs": pages.tabs(None),
        "label": pages.VISITS,
    }
    if request.store:
        today = clock.local_day(request.now, request.store.zone)
        traffic = Traffic(request.store, since=today - timedelta(days=DAYS - 1))
        totals = traffic.totals()
        carts = traffic.carts()
        context |= {"totals": totals, "sentence": sentence(totals)}
        if totals.visits:
            context["figures"] = [*figures(totals, traffic.days(), today), left(carts, request.store)]
            context["tables"] = [table for table in tables(traffic) if table.rows]
    return render(request, "web/insight/visits.html", context)


def sentence(totals: Totals) -> str:
    if not totals.visits:
        return ""
    said = ngettext(
        "%(people)s person has visited the site in the last 30 days; of the visits, %(bought)s ended with a purchase.",
        "%(people)s people have visited the site in the last 30 days; of the visits, %(bought)s ended with a purchase.",
        totals.people,
    )
    return said % {"people": show.number(totals.people), "bought": show.share(totals.bought / totals.visits)}


def figures(totals: Totals, days: dict[date, int], today: date) -> list[Figure]:
    visits = totals.visits
    by_day = [days.get(today - timedelta(days=back), 0) for back in reversed(range(DAYS))]
    ends = _(
        "A visit ends after half an hour without a word, or when another campaign brings somebody back. Programs, "
        "tests and staff are left out."
    )
    if totals.seconds is not None:
        ends += " " + _("Half of them were in view for %(time)s or longer.") % {"time": minutes(totals.seconds)}
    return [
        Figure(
            _("Visits"), show.number(visits),
            ends,
            behind(), by_day,
        ),
        Figure(
            _("Left after one page"), show.share(totals.bounced / visits),
            _("Visits that saw one page, and neither searched nor put anything into a cart."), behind(visit="bounced"),
        ),
        Figure(
            _("Left at the price"), show.share(totals.left_at_price / visits),
            _("Visits whose last act was to look at a product, and whose cart stayed empty."),
            behind(visit="left_at_price"),
        ),
        Figure(
            _("Compared, nothing in the cart"), show.share(totals.undecided / visits),
            _("Visits that looked at four products or more, and put none into the cart."), behind(visit="undecided"),
        ),
    ]  # fmt: skip


def left(carts: Left, store: Store) -> Figure:
    told = _(
        "Carts that nobody touched for %(hours)s hours, and that have not been bought since; %(checkout)s of them had "
        "come to the checkout. They hold goods for %(money)s."
    ) % {
        "hours": show.number(store.cart_hours), "checkout": show.number(carts.at_checkout),
        "money": show.worth(carts.value, store.currency),
    }  # fmt: skip
    if carts.others:
        told += " " + _("The money leaves out %(count)s in another currency.") % {"count": show.number(carts.others)}
    value = f"{show.number(carts.carts)} · {show.worth(carts.value, store.currency)}"
    return Figure(_("Carts left behind"), value, told, address(cart_left_on_within=DAYS))


def tables(traffic: Traffic) -> list[Table]:
    return [
        groups(_("Where they come in"), _("The first page of a visit."), _("Page"), "entry", traffic.entries()),
        groups(_("What brings them"), _("The campaign in the address they came by."), _("Campaign"), "campaign",
               traffic.campaigns()),
        groups(_("Where they come from"), _("What the campaign names as its source, or the site with the link."),
               _("Came from"), "origin", traffic.origins()),
        groups(_("Their devices"), _("The kind of device, as its browser names it."), _("Device"), "device",
               traffic.devices()),
        wanted(_("Searched in vain"), _("What people looked for and the shop did not find."), _("Search"),
               "searched_in_vain", traffic.in_vain(), _("Times")),
        wanted(_("Watched and not bought"),
               _("Products that people came back to on three days or more. A better price might decide them."),
               _("Product"), "watches", traffic.watched(), _("Looks")),
    ]  # fmt: skip


def groups(title: str, lead: str, first: str, field: str, found: Sequence[Group]) -> Table:
    most = max([1, *(each.people for each in found)])
    columns = [_("Visits"), _("One page only"), _("With a cart"), _("Bought")]
    rows = [
        Row(
            str(DEVICES.get(each.what, each.what)) if field == "device" else each.what, each.people / most,
            show.number(each.people), behind(**{field: each.what}),
            cells(columns, [
                show.number(each.visits), show.share(each.bounced / each.visits),
                show.share(each.with_cart / each.visits), show.share(each.bought / each.visits),
            ]),
        )
        for each in found
    ]  # fmt: skip
    return Table(title, lead, first, columns, rows)


def wanted(title: str, lead: str, first: str, field: str, found: Sequence[Wanted], times: str) -> Table:
    most = max([1, *(each.people for each in found)])
    rows = [
        Row(each.title or each.what, each.people / most, show.number(each.people), behind(**{field: each.what}),
            cells([times], [show.number(each.times)]))
        for each in found
    ]  # fmt: skip
    return Table(title, lead, first, [times], rows)


def cells(columns: Sequence[str], words: Sequence[str]) -> list[Cell]:
    return [Cell(*each) for each in zip(columns, words, strict=True)]


def behind(**asked: str) -> str:
    """The customers and visitors who did so in these days."""
    return address(**asked, **{f"{ON}_within": DAYS})


def address(**asked: object) -> str:
    return f"{reverse('customers')}?{urlencode(asked)}"


def minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"
