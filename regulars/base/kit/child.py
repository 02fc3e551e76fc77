"""Long work in a process of its own that ends, so that the memory it took ends with it."""

import os
import signal
import subprocess
import sys

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal

LAST_WORDS = 2_000


class ChildFailed(Refusal):
    message = gettext_lazy("“regulars %(words)s” ended with %(code)s: %(said)s")


def run(*words: str) -> str:
    """
    Run a command of ours, such as `run("learn", "--store", "sto_…")`, and give back what it printed.

    The child dies with its parent on Linux, so a killed worker leaves no orphan at work.

    :raises ChildFailed: if it does not end with 0.
    """
    done = subprocess.run(
        [sys.executable, "-m", "regulars", *words],
        capture_output=True,
        text=True,
        env=os.environ,
        preexec_fn=die_with_parent if sys.platform == "linux" else None,
    )
    if done.returncode != 0:
        raise ChildFailed(words=" ".join(words), code=done.returncode, said=done.stderr[-LAST_WORDS:].strip())
    return done.stdout


def die_with_parent() -> None:
    """Ask the kernel for SIGKILL when the parent ends (prctl PR_SET_PDEATHSIG = 1)."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
