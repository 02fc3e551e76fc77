"""Run a group of child processes: start them, show what they say, start again what dies, stop them all."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from regulars.config import lifeline

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10
# Who lived this long before it died was well, and is started again at once.
HEALTHY_SECONDS = 20
STOP_SECONDS = 10
LOG_BYTES = 10 * 1024**2
LOG_FILES = 5


@dataclass(frozen=True)
class Part:
    """A member of the group; its name stands before each of its lines."""

    name: str
    command: Sequence[str]


class Voice:
    """Writes lines of all parts to the terminal and to a file that is rotated."""

    def __init__(self, path: Path, *, width: int) -> None:
        self._width = width
        self._handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
        path.chmod(0o600)

    def say(self, name: str, line: str) -> None:
        text = f"{name:<{self._width}} | {line}"
        record = logging.LogRecord("regulars", logging.INFO, "", 0, text, None, None)
        with self._handler.lock or contextlib.nullcontext():
            # Neither a closed terminal nor a full disk may stop the group.
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write(f"{text}\n")
                sys.stderr.flush()
            with contextlib.suppress(OSError, ValueError):
                self._handler.emit(record)

    def close(self) -> None:
        self._handler.close()


class Group:
    """All parts of one installation, each guarded by a thread of its own."""

    def __init__(self, parts: Sequence[Part], *, environment: Mapping[str, str], log: Path) -> None:
        self._parts = parts
        self._environment = {**environment, lifeline.VARIABLE: str(os.getpid()), "PYTHONUNBUFFERED": "1"}
        self._voice = Voice(log, width=max(len(part.name) for part in parts))
        self._stopping = threading.Event()
        self._living: dict[str, subprocess.Popen[str]] = {}
        self._guards = [
            threading.Thread(target=self._guard, args=(part,), name=part.name, daemon=True) for part in parts
        ]

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """All parts run inside the block, and none is left after it."""
        for guard in self._guards:
            guard.start()
        try:
            yield
        finally:
            self._stop()

    def _guard(self, part: Part) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            started = time.monotonic()
            try:
                end = f"ended ({_reason(self._run_once(part))})"
            except OSError as error:  # no memory or no number for another process, for the moment
                end = f"could not be started ({error.strerror})"
            if self._stopping.is_set():
                return
            if time.monotonic() - started > HEALTHY_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            self._voice.say(part.name, f"{end}; starts again in {pause:g} s")
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _run_once(self, part: Part) -> int:
        process = subprocess.Popen(
            part.command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # A group of its own: Ctrl-C reaches the supervisor alone, which then stops all in order.
            start_new_session=True,
        )
        self._living[part.name] = process
        listener = threading.Thread(target=self._listen, args=(part, process), daemon=True)
        listener.start()
        if self._stopping.is_set():
            process.terminate()
        code = process.wait()
        _kill_group(process)
        listener.join(timeout=1)
        return code

    def _listen(self, part: Part, process: subprocess.Popen[str]) -> None:
        with process.stdout or contextlib.nullcontext(()) as lines:
            for line in lines:
                self._voice.say(part.name, line.rstrip("\n"))

    def _stop(self) -> None:
        self._stopping.set()
        for process in list(self._living.values()):
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for guard in self._guards:
            guard.join(timeout=max(0, deadline - time.monotonic()))
        for process in list(self._living.values()):
            _kill_group(process)
        for guard in self._guards:
            guard.join()
        self._voice.close()


def _kill_group(process: subprocess.Popen[str]) -> None:
    """A server's workers are in its group; if it is gone, they must go too."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
