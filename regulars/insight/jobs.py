"""Learning in a process of its own, so that the memory it takes ends with it; and the visits of sites, as they come."""

from collections.abc import Sequence

from regulars.base.events.event import Logged
from regulars.base.kit import child, clock
from regulars.base.workspace.models import Store
from regulars.insight import behavior, runs, stakes
from regulars.profile import retention
from regulars.profile.kinds import Kept


def learn(store: int) -> None:
    """Learn one store anew, unless somebody has done so since its last import."""
    child.run("learn", "--store", str(store), "--if-changed")


def learn_spoken() -> None:
    """Learn the stores anew of which sources have said orders; once an hour, however many there were."""
    for store in runs.spoken():
        learn(store)


def learn_all() -> None:
    """Learn every store anew, each night; the lake is brought up to date on the way."""
    child.run("learn")


def weigh_flaws(store: int) -> None:
    """Reckon the money at stake by each rule of data quality."""
    stakes.reckon(Store.objects.get(id=store), at=clock.now())


def follow_visits(events: Sequence[Logged]) -> None:
    """Add events of sites to the visits and to what people look at."""
    behavior.follow(events)


def let_go_of_visits() -> None:
    """Remove visits, looks and carts that are older than what sites tell is kept."""
    before = retention.limit(Kept.BEHAVIOR, at=clock.now())
    if before is not None:
        behavior.let_go(before)
