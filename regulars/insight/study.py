"""Study a store: bring its history together, learn from it, and publish what was learned.

Not to be imported where Django starts, since it loads the analytical libraries.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy

from regulars import __version__
from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.base.lake.engine import Engine, open_engine
from regulars.base.workspace.models import Store
from regulars.insight import history, limits, runs
from regulars.insight.learn import Settings, Tables, learn
from regulars.insight.models import Run

type Progress = Callable[[str], None]

LAST_DAY = "select max(placed_on) as last from orders where kind = 'sale'"


class NothingToLearn(Refusal):
    message = gettext_lazy(
        "“%(store)s” has no orders yet, so there is nothing to learn. Import its order history first."
    )


def study(store: Store, *, as_of: date | None, at: datetime, progress: Progress | None = None) -> Run:
    """
    Learn a store as of the end of a local day, and let the result be seen.

    Without a day it is the last one on which the store is known to have sold, or today, whichever is
    earlier: silence after the end of an export says nothing about customers.

    :raises NothingToLearn: if the store has no sale up to that day.
    """
    engine = open_engine(settings.LAKE_ENGINE)
    with history.of_store(store) as past:
        day = as_of or last_day(engine, past, today=clock.local_day(at, store.zone))
        if day is None:
            raise NothingToLearn(store=store.name)
        run = runs.begin(store, as_of=day, code_version=__version__, snapshot=past.versions, at=at)
        own = Settings(limits.of(store))
        learned = learn(engine, Tables(**past.tables), as_of=day, settings=own, progress=progress)
    runs.publish(run, learned, at=clock.now())
    runs.sweep(at=at)
    return run


def last_day(engine: Engine, past: history.History, *, today: date) -> date | None:
    last = engine.run(LAST_DAY, orders=past.tables["orders"]).to_pylist()[0]["last"]
    return None if last is None else min(last, today)
