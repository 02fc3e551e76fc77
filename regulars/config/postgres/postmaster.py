"""Find the server process of a data folder, whatever a crash has left lying there."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

PID_FILE = "postmaster.pid"
SOCKET_NAME = ".s.PGSQL.5432"


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
    lines = _lines(data / PID_FILE)
    if not lines or not is_server(lines[0], data):
        return None
    socket = Path(lines[4].strip()) if len(lines) > 4 else Path()
    return Postmaster(int(lines[0]), socket, lines[7].strip() if len(lines) > 7 else "starting")


def drop_stale(data: Path, socket: Path) -> None:
    """
    Remove lock files whose number is not, or no longer, that of a server.

    PostgreSQL itself removes those of dead processes. One that is alive would stop its start: another process
    after a reboot, or the dead server while nobody has collected it, as in containers. It finds living
    remains of the old server by its shared memory, so removing the files takes no protection away.
    """
    for path in (data / PID_FILE, socket / f"{SOCKET_NAME}.lock"):
        lines = _lines(path)
        if lines and _is_alive(lines[0]) and not is_server(lines[0], data):
            path.unlink(missing_ok=True)


def is_server(pid: str, data: Path) -> bool:
    """Numbers of processes are used again, so the command line must name our folder."""
    words = _command_line(pid)
    return "postgres" in words.split("\0")[0].split(" ")[0] and str(data) in words


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
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
