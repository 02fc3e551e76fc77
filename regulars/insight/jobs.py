"""Learning in a process of its own, so that the memory it takes ends with it."""

from regulars.base.kit import child


def learn(store: int) -> None:
    """Learn one store anew, as of now."""
    child.run("learn", "--store", str(store))


def learn_all() -> None:
    """Learn every store anew, each night."""
    child.run("learn")
