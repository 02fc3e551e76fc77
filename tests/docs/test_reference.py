"""The reference says what the code does."""

from pathlib import Path

import pytest

from scripts import reference

WRITTEN = sorted(reference.pages())


@pytest.mark.parametrize("name", WRITTEN)
def test_a_reference_page_is_what_the_code_says(name):
    page = Path(reference.REFERENCE / name)

    assert page.read_text(encoding="utf-8") == reference.pages()[name], "Run `make docs`."
