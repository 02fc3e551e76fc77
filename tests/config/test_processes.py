"""A group of processes starts, speaks, heals and ends as one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from regulars.config.processes import Group, Part

SUPERVISE = """
import os, sys, time
from pathlib import Path
from regulars.config.processes import Group, Part
child = (
    "import os, sys, time; from regulars.config import lifeline; lifeline.follow_supervisor();"
    "open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(100)"
)
part = Part("child", [sys.executable, "-c", child, sys.argv[1]])
with Group([part], environment=os.environ, log=Path(sys.argv[2])).running():
    time.sleep(100)
"""


def python(name: str, program: str, *arguments: str | Path) -> Part:
    return Part(name, [sys.executable, "-c", program, *map(str, arguments)])


def wait_until(happens: Callable[[], bool], *, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_each_line_says_who_spoke(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    parts = [python("edge", "print('hello'); input()"), python("work", "print('good day')")]

    with Group(parts, environment=os.environ, log=tmp_path / "log").running():
        wait_until(lambda: "good day" in (tmp_path / "log").read_text())
        wait_until(lambda: "hello" in (tmp_path / "log").read_text())

    assert "edge | hello\n" in (tmp_path / "log").read_text()
    assert "work | good day\n" in capfd.readouterr().err


def test_who_dies_is_started_again_after_a_pause(tmp_path: Path) -> None:
    died = tmp_path / "died"
    program = "import sys; open(sys.argv[1], 'a').write('x'); sys.exit(3)"

    with Group([python("work", program, died)], environment=os.environ, log=tmp_path / "log").running():
        wait_until(lambda: died.exists() and died.read_text() == "xx")

    assert "ended (exit code 3); starts again in 0.5 s" in (tmp_path / "log").read_text()


def test_who_cannot_be_started_is_tried_again_and_again(tmp_path: Path) -> None:
    program = tmp_path / "program"

    with Group([Part("work", [str(program)])], environment=os.environ, log=tmp_path / "log").running():
        wait_until(lambda: "could not be started" in (tmp_path / "log").read_text())
        program.write_text("#!/bin/sh\necho here I am; sleep 100")
        program.chmod(0o700)
        wait_until(lambda: "work | here I am" in (tmp_path / "log").read_text())


def test_who_does_not_obey_is_killed_with_all_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regulars.config.processes.STOP_SECONDS", 1)
    program = (
        "import os, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.fork();"
        "open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(100)"
    )
    told = tmp_path / "pids"

    with Group([python("web", program, told)], environment=os.environ, log=tmp_path / "log").running():
        wait_until(lambda: told.exists() and told.read_text().count("\n") == 2)

    wait_until(lambda: not any(is_alive(int(pid)) for pid in told.read_text().split()), seconds=3)


def test_a_killed_supervisor_leaves_no_orphan(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISE, str(told), str(tmp_path / "log")])
    wait_until(lambda: told.exists() and told.read_text() != "")

    os.kill(supervisor.pid, signal.SIGKILL)
    supervisor.wait()

    wait_until(lambda: not is_alive(int(told.read_text())), seconds=5)
