"""What the clock asks for the installation as a whole."""

from regulars.base.kit import child


def backup() -> None:
    """Write tonight's backup, and let go of those that the keep rule no longer keeps."""
    child.run("backup")
