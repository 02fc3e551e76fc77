"""A full disk stops an export with one sentence; when there is room again, the lake comes to be exact."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from regulars.base.kit.disk import NoRoomLeft
from regulars.base.lake.delta import Lake
from regulars.base.lake.export import Exported
from tests import disk
from tests.base.lake.test_kills import BOTH, agree, in_database, seen, trade

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk.small(tmp_path / "small", 16) as folder:
        yield folder


@pytest.mark.parametrize("full", ["LAKE", "HOME"])
def test_an_export_without_room_loses_nothing(
    lake: Lake, exported: Callable[[], Exported], settings, small_disk: Path, teahouse, li, full: str
) -> None:
    setattr(settings, full, str(small_disk))
    for turn in range(2):
        trade(teahouse, li.id, turn)
        exported()
    for turn in range(2, 4):
        trade(teahouse, li.id, turn)
        with disk.filled(small_disk), pytest.raises(NoRoomLeft, match=f"no room left on the disk at {small_disk}"):
            exported()
        assert seen(BOTH) == [{"orders": in_database(), "lines": in_database()}]

    exported()

    agree(Lake.here(), events=4)
