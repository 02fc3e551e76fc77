"""Forms, answers, reviews and wishes as the API shows them."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from regulars.api.fields import FormId, PersonId, ProductId, ReviewId, StoreId, Text
from regulars.api.listing import Listed, Window
from regulars.engage import models
from regulars.engage.kinds import FormKind, ReviewState, WishKind

HIDDEN = "Null unless the key has `people:export`."


class Form(Schema):
    """A form or survey; `content` is what it asks now, in its languages."""

    id: FormId
    store_id: StoreId
    kind: FormKind
    name: str
    is_open: bool
    version: int | None = Field(description="The number of the version that people see; null before the first.")
    content: dict[str, Any]
    made_at: datetime


class Forms(Listed):
    """A page of forms, those made last first."""

    items: list[Form]


class FormsWindow(Window):
    store: StoreId | None = Field(None, description="Only forms of this store.")


class Reply(Schema):
    """What was answered to one question: a number, the keys of what was chosen, or a text."""

    question: str
    number: int | None
    options: list[str]
    text: str | None = Field(description=HIDDEN)


class Answer(Schema):
    """That somebody has filled in a form."""

    form_id: FormId
    version: int
    person_id: PersonId | None = Field(description="Null where nobody is known to have sent it.")
    language: str
    answered_at: datetime
    replies: list[Reply]


class Answers(Listed):
    """A page of answers, the newest first."""

    items: list[Answer]


class Review(Schema):
    """What somebody says of a product."""

    id: ReviewId
    store_id: StoreId
    product_id: ProductId | None
    sku: str
    person_id: PersonId | None
    rating: int = Field(description="Stars, from 1 to 5.")
    title: str
    text: str
    author: str = Field(description="The name as it is shown.")
    state: ReviewState
    reply: str
    reviewed_at: datetime


class Reviews(Listed):
    """A page of reviews, those that came last first."""

    items: list[Review]


class ReviewsWindow(Window):
    store: StoreId | None = Field(None, description="Only reviews of this store.")
    product: ProductId | None = Field(None, description="Only reviews of this product.")
    sku: Text | None = Field(None, description="The stock code, in full.")
    state: ReviewState | None = None


class Wish(Schema):
    """That somebody wants a product."""

    store_id: StoreId
    product_id: ProductId | None
    sku: str
    person_id: PersonId
    kind: WishKind
    wished_at: datetime
    carted_at: datetime | None
    ended_at: datetime | None = Field(description="When it was taken off or bought; null while it stands.")


class Wishes(Listed):
    """A page of wishes, those that came last first."""

    items: list[Wish]


class WishesWindow(Window):
    store: StoreId | None = Field(None, description="Only wishes of this store.")
    product: ProductId | None = Field(None, description="Only wishes for this product.")
    is_open: bool | None = Field(None, description="Whether it still stands.")


def form(row: models.Form, version: int | None) -> Form:
    return Form(
        id=row.public_id, store_id=row.store.public_id, kind=FormKind(row.kind), name=row.name, is_open=row.is_open,
        version=version, content=row.draft, made_at=row.made_at,
    )  # fmt: skip


def answer(row: models.Answer, *, with_text: bool) -> Answer:
    """An answer whose form, version, person and replies have come with it."""
    return Answer(
        form_id=row.form.public_id, version=row.version.number,
        person_id=row.person.canonical.public_id if row.person else None, language=row.language,
        answered_at=row.answered_at,
        replies=[
            Reply(question=each.question, number=each.number, options=each.words,
                  text=each.text if with_text else None)
            for each in row.replies.all()
        ],
    )  # fmt: skip


def review(row: models.Review) -> Review:
    return Review(
        id=row.public_id, store_id=row.store.public_id, product_id=row.product.public_id if row.product else None,
        sku=row.sku, person_id=row.person.canonical.public_id if row.person else None, rating=row.rating,
        title=row.title, text=row.text, author=row.author, state=ReviewState(row.state), reply=row.reply,
        reviewed_at=row.reviewed_at,
    )  # fmt: skip


def wish(row: models.Wish) -> Wish:
    return Wish(
        store_id=row.store.public_id, product_id=row.product.public_id if row.product else None, sku=row.sku,
        person_id=row.person.canonical.public_id, kind=WishKind(row.kind), wished_at=row.wished_at,
        carted_at=row.carted_at, ended_at=row.ended_at,
    )  # fmt: skip
