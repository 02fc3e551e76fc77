"""What machine the figures were taken on."""

import os
import platform
from pathlib import Path


def described() -> str:
    """Cores, memory, system and Python, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = Path("/etc/os-release")
    name = "".join(
        line.partition("=")[2].strip('"') for line in release.read_text().splitlines() if line.startswith("PRETTY_NAME")
    ) if release.exists() else platform.platform()  # fmt: skip
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {name}, Python {platform.python_version()}"
