"""What the clock asks of the log."""

from regulars.base.events import upkeep
from regulars.base.kit import clock


def keep_log() -> None:
    """Make next months' partitions, and forget messages that can no longer come twice."""
    upkeep.make_partitions(clock.now().date())
    upkeep.forget_messages(clock.now())
