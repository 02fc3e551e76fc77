"""A lake that lies elsewhere is in no backup, and both commands say so."""

import pytest

from regulars.config.archive import lake
from regulars.config.home import Home

BUCKET = "s3://teahouse/lake"


def test_the_lake_of_the_home_needs_no_word(tmp_path, monkeypatch):
    monkeypatch.delenv("REGULARS_LAKE", raising=False)

    assert (lake.left_out(Home(tmp_path)), lake.not_restored(Home(tmp_path))) == ([], [])


@pytest.mark.parametrize("where", [BUCKET, "/mnt/lake"])
def test_a_lake_elsewhere_is_named(tmp_path, monkeypatch, where):
    monkeypatch.setenv("REGULARS_LAKE", where)

    [left_out], [not_restored] = lake.left_out(Home(tmp_path)), lake.not_restored(Home(tmp_path))

    assert left_out.startswith(f"The lake lies at {where} and is not in the file")
    assert not_restored.startswith(f"The lake at {where} was not part of it. Run `regulars lake export`")
