"""What people answer, review and wish for, out of the log; and what is tidied up by the clock."""

from collections.abc import Sequence

from regulars.base.events.event import Logged
from regulars.base.kit import clock
from regulars.engage import answers, pace, reviews, wishes


def hear_answers(events: Sequence[Logged]) -> None:
    """Keep the answers to forms, and write what people agreed to into the ledger."""
    answers.hear(events, at=clock.now())


def hear_reviews(events: Sequence[Logged]) -> None:
    """Keep the reviews of products."""
    reviews.hear(events)


def follow_wishes(events: Sequence[Logged]) -> None:
    """Change the wishes that events speak of."""
    wishes.follow(events)


def settle_wishes() -> None:
    """End the wishes that were bought, and join what was said of products that came to be known."""
    wishes.settle()
    reviews.attach()


def forget_paces() -> None:
    """Forget the addresses from which nothing was sent for a day."""
    pace.forget(at=clock.now())
