"""`regulars work`: the worker, alone."""

from regulars.commands import console, session
from regulars.config import lifeline


def work() -> None:
    """Hand events to their readers, run jobs and keep the clock."""
    with console.refusals(), session.database():
        lifeline.follow_supervisor()
        from regulars.config import worker

        worker.work()
