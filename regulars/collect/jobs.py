"""Imports that run in a process of their own, so that the memory they take ends with them."""

from regulars.base.kit import child
from regulars.collect import imports


def run_import(import_id: int) -> None:
    """Read and merge one registered file, or take one back."""
    child.run("import", "run", str(import_id))


def resume_imports() -> None:
    """Go on with what a kill has interrupted; an import that is at work is left alone by its lock."""
    for import_id in imports.interrupted():
        run_import(import_id)
