"""The folder that holds all state."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from regulars.config import home
from regulars.config.home import Home, HomeNotUsable


def test_a_secret_is_drawn_once_and_only_ours_to_read(tmp_path: Path) -> None:
    place = Home(tmp_path / "home")

    first = place.secret("secret_key")

    assert place.secret("secret_key") == first
    assert home.secret(tmp_path / "home", "other") != first
    assert stat.S_IMODE((place.secrets / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(place.secrets.stat().st_mode) == 0o700


def test_many_who_ask_at_once_get_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        drawn = set(pool.map(lambda _: Home(tmp_path / "home").secret("shared"), range(32)))

    assert len(drawn) == 1


def test_the_environment_names_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGULARS_HOME", str(tmp_path / "theirs"))

    assert Home.here().path == tmp_path / "theirs"


def test_a_file_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")

    with pytest.raises(HomeNotUsable, match="cannot be used"):
        Home(tmp_path / "home").prepare()
