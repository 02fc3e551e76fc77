"""Learning in a process of its own, so that the memory it takes ends with it."""

from regulars.base.kit import child


def learn(store: int) -> None:
    """Learn one store anew, unless somebody has done so since its last import."""
    child.run("learn", "--store", str(store), "--if-changed")


def learn_all() -> None:
    """Learn every store anew, each night; the lake is brought up to date on the way."""
    child.run("learn")
