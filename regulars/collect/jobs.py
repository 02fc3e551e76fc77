"""Imports, each in a process of its own so that the memory it takes ends with it, and what is swept by the clock."""

import logging

from regulars.base.kit import child, clock
from regulars.base.kit.refusal import Refusal
from regulars.collect import drafts, drops, imports, inbox, pulls, tries
from regulars.collect.sources import keyring

logger = logging.getLogger(__name__)


def run_import(import_id: int) -> None:
    """Read and merge one registered file, or take one back."""
    tries.run(import_id)


def describe_file(import_id: int) -> None:
    """Look at every column of an imported file."""
    child.run("import", "describe", str(import_id))


def check_draft(draft_id: int, attempt: int) -> None:
    """Look at a file and try it out."""
    child.run("import", "check", str(draft_id), str(attempt))


def sweep_drafts() -> None:
    """Forget the files that nobody has gone on with."""
    drafts.sweep(at=clock.now())


def trim_set_aside() -> None:
    """Keep what sources sent in vain within bounds, and forget secrets that open nothing any more."""
    inbox.trim()
    keyring.sweep(at=clock.now())


def pull_sources() -> None:
    """Ask the platforms for what has changed there since they were asked last."""
    pulls.pull_all(at=clock.now())


def take_dropped() -> None:
    """Import the files that were dropped into the folders of sources."""
    drops.take_all(at=clock.now())


def sweep_tables() -> None:
    """Drop the staging tables that could not be dropped, or were left behind."""
    imports.sweep()


def resume_imports() -> None:
    """Go on with what a kill has interrupted; an import that is at work is left alone by its lock."""
    for import_id in imports.interrupted(at=clock.now()):
        try:
            run_import(import_id)
        except Refusal as refusal:
            # One that is at work, or cannot go on, must not keep the others waiting.
            logger.warning("Import %s does not go on: %s", import_id, refusal)


def resume_checks() -> None:
    """Check the files whose check was interrupted, or never begun; one that is being checked is left alone."""
    for draft_id, attempt in drafts.interrupted():
        try:
            check_draft(draft_id, attempt)
        except child.ChildFailed as refusal:
            logger.warning("The file of draft %s cannot be checked: %s", draft_id, refusal)
