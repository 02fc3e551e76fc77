"""Comparing people in a process of its own, so that the memory it takes ends with it."""

from regulars.base.kit import child


def find_duplicates(store: int) -> None:
    """Compare the people of a store with each other, unless nothing has changed since the last time."""
    child.run("duplicates", "--store", str(store), "--if-changed")


def find_all_duplicates() -> None:
    """Compare all people, each night."""
    child.run("duplicates", "--if-changed")
