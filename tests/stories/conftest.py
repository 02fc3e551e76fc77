"""An installation of its own for each module of stories, spoken to as a merchant does: by command."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from regulars.config.postgres.cluster import Cluster
from tests import disk


@dataclass(frozen=True)
class Installation:
    home: Path
    environment: dict[str, str]

    def begin(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "regulars", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> tuple[int, str, str]:
        process = self.begin(*words)
        out, complaint = process.communicate(timeout=500)
        return process.returncode, out, complaint

    def told(self, *words: str) -> dict[str, Any]:
        """What a command says with `--json`."""
        code, out, complaint = self.run(*words, "--json")
        assert code == 0, complaint
        return json.loads(out)


@pytest.fixture(scope="module")
def shop() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="regulars-story-", dir=disk.memory()) as folder:
        home = Path(folder)
        home.chmod(0o711)
        with Cluster(home).running() as cluster:
            environment = {**os.environ, "REGULARS_HOME": str(home), "DATABASE_URL": cluster.url}
            yield Installation(home, environment)


@pytest.fixture
def orders(tmp_path: Path) -> Callable[..., Path]:
    """A file of order lines: `orders("name.csv", rows)`, each row number, day, buyer, item, quantity, price."""

    def write(name: str, rows: list[tuple[Any, ...]]) -> Path:
        path = tmp_path / name
        lines = ["Order,Date,Email,SKU,Quantity,Price", *(",".join(map(str, row)) for row in rows)]
        path.write_text("\n".join(lines) + "\n")
        return path

    return write
