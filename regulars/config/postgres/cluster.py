"""Start, share and stop the embedded PostgreSQL of one home.

Several processes may use one cluster: the first one starts it, and the last one to leave stops it. A server
that outlived a killed supervisor is taken over.
"""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from threading import Timer
from typing import Self

from regulars.config.home import Home, write_whole
from regulars.config.locks import Presence, exclusive
from regulars.config.postgres import conf, creation, postmaster
from regulars.config.postgres.faults import DiskFull, NotStarted, NotStopped
from regulars.config.postgres.place import Place, settle

# Recovery after a crash may have gigabytes of log to replay: as long as the server lives, it is waited for.
START_SECONDS = 3600
QUIET_SECONDS = 5
STOP_SECONDS = 60
STOP_NOW_SECONDS = 20
REMAINS_SECONDS = 30
LEAST_ROOM = 1024**2
REMAINS = ("pre-existing shared memory block", '" already exists')


class Cluster:
    """The embedded PostgreSQL of the home at a path."""

    def __init__(self, home: Path, major: int = 18) -> None:
        self._home = Home(home)
        self._major = major
        self._place: Place | None = None
        self._presence = Presence(self._home.run / "postgres.users")

    @property
    def url(self) -> str:
        """The address of the product's database; valid while the cluster runs."""
        return creation.address(self._home, self._settled().socket)

    @property
    def place(self) -> Place:
        """Where its programs, data, log and socket lie."""
        return self._settled()

    def is_running(self) -> bool:
        """Ready for connections; a server that still recovers is not."""
        server = postmaster.find(self._settled().data)
        return server is not None and server.is_ready

    def start(self) -> None:
        """
        Start the cluster and keep it up until `stop`, whoever else comes and goes.

        :raises PostgresFault: with the reason in one sentence.
        """
        self._home.prepare()
        with exclusive(self._home.run / "postgres.lock"):
            self._raise_up()
            self._temporary.unlink(missing_ok=True)
            if not self._presence.is_announced:
                self._presence.announce()

    def stop(self) -> None:
        """
        Stop the cluster, even if others use it.

        :raises NotStopped: if it does not obey.
        """
        self._home.prepare()
        self._presence.withdraw()
        with exclusive(self._home.run / "postgres.lock"):
            self._lay_down()

    def revive(self) -> bool:
        """Start the server again if it died under its users; true if it had."""
        if postmaster.find(self._settled().data) is not None:
            return False
        with exclusive(self._home.run / "postgres.lock"):
            was_temporary = self._temporary.exists()
            self._raise_up()
            if not was_temporary:
                self._temporary.unlink(missing_ok=True)
        return True

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Use the cluster: start it if nobody has, and stop it if nobody uses it any longer."""
        self._home.prepare()
        with exclusive(self._home.run / "postgres.lock"):
            self._raise_up()
            self._presence.announce()
        try:
            yield self
        finally:
            with exclusive(self._home.run / "postgres.lock"):
                self._presence.withdraw()
                if self._temporary.exists() and self._presence.is_alone():
                    self._lay_down()

    @property
    def _temporary(self) -> Path:
        """The mark of a server that the last user stops; `start` takes it away."""
        return self._home.run / "postgres.temporary"

    def _settled(self) -> Place:
        if self._place is None:
            self._home.prepare()
            self._place = settle(self._home, self._major)
        return self._place

    def _raise_up(self) -> None:
        self._place = place = settle(self._home, self._major)
        creation.ensure_data(self._home, place)
        if not self._is_taken_over(place):
            if place.notice:
                sys.stderr.write(f"{place.notice}\n")
            _configure(place)
            self._temporary.touch()
            _launch(place)
        creation.ensure_database(self._home, place.socket)

    def _is_taken_over(self, place: Place) -> bool:
        """Wait for a server that is on its way up or down; one whose socket was swept away is restarted."""
        while (server := postmaster.find(place.data)) is not None:
            if server.is_ready:
                if (server.socket / postmaster.SOCKET_NAME).exists() and server.socket == place.socket:
                    return True
                self._lay_down()
            time.sleep(0.05)
        return False

    def _lay_down(self) -> None:
        place = self._settled()
        self._temporary.unlink(missing_ok=True)
        for mode, seconds in (("fast", STOP_SECONDS), ("immediate", STOP_NOW_SECONDS)):
            server = postmaster.find(place.data)
            if server is None:
                return
            _pg_ctl(place, "stop", "-m", mode, "-w", "-t", str(seconds))
        server = postmaster.find(place.data)
        if server is not None:
            raise NotStopped(pid=server.pid, seconds=STOP_SECONDS + STOP_NOW_SECONDS)


def _configure(place: Place) -> None:
    text = conf.settings(socket=place.socket, log=place.log, memory=conf.memory(), cores=conf.cores())
    for name, content in (("postgresql.conf", text), ("pg_hba.conf", conf.RULES)):
        path = place.data / name
        if path.read_text(encoding="utf-8") != content:
            try:
                write_whole(path, content)
            except OSError as error:
                raise DiskFull(folder=place.base) from error
            place.account.give(path)


def _launch(place: Place) -> None:
    """
    Start the server and wait until it answers.

    Children of a killed server need a moment to notice; as long as only they are in the way, it is tried
    again.
    """
    patience = time.monotonic() + REMAINS_SECONDS
    while True:
        postmaster.drop_stale(place.data, place.socket)
        before = _sizes(place)
        log = place.log / "start.log"
        with _word_of_patience():
            result = _pg_ctl(place, "start", "-s", "-w", "-t", str(START_SECONDS), "-l", str(log))
        if result.returncode == 0:
            return
        said = _said_since(place, before) or result.stdout
        if not any(sign in said for sign in REMAINS) or time.monotonic() > patience:
            raise _fault(place, said)
        time.sleep(0.3)


@contextmanager
def _word_of_patience() -> Iterator[None]:
    sentence = "PostgreSQL is still starting: after a crash it replays what it had logged.\n"
    timer = Timer(QUIET_SECONDS, sys.stderr.write, [sentence])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _pg_ctl(place: Place, verb: str, *options: str) -> CompletedProcess[str]:
    return place.account.run([place.binaries.program("pg_ctl"), verb, "-D", place.data, *options])


def _sizes(place: Place) -> dict[Path, int]:
    return {path: path.stat().st_size for path in place.log.iterdir()}


def _said_since(place: Place, before: dict[Path, int]) -> str:
    """What the server wrote into its logs since their sizes were taken."""
    said = []
    for path in sorted(place.log.iterdir()):
        with path.open("rb") as file:
            file.seek(before.get(path, 0))
            said.append(file.read().decode(errors="replace"))
    return "".join(said)


def _fault(place: Place, said: str) -> DiskFull | NotStarted:
    # A full disk often has no room left for the complaint. The log of writes may lie on a disk of its own.
    room = {folder: shutil.disk_usage(folder).free for folder in (place.base, (place.data / "pg_wal").resolve())}
    fullest = min(room, key=room.__getitem__)
    if creation.NO_SPACE in said or room[fullest] < LEAST_ROOM:
        return DiskFull(folder=fullest)
    lines = said.splitlines()
    serious = [line for line in lines if "PANIC:" in line or "FATAL:" in line]
    # The first complaint is the cause; what follows are its effects.
    reason = (serious or lines or ["no reason given"])[0].rpartition("] ")[2].partition(":  ")[2]
    return NotStarted(reason=reason or "it gave no reason", log=place.log)
