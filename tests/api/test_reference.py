"""The reference page says what the API does now."""

from pathlib import Path

from regulars.api import reference
from regulars.api.application import api

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "api.md"


def test_the_reference_page_is_current():
    written = reference.page(api.get_openapi_schema(path_prefix="/api/v1/"))

    assert PAGE.read_text(encoding="utf-8").endswith(written), "run `make docs`"
