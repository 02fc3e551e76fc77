"""Which backups stay as time passes."""

from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from regulars.config.archive import keep

TODAY = date(2026, 11, 21)
MOMENTS = st.lists(st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 21, 23)), max_size=60)  # noqa: DTZ001


def nightly(until: date, nights: int) -> list[datetime]:
    midnight = datetime(until.year, until.month, until.day)  # noqa: DTZ001 (UTC by our own naming)
    return [midnight - timedelta(days=back) for back in range(nights)]


def test_of_nightly_backups_a_week_a_month_and_a_year_remain() -> None:
    kept = sorted(keep.to_keep(nightly(TODAY, 800), TODAY))

    assert len([made_at for made_at in kept if (TODAY - made_at.date()).days < 7]) == 7
    assert len(kept) == 7 + 2 + 11
    assert kept[0].date() == date(2025, 12, 31)


@given(MOMENTS)
def test_the_newest_is_never_removed(moments: list[datetime]) -> None:
    kept = keep.to_keep(moments, TODAY)

    assert not moments or max(moments) in kept
    assert len(kept) <= keep.DAYS + keep.WEEKS + keep.MONTHS


@given(MOMENTS)
def test_pruning_twice_is_pruning_once(moments: list[datetime]) -> None:
    kept = keep.to_keep(moments, TODAY)

    assert keep.to_keep(kept, TODAY) == kept


@given(st.sets(st.integers(0, 400), max_size=80))
def test_pruning_every_night_keeps_what_pruning_at_the_end_would(nights: set[int]) -> None:
    moments = sorted(made_at for index, made_at in enumerate(nightly(TODAY, 401)) if index in nights)
    held: set[datetime] = set()
    for made_at in moments:
        held = keep.to_keep(held | {made_at}, made_at.date())

    assert keep.to_keep(held, TODAY) == keep.to_keep(moments, TODAY)


def test_files_of_others_are_not_touched(tmp_path: Path) -> None:
    for made_at in nightly(TODAY, 30):
        (tmp_path / keep.name(made_at)).touch()
    for name in ("regulars-copy.age", "notes.txt", "regulars-20260230-000000.age"):
        (tmp_path / name).touch()

    removed = keep.prune(tmp_path, TODAY)

    assert len(removed) == 30 - 7 - 3
    assert (tmp_path / "regulars-copy.age").exists()
    assert (tmp_path / "notes.txt").exists()
    assert (tmp_path / "regulars-20260230-000000.age").exists()
