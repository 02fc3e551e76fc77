"""Real clusters in homes of their own, stopped whatever a test does."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from regulars.config.postgres.cluster import Cluster
from tests import disk

MakeCluster = Callable[..., Cluster]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-test-", dir=disk.memory()))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def clear_away(cluster: Cluster) -> None:
    """Some tests put data and sockets outside the home."""
    cluster.stop()
    for path in (cluster.place.base, cluster.place.socket):
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def seed() -> Iterator[Path]:
    """A home whose cluster was created once, since that is most of the time of a first start."""
    folder = Path(tempfile.mkdtemp(prefix="regulars-seed-", dir=disk.memory()))
    folder.chmod(0o755)
    with Cluster(folder / "home").running():
        pass
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.fixture
def make_cluster(open_folder: Path, seed: Path) -> Iterator[MakeCluster]:
    """A cluster in a home of its own; an empty one where the test names the home or the version."""
    with ExitStack() as at_the_end:

        def make(home: Path | None = None, *, major: int | None = None) -> Cluster:
            if home is None and major is None and not (open_folder / "home").exists():
                subprocess.run(["cp", "-a", seed, open_folder / "home"], check=True)
                (open_folder / "home" / "postgres" / "place.json").unlink()
            cluster = Cluster(home or open_folder / "home", major or 18)
            at_the_end.callback(clear_away, cluster)
            return cluster

        yield make
