"""The folder that holds all state of one installation, so that several live side by side."""

import os
import secrets
from pathlib import Path

from regulars.base.kit.refusal import Refusal
from regulars.config.locks import exclusive

FOLDERS = ("secrets", "lake", "imports", "exports", "backups", "run", "logs")
SECRET_BYTES = 32


class HomeNotUsable(Refusal):
    message = "The folder %(path)s cannot be used: %(reason)s. Set REGULARS_HOME to another one."


class Home:
    """
    `REGULARS_HOME`, by default `~/.regulars`.

    As root the folder itself may be passed through by others, because PostgreSQL runs as a user of its own
    below it; every folder inside is closed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()

    @classmethod
    def here(cls) -> "Home":
        """The home that the environment names."""
        return cls(Path(os.environ.get("REGULARS_HOME") or "~/.regulars"))

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def lake(self) -> Path:
        return self.path / "lake"

    @property
    def imports(self) -> Path:
        return self.path / "imports"

    @property
    def exports(self) -> Path:
        return self.path / "exports"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    def prepare(self) -> "Home":
        """
        Make what is missing; what exists keeps its rights.

        :raises HomeNotUsable: if it cannot be made or written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, exist_ok=True)
            for name in FOLDERS:
                (self.path / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise HomeNotUsable(path=self.path, reason=error.strerror) from error
        for name in FOLDERS:
            if not os.access(self.path / name, os.R_OK | os.W_OK | os.X_OK):
                raise HomeNotUsable(path=self.path / name, reason="it belongs to another user")
        return self

    def secret(self, name: str) -> str:
        """The secret of that name, drawn the first time it is asked for."""
        self.prepare()
        path = self.secrets / name
        with exclusive(self.run / "secrets.lock"):
            if not path.exists():
                write_whole(path, secrets.token_urlsafe(SECRET_BYTES) + "\n")
            return path.read_text().strip()


def secret(path: Path, name: str) -> str:
    """The secret of that name in the home at `path`."""
    return Home(path).secret(name)


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Write a file so that a reader, or a start after a crash, sees all of it or none."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
