"""What was received, on its way to its people."""

from regulars.base.kit import clock
from regulars.identity import arrivals


def take_in() -> bool:
    """Bring one batch of each source into the log; whether there was any."""
    return arrivals.take_in(at=clock.now())
