"""Homes whose clusters are created once and copied."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from regulars.config.home import Home
from regulars.config.postgres.cluster import Cluster
from tests import disk


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="regulars-test-", dir=disk.memory()))
    path.chmod(0o755)
    with Cluster(path / "seed").running():
        pass
    yield path
    shutil.rmtree(path)


@pytest.fixture
def make_home(folder: Path) -> Iterator[Callable[[str], Home]]:
    made: list[Path] = []

    def make(name: str) -> Home:
        made.append(folder / name)
        subprocess.run(["cp", "-a", folder / "seed", made[-1]], check=True)
        (made[-1] / "postgres" / "place.json").unlink()
        return Home(made[-1])

    yield make
    for path in made:
        Cluster(path).stop()
        shutil.rmtree(path)
