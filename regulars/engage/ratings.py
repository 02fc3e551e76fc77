"""How a product is rated: the plain mean, and an estimate that leans on the store while there are few reviews.

The estimate is that of empirical Bayes (Efron & Morris 1975): the mean of a product is drawn toward that of all, by as
many reviews as the ratings of one product vary more than the products do. Both are reckoned from the store's own
reviews (one-way analysis of variance with unequal groups); where these do not suffice, there is no estimate.
"""

from dataclasses import dataclass

from regulars.base.kit import query
from regulars.commerce.models import Product

FEWEST_PRODUCTS = 3
COUNTS = """
    select rating, count(*) from engage_review where product_id = %(product)s and state <> 'hidden'
    group by rating order by rating desc
"""
# Over the products of a store that have reviews: how many of both, the mean, and the sums of squares.
SPREAD = """
    with each as (
        select product_id, count(*)::float as n, avg(rating)::float as mean, coalesce(var_samp(rating), 0)::float as var
        from engage_review where store_id = %(store)s and state <> 'hidden' and product_id is not null
        group by product_id
    ),
    whole as (select sum(n * mean) / nullif(sum(n), 0) as mean from each)
    select count(*), coalesce(sum(n), 0), max(w.mean), coalesce(sum((n - 1) * var), 0),
           coalesce(sum(n * (e.mean - w.mean) ^ 2), 0), coalesce(sum(n * n), 0)
    from each e cross join whole w
"""


@dataclass(frozen=True, slots=True)
class Bar:
    stars: int
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Rating:
    """`estimate` is None where the store has too few reviews to say how much a single one tells."""

    count: int
    mean: float
    estimate: float | None
    bars: list[Bar]


def of(product: Product) -> Rating | None:
    """The rating of a product over its reviews, hidden ones left out; None where there are none."""
    counts = dict(query.rows(COUNTS, product=product.id))
    count = sum(counts.values())
    if not count:
        return None
    mean = sum(stars * number for stars, number in counts.items()) / count
    bars = [Bar(stars, counts.get(stars, 0), counts.get(stars, 0) / count) for stars in range(5, 0, -1)]
    return Rating(count, mean, drawn(mean, count, query.row(SPREAD, store=product.store_id)), bars)


def drawn(mean: float, count: int, spread: tuple[int, float, float, float, float, float]) -> float | None:
    """The mean of a product, drawn toward that of all; wholly, where products differ no more than chance has it."""
    products, reviews, of_all, within, between, squares = spread
    if products < FEWEST_PRODUCTS or reviews <= products:
        return None
    noise = within / (reviews - products)
    apart = (between / (products - 1) - noise) / ((reviews - squares / reviews) / (products - 1))
    if apart <= 0:
        return of_all
    weight = noise / apart
    return (count * mean + weight * of_all) / (count + weight)
