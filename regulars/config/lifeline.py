"""End a process when the one that started it is gone, even if that was killed outright."""

import os
import signal
import threading
import time

VARIABLE = "REGULARS_PARENT"
LOOK_SECONDS = 1
GRACE_SECONDS = 15


def follow(parent: int) -> None:
    """End this process, politely at first, once `parent` is no longer its parent."""
    threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()


def follow_supervisor() -> None:
    """Follow the process that the environment names; one started by hand follows nobody."""
    named = os.environ.pop(VARIABLE, "")
    if named.isdigit():
        follow(int(named))


def _watch(parent: int) -> None:
    # A look a second costs nothing, and works where signals of the kernel for this do not exist.
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
