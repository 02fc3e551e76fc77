"""What pages show of reviews and wishes: a page of reviews, the rating of a product, and who wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from regulars.base.kit import paging, query
from regulars.base.kit.paging import BadCursor, Page
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.commerce.models import Product
from regulars.engage import ratings
from regulars.engage.kinds import ReviewState, WishKind
from regulars.engage.models import Review
from regulars.engage.ratings import Rating
from regulars.identity.models import Person
from regulars.web.customers import names

AT_ONCE = 20
MOST = 5
# A review is of somebody who bought the product, under whichever name they did.
BUYERS = """
    select r.id, p.canonical_id,
           exists (select from commerce_orderline l join commerce_order o on o.id = l.order_id
                   where l.product_id = r.product_id and l.quantity > 0 and o.person_id = any(array(
                       select p.canonical_id
                       union all
                       select m.id from identity_person m
                       where m.canonical_id = p.canonical_id and m.canonical_id <> m.id)))
    from engage_review r join identity_person p on p.id = r.person_id where r.id = any(%(reviews)s)
"""
WISHES = """
    select w.kind, count(distinct p.canonical_id) from engage_wish w join identity_person p on p.id = w.person_id
    where w.product_id = %(product)s and w.ended_at is null group by w.kind
"""
WISHERS = """
    select p.canonical_id, max(w.wished_at) as at, bool_or(w.kind = 'back'), bool_or(w.carted_at is not null)
    from engage_wish w join identity_person p on p.id = w.person_id
    where w.product_id = %(product)s and w.ended_at is null group by p.canonical_id order by at desc limit %(most)s
"""


@dataclass(frozen=True, slots=True)
class Voice:
    """A review with who wrote it, as far as the reader may see them."""

    review: Review
    person: Person | None
    name: str
    has_bought: bool

    @property
    def tone(self) -> str:
        return {ReviewState.SHOWN: "good", ReviewState.HIDDEN: "bad"}.get(ReviewState(self.review.state), "warm")

    @property
    def off(self) -> range:
        return range(5 - self.review.rating)

    @property
    def on(self) -> range:
        return range(self.review.rating)


@dataclass(frozen=True, slots=True)
class Wisher:
    person: Person
    name: str
    wished_at: datetime
    is_back: bool
    has_carted: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many have a product on their list, how many want to hear when it is back, and the last of them."""

    listed: int
    back: int
    people: Sequence[Wisher]


@dataclass(frozen=True, slots=True)
class Heard:
    """What is said of a product, and who wants it."""

    rating: Rating | None
    voices: Sequence[Voice]
    wanted: Wanted | None


def page(store: Store | None, staff: Staff, state: str, product: Product | None, after: str) -> Page[Voice]:
    """
    Reviews from the newest to the oldest.

    :raises BadCursor: if `after` is no cursor of this list.
    """
    found = Review.objects.visible_to(staff).filter(store=store).select_related("product", "store")
    if state in ReviewState.values:
        found = found.filter(state=state)
    if product is not None:
        found = found.filter(product=product)
    if after:
        at, last = opened(after)
        found = found.filter(reviewed_at__lte=at).exclude(reviewed_at=at, id__gte=last)
    rows = list(found.order_by("-reviewed_at", "-id")[: AT_ONCE + 1])
    shown = rows[:AT_ONCE]
    following = paging.cursor(shown[-1].reviewed_at.isoformat(), shown[-1].id) if len(rows) > AT_ONCE else None
    return Page(voices(shown, staff), following)


def opened(after: str) -> tuple[datetime, int]:
    at, last = paging.opened(after, 2)
    try:
        return datetime.fromisoformat(at or ""), int(last or "")
    except ValueError as error:
        raise BadCursor from error


def voices(rows: Sequence[Review], staff: Staff) -> list[Voice]:
    """Reviews with their authors, in three statements."""
    known = {id: (person, bought) for id, person, bought in query.rows(BUYERS, reviews=[row.id for row in rows])}
    people = seen({person for person, _bought in known.values()}, staff)
    called = names.of(people.values(), staff)
    found = []
    for row in rows:
        person, bought = known.get(row.id, (None, False))
        mine = people.get(person or 0)
        found.append(Voice(row, mine, (called.get(mine.id, "") if mine else "") or row.author, bought))
    return found


def seen(ids: set[int], staff: Staff) -> dict[int, Person]:
    if not ids or not staff.may(Act.SEE, Thing.PEOPLE):
        return {}
    return Person.objects.visible_to(staff).in_bulk(ids)


def of_product(product: Product, staff: Staff) -> Heard:
    """What the page of a product shows of both."""
    rating = ratings.of(product)
    last = Review.objects.filter(product=product).counted().order_by("-reviewed_at", "-id")[:MOST]
    return Heard(rating, voices(list(last), staff) if rating else [], wanted(product, staff))


def wanted(product: Product, staff: Staff) -> Wanted | None:
    counts = dict(query.rows(WISHES, product=product.id))
    if not counts:
        return None
    rows = query.rows(WISHERS, product=product.id, most=MOST)
    people = seen({person for person, *_ in rows}, staff)
    called = names.of(people.values(), staff)
    wishers = [
        Wisher(people[person], called[person], at, is_back, has_carted)
        for person, at, is_back, has_carted in rows
        if person in people
    ]
    return Wanted(counts.get(WishKind.LIST, 0), counts.get(WishKind.BACK, 0), wishers)
