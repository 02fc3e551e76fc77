"""Which kind of field a column looks like."""

import pytest

from regulars.profile import guess
from regulars.profile.kinds import FieldKind


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["41", "38,5", ""], FieldKind.NUMBER),
        (["1", "0", "1"], FieldKind.NUMBER),
        (["yes", "no", "Yes"], FieldKind.FLAG),
        (["2026-03-01", "2026/3/2"], FieldKind.DATE),
        (["2026年3月1日"], FieldKind.DATE),
        (["£4.50", "12 GBP"], FieldKind.MONEY),
        (["https://teahouse.example", "www.teahouse.example/li"], FieldKind.LINK),
        (["01234", "20095"], FieldKind.TEXT),
        (["5012345678900"], FieldKind.TEXT),
        (["41", "large"], FieldKind.TEXT),
        (["", " "], FieldKind.TEXT),
        (["tea"], FieldKind.TEXT),
    ],
)
def test_a_column_looks_like_the_narrowest_kind_that_all_cells_fit(cells: list[str], kind: FieldKind):
    assert guess.kind(cells) == kind
