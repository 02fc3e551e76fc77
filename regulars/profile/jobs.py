"""What sources say of people and companies, the comparing of people, what they ask for by law, and what is let go.

Long work is done in a process of its own, so that the memory it takes ends with it.
"""

import logging
from collections.abc import Sequence

from regulars.base.events.event import Logged
from regulars.base.kit import child, clock
from regulars.base.workspace.models import Circle
from regulars.profile import choices, disclosure, erasure, gathering, groups, heard, requests, retention, traits
from regulars.profile.quality import checking, standing

logger = logging.getLogger(__name__)


def hear_records(events: Sequence[Logged]) -> None:
    """Bring what sources say of people by themselves into their profiles."""
    heard.hear(events, at=clock.now())


def take_traits(events: Sequence[Logged]) -> None:
    """Bring what people have said of themselves on a site into their profiles."""
    traits.hear(events, at=clock.now())


def take_choices(events: Sequence[Logged]) -> None:
    """Write down what people have chosen on a site or at the till."""
    choices.hear(events, at=clock.now())


def take_groups(events: Sequence[Logged]) -> None:
    """Bring what sites tell of the groups of people into the companies."""
    groups.hear(events, at=clock.now())


def take_in_requests(events: Sequence[Logged]) -> None:
    """Put what people asked a platform for into the register of requests."""
    requests.hear(events, at=clock.now())


def erase(erasure_id: str) -> None:
    """Erase somebody, as was asked for."""
    child.run("person", "erasure", erasure_id)


def disclose(disclosure_id: str) -> None:
    """Make the file with everything about somebody, unless it is made."""
    child.run("person", "disclosure", disclosure_id)


def go_on() -> None:
    """Go on with what a kill has interrupted, a restore included."""
    if erasure.is_brought_back():
        child.run("person", "erasures")
    for job, names in ((erase, erasure.interrupted()), (disclose, disclosure.waiting())):
        for name in names:
            try:
                job(name)
            except child.ChildFailed as refusal:
                # One that cannot go on must not keep the others waiting.
                logger.warning("%s does not go on: %s", name, refusal)


def let_go() -> None:
    """Remove what has been kept for its time."""
    retention.carry_out(at=clock.now())


def find_duplicates(store: int) -> None:
    """Compare the people of a store with each other, unless nothing has changed since the last time."""
    child.run("duplicates", "--store", str(store), "--if-changed")


def find_all_duplicates() -> None:
    """Compare all people, each night."""
    child.run("duplicates", "--if-changed")


def check_quality(store: int) -> None:
    """Look at all people who share a store, and at its orders and products."""
    checking.check(Circle.objects.get(stores=store), at=clock.now())


def check_all_quality() -> None:
    """Look at everybody, each night."""
    for circle in Circle.objects.order_by("id"):
        checking.check(circle, at=clock.now())


def follow_quality() -> None:
    """Repair what has arrived by the repairs that go on, and look at those of whom it tells."""
    standing.follow_all(at=clock.now())


def find_companies(store: int) -> None:
    """Bring the companies of a store's circle in line with what is known of its people."""
    gathering.gather(Circle.objects.get(stores=store), at=clock.now())


def find_all_companies() -> None:
    """The same for all circles, each night."""
    for circle in Circle.objects.order_by("id"):
        gathering.gather(circle, at=clock.now())
