"""All that the page of one product shows, in a handful of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from regulars.base.kit import query
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.commerce.models import Product
from regulars.identity.models import Person
from regulars.insight.assortment import MONTHS
from regulars.insight.models import ProductScore, Run
from regulars.profile.models import Profile
from regulars.web.customers import labels, names

MOST = 4_000  # lines that came back, for whose reasons a page may wait
WHY = """
    select o.return_reason, count(*), sum(-l.quantity)
    from (select order_id, quantity from commerce_orderline where product_id = %(product)s and quantity < 0
          limit %(most)s) l
    join commerce_order o on o.id = l.order_id
    group by o.return_reason order by o.return_reason = '', 3 desc, 1 limit 12
"""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar, its net sales, and its part of the best month."""

    first: date
    net: float


@dataclass(frozen=True, slots=True)
class Buyer:
    person: Person
    name: str
    net: Decimal
    orders: int


@dataclass(frozen=True, slots=True)
class Partner:
    """What goes with a product: in how many orders, and in which share of this product's orders."""

    product: Product
    together: int
    share: float
    lift: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why units came back, in the source's words; empty where it says nothing."""

    words: str
    lines: int
    units: Decimal


@dataclass(frozen=True, slots=True)
class Stage:
    label: labels.Label
    people: int
    share: float


def score(product: Product) -> ProductScore | None:
    """What the current run knows of a product; nothing where it never sold."""
    current = Run.objects.published().filter(store=product.store_id).order_by("-published_at", "-id").values("id")[:1]
    return ProductScore.objects.filter(run=Subquery(current), product=product.id).select_related("run").first()


def months(score: ProductScore) -> list[Month]:
    """The last 24 months, the oldest first."""
    last = 12 * score.run.as_of.year + score.run.as_of.month - 1
    firsts = [divmod(last - age, 12) for age in reversed(range(MONTHS))]
    return [Month(date(year, month + 1, 1), net) for (year, month), net in zip(firsts, score.months, strict=True)]


def stages(score: ProductScore) -> list[Stage]:
    """Where the buyers of the last year stand, in the order of the stages."""
    total = sum(score.stages.values())
    return [
        Stage(label, people, people / total)
        for name, label in labels.STAGES.items()
        if (people := score.stages.get(name.value))
    ]


def buyers(score: ProductScore, staff: Staff) -> list[Buyer]:
    """Those who spent most on it in a year, as far as they may be seen."""
    if not staff.may(Act.SEE, Thing.PEOPLE):
        return []
    named = Subquery(Profile.objects.filter(person=OuterRef("id")).values("name")[:1])
    found = Person.objects.visible_to(staff).filter(id__in=[person for person, *_ in score.best])
    seen = {person.id: person for person in found.annotate(called=named)}
    called = {id: str(getattr(person, "called", None) or "") for id, person in seen.items()}
    nameless = names.of([person for id, person in seen.items() if not called[id]], staff)
    return [
        Buyer(seen[person], called[person] or nameless[person], Decimal(str(net)), orders)
        for person, net, orders in score.best
        if person in seen
    ]


def partners(score: ProductScore, staff: Staff) -> list[Partner]:
    goods = Product.objects.visible_to(staff).in_bulk([other for other, *_ in score.partners])
    return [
        Partner(goods[other], together, share, lift)
        for other, together, share, lift in score.partners
        if other in goods
    ]


def is_part(reasons: Sequence[Reason]) -> bool:
    """Whether more has come back than was looked at."""
    return bool(sum(reason.lines for reason in reasons) >= MOST)


def reasons(product: Product) -> list[Reason]:
    """Why it came back, ever; those without a word last."""
    return [Reason(*row) for row in query.rows(WHY, product=product.id, most=MOST)]
