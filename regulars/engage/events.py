"""What happens to forms and reviews on our side; what people write comes in by the inbox."""

from dataclasses import dataclass
from typing import ClassVar

from regulars.base.events.event import Event


@dataclass(frozen=True, kw_only=True)
class FormPublished(Event):
    """A version of a form or survey is what people see from now on."""

    name: ClassVar[str] = "form.published"
    form: str
    version: int


@dataclass(frozen=True, kw_only=True)
class FormClosed(Event):
    """A form or survey takes no more answers."""

    name: ClassVar[str] = "form.closed"
    form: str


@dataclass(frozen=True, kw_only=True)
class ReviewSettled(Event):
    """Somebody on the staff published a review, or hid it."""

    name: ClassVar[str] = "review.settled"
    review: str
    state: str
    sku: str


@dataclass(frozen=True, kw_only=True)
class ReviewReplied(Event):
    """Somebody on the staff answered a review, or took the answer back; the words stand with the review alone."""

    name: ClassVar[str] = "review.replied"
    review: str
    sku: str
