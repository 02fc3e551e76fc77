"""What a person did on the shop's site: the cart that stands open, the last visits, and what was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.web.components import show
from regulars.web.customers.visited import DEVICES

PARTS = """
      (select jsonb_agg(v order by v.started_at desc)
       from (select started_at, pages, seconds, entry, origin, campaign, device, purchases, carts
             from insight_visit where store_id = %(store)s and person_id in (select id from mine)
             order by started_at desc limit %(most)s) v),
      (select jsonb_agg(l order by l.last_at desc)
       from (select what, coalesce(
                        (select nullif(g.title, '') from commerce_product g
                         where g.store_id = %(store)s and g.sku = what),
                        nullif(max(title), ''), what) as title,
                    sum(times) as times, max(last_at) as last_at
             from insight_look where store_id = %(store)s and kind = 'product' and person_id in (select id from mine)
             group by what order by max(last_at) desc limit %(most)s) l),
      (select to_jsonb(c) from commerce_cart c
       where store_id = %(store)s and bought_at is null and items <> '[]' and person_id in (select id from mine)
       order by changed_at desc limit 1)
"""


@dataclass(frozen=True, slots=True)
class Visit:
    started_at: datetime
    words: str
    entry: str
    has_bought: bool
    has_cart: bool
    pages: int


@dataclass(frozen=True, slots=True)
class Look:
    title: str
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Ware:
    title: str
    quantity: str


@dataclass(frozen=True, slots=True)
class OpenCart:
    wares: Sequence[Ware]
    value: str
    changed_at: datetime
    is_left: bool


@dataclass(frozen=True, slots=True)
class OnSite:
    """All of it; `cart` is None where there is none, or the reader may not see orders."""

    visits: Sequence[Visit]
    looks: Sequence[Look]
    cart: OpenCart | None


def of(given: Sequence[Any], store: Store, staff: Staff) -> OnSite | None:
    """None of whom the site has told nothing; `given` is what the parts found."""
    visits, looks, cart = given
    if not (visits or looks or cart):
        return None
    return OnSite(
        visits=[
            Visit(
                moment(each["started_at"]),
                " · ".join(filter(None, (each["campaign"] or each["origin"], str(DEVICES.get(each["device"], ""))))),
                each["entry"], each["purchases"] > 0, each["carts"] > 0, each["pages"],
            )
            for each in visits or ()
        ],
        looks=[Look(each["title"], each["times"], moment(each["last_at"])) for each in looks or ()],
        cart=OpenCart(
            [Ware(each["title"] or each["sku"], show.number(Decimal(each["quantity"]))) for each in cart["items"]],
            show.as_money(Decimal(cart["value"]), cart["currency"] or store.currency),
            moment(cart["changed_at"]), cart["abandoned_at"] is not None,
        ) if cart and staff.may(Act.SEE, Thing.ORDERS) else None,
    )  # fmt: skip


def moment(text: str) -> datetime:
    found = parse_datetime(text)
    assert found is not None
    return found
