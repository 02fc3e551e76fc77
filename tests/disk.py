"""Disks for tests: memory instead of one, and one so small that a test can fill it, which only root can mount."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
ENOUGH = 2 * 1024**3


def memory() -> Path | None:
    """Memory where there is plenty: creating, copying and removing clusters is mostly waiting for the disk."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


@contextmanager
def small(folder: Path, megabytes: int, *, owner: int = 0) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("Only root can mount a small disk.")
    folder.mkdir()
    options = f"size={megabytes}m,mode=700,uid={owner}"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "small", folder], check=False).returncode:
        pytest.skip("This system does not let us mount a small disk.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """There is not a byte left on the disk of a folder inside the block."""
    filler = folder / "filler"
    subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=4k"], capture_output=True, check=False)
    yield
    filler.unlink()
