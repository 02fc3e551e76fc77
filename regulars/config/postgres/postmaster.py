"""Find the server process of a data folder, whatever a crash has left lying there."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

PID_FILE = "postmaster.pid"


@dataclass(frozen=True)
class Postmaster:
    """What `postmaster.pid` says of a server that is alive."""

    pid: int
    socket: Path
    status: str

    @property
    def is_ready(self) -> bool:
        return self.status == "ready"


def find(data: Path) -> Postmaster | None:
    """The living server of a data folder, ready or not."""
    lines = _lines(data)
    if not lines or not is_server(lines[0], data):
        return None
    socket = Path(lines[4].strip()) if len(lines) > 4 else Path()
    return Postmaster(int(lines[0]), socket, lines[7].strip() if len(lines) > 7 else "starting")


def drop_stale(data: Path) -> None:
    """
    Remove a pid file whose number has since gone to a process that is no server.

    PostgreSQL itself removes files of dead processes; one that is alive, as after a reboot, would stop its
    start. It finds living remains of the old server by its shared memory, so removing the file takes no
    protection away.
    """
    lines = _lines(data)
    if lines and _is_alive(lines[0]) and not is_server(lines[0], data):
        (data / PID_FILE).unlink(missing_ok=True)


def is_server(pid: str, data: Path) -> bool:
    """Numbers of processes are used again, so the command line must name our folder."""
    words = _command_line(pid)
    return "postgres" in words.split("\0")[0].split(" ")[0] and str(data) in words


def _lines(data: Path) -> list[str]:
    try:
        lines = (data / PID_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return lines if lines and lines[0].strip().isdigit() else []


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _command_line(pid: str) -> str:
    """Empty for a process that is gone, or dead and not yet collected by its parent."""
    if Path("/proc/self/cmdline").exists():
        try:
            return (Path("/proc") / pid / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            return ""
    listing = subprocess.run(["ps", "-o", "command=", "-p", pid], capture_output=True, text=True, check=False)
    return listing.stdout.strip()
