"""Reviews of products: heard from sites, forms and files, settled and answered by staff."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy
from psycopg.types.json import Jsonb

from regulars.base.events import log, operations
from regulars.base.events.event import Logged
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import ids, query, text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.collect.sources.forms.read import REVIEWED
from regulars.engage.events import ReviewReplied, ReviewSettled
from regulars.engage.kinds import ReviewState
from regulars.engage.models import Review

NAME = REVIEWED
LONGEST = 10_000
BODIES = ("review_body", "reviewBody", "review", "review_text", "body", "text", "content")
TITLES = ("review_title", "reviewTitle", "headline")
AUTHORS = ("author", "reviewer", "reviewer_name", "name")
# A newer word under the same key takes the place of the older one, and is looked at anew where the words differ.
PUT = """
    insert into engage_review as r (store_id, product_id, person_id, public_id, source, key, sku, rating, title, text,
        author, state, reviewed_at, reply)
    select g.store, p.id, g.person, public_id_after(%(head)s), g.source, g.key, g.sku, g.rating, g.title, g.text,
           g.author, g.state, g.at, ''
    from jsonb_to_recordset(%(rows)s::jsonb) as g (store bigint, person bigint, source text, key text, sku text,
        rating smallint, title text, text text, author text, state text, at timestamptz)
    left join commerce_product p on p.store_id = g.store and p.sku = g.sku
    order by g.at, g.key
    on conflict (store_id, source, key) do update set
        person_id = coalesce(excluded.person_id, r.person_id), rating = excluded.rating, title = excluded.title,
        text = excluded.text, author = excluded.author, reviewed_at = excluded.reviewed_at,
        state = case when (r.rating, r.title, r.text) = (excluded.rating, excluded.title, excluded.text)
                     then r.state else excluded.state end
    where r.reviewed_at <= excluded.reviewed_at
"""
# Products may come to be known after what is said of them.
ATTACH = """
    update engage_review r set product_id = p.id from commerce_product p
    where r.product_id is null and p.store_id = r.store_id and p.sku = r.sku
"""


class SaysNothing(Refusal):
    message = gettext_lazy("Write an answer of at most 10,000 characters.")
    status = 422


def hear(events: Sequence[Logged]) -> None:
    """Keep the reviews of a batch of events; programs, tests and staff write none."""
    told = {
        (row["store"], row["source"], row["key"]): row
        for event in sorted(events, key=lambda each: each.happened_at)
        if (row := said(event)) is not None
    }
    if told:
        query.run(PUT, head=ids.head("rev"), rows=Jsonb(list(told.values())))


def said(event: Logged) -> dict[str, Any] | None:
    """The row of an event; None where it says no product or no stars."""
    given = {**event.properties, **event.personal}
    sku, stars = word(given, ("sku", "product"), 200), rating(given.get("rating"))
    if event.store is None or not sku or stars is None or "traffic" in event.properties:
        return None
    return {
        "store": event.store, "person": event.person, "source": event.source, "sku": sku, "rating": stars,
        "key": word(given, ("review_id", "reviewId"), 320) or str(event.id),
        "title": word(given, TITLES, 200), "text": word(given, BODIES, LONGEST), "author": word(given, AUTHORS, 200),
        "state": (ReviewState.SHOWN if given.get("published") is True else ReviewState.WAITING).value,
        "at": event.happened_at.isoformat(),
    }  # fmt: skip


def rating(value: Any) -> int | None:
    """Whole stars from 1 to 5; half a star goes to the lower one, and other scales are none."""
    try:
        stars = int(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
    return stars if 1 <= stars <= 5 else None


def word(given: Mapping[str, Any], names: Sequence[str], longest: int) -> str:
    found = (str(given[name]) for name in names if isinstance(given.get(name), str | int))
    return next((each.replace("\0", "").strip()[:longest] for each in found if each.strip()), "")


def attach() -> int:
    """Join the reviews of products that were not known when they came, and say how many."""
    return query.run(ATTACH)


@transaction.atomic
def settle(review: Review, state: ReviewState, *, by: Staff | None, at: datetime) -> None:
    """Publish a review, hide it, or let it wait again."""
    act = {"shown": "publish_review", "hidden": "hide_review"}.get(state.value, "hold_review")
    with doing(act, review, by=by, at=at) as operation:
        review.state, review.settled_by, review.settled_at = state, by, at
        review.save(update_fields=["state", "settled_by", "settled_at"])
        told = ReviewSettled(
            store=review.store_id, person=review.person_id, review=review.public_id, state=state.value, sku=review.sku
        )
        log.append(told, by=operation.actor, at=at)


@transaction.atomic
def reply(review: Review, words: str, *, by: Staff | None, at: datetime) -> None:
    """
    Answer a review, or take the answer back by an empty one.

    :raises SaysNothing: if it is far too long.
    """
    given = words.replace("\0", "").strip()
    if len(given) > LONGEST:
        raise SaysNothing
    with doing("reply_review", review, by=by, at=at) as operation:
        review.reply, review.replied_at = given, at if given else None
        review.save(update_fields=["reply", "replied_at"])
        told = ReviewReplied(store=review.store_id, person=review.person_id, review=review.public_id, sku=review.sku)
        log.append(told, by=operation.actor, at=at)


def doing(act: str, review: Review, *, by: Staff | None, at: datetime) -> AbstractContextManager[Operation]:
    facts = {"act": act, "name": text.squeeze(review.title or review.sku)[:80]}
    return operations.doing(OperationKind.EDIT, store=review.store, by=by, at=at, facts=facts)
