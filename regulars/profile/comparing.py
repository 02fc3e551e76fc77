"""Read the people of a circle as a table in which they can be compared."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from regulars.base.kit import query
from regulars.base.workspace.models import Circle
from regulars.commerce.kinds import Supported

if TYPE_CHECKING:
    import pyarrow as pa

SQL = (Path(__file__).parent / "comparing.sql").read_text(encoding="utf-8")
TEXTS = (
    "name", "given", "family", "company", "street", "city", "postcode", "birth", "emails", "phones", "documents",
    "number", "store",
)  # fmt: skip
DOCUMENTS = (
    "socsecid ssn ssnnumber socialsecuritynumber socialsecurity nationalid nationalidnumber idnumber identitynumber"
    " identitycard idcard passport passportnumber passportno driverslicense driverslicensenumber drivinglicence"
    " taxid taxnumber taxidnumber vatid vatnumber taxfilenumber nino nationalinsurancenumber personalnumber"
    " 身份证 身份证号 身份证号码 身分證 身分證字號 护照号 護照號碼 统一社会信用代码 統一編號"
)
"""Headings of what a state gives to one person (or company) only, as `headings.key` writes them."""


def people(circle: Circle) -> "pa.Table":
    """The columns that `identity.duplicates.features` wants; nobody of whom nothing is known that could be compared."""
    import pyarrow as pa
    from pyarrow import csv

    values = {"circle": circle.id, "identifier": Supported.IDENTIFIER.value, "documents": DOCUMENTS.split()}
    statement = query.filled(f"copy ({SQL}) to stdout (format csv, header)", values)
    with tempfile.TemporaryFile() as spool:
        with connection.cursor() as cursor, cursor.copy(statement) as copied:
            for block in copied:
                spool.write(block)
        spool.seek(0)
        types = {"id": pa.int64()} | dict.fromkeys(TEXTS, pa.string())
        return csv.read_csv(
            spool,
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
            ),
        )
