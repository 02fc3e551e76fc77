"""The rejected rows of an import as a file to download and mend."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from regulars.base.kit import text
from regulars.collect.models import Import

BATCH = 2_000


def as_csv(import_: Import, *, with_values: bool) -> Iterator[str]:
    """
    The rejected rows in the order of the file, a piece of CSV at a time, safe to open in a spreadsheet.

    :param with_values: whether the reader sees contact details, which any cell may hold.
    """
    yield "\ufeff" + _lines([[_("Line"), _("Column"), _("Value"), _("Reason")]])
    batch: list[list[str]] = []
    for row in import_.rejected_rows.order_by("line", "id").iterator(chunk_size=BATCH):
        value = text.guarded(row.value) if with_values else ""
        batch.append([str(row.line), text.guarded(row.column), value, row.get_reason_display()])
        if len(batch) == BATCH:
            yield _lines(batch)
            batch = []
    if batch:
        yield _lines(batch)


def _lines(rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()
