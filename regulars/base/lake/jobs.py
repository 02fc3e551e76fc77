"""What the clock asks of the lake, in a process of its own."""

from regulars.base.kit import child


def export() -> None:
    """Bring the lake up to date."""
    child.run("lake", "export")


def compact() -> None:
    """Join small files and drop old ones."""
    child.run("lake", "compact")
