"""Read the people of a circle as a table in which they can be compared."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction

from regulars.base.kit import query
from regulars.base.workspace.models import Circle
from regulars.commerce.kinds import Supported

if TYPE_CHECKING:
    import pyarrow as pa

SQL = (Path(__file__).parent / "comparing.sql").read_text(encoding="utf-8")
REMEMBER = """
    insert into identity_compared (id, circle_id, looks)
    select l.id, %(circle)s, l.looks from unnest(%(ids)s::bigint[], %(looks)s::bigint[]) as l (id, looks)
    where exists (select from identity_person p where p.id = l.id)
    on conflict (id) do update set looks = excluded.looks
"""
FORGET = """
    delete from identity_compared c where c.circle_id = %(circle)s
      and not exists (select from identity_person p where p.id = c.id)
"""
AT_ONCE = 50_000
TEXTS = (
    "name", "given", "family", "company", "street", "city", "postcode", "birth", "emails", "phones", "documents",
    "number", "store",
)  # fmt: skip
DOCUMENTS = (
    "socsecid ssn ssnnumber socialsecuritynumber socialsecurity nationalid nationalidnumber idnumber identitynumber"
    " identitycard idcard passport passportnumber passportno driverslicense driverslicensenumber drivinglicence"
    " taxid taxnumber taxidnumber vatid vatnumber taxfilenumber nino nationalinsurancenumber personalnumber"
    " socsecno socialsecurityno nationalinsuranceno idno identityno tfn nric hkid dni nie curp cpf pesel aadhaar"
    " 身份证 身份证号 身份证号码 身分證 身分證字號 身分證號 公民身份号码 证件号码 證件號碼"
    " 护照号 護照號碼 统一社会信用代码 統一編號"
)
"""Headings of what a state gives to one person (or company) only, as `headings.key` writes them."""


def people(circle: Circle) -> "pa.Table":
    """
    The columns that `identity.duplicates.features` wants; nobody of whom nothing is known that could be compared.

    `looks` is a number for all that is known of somebody; `is_new` says that it was another at the last comparison.
    """
    import pyarrow as pa
    from pyarrow import csv

    values = {"circle": circle.id, "identifier": Supported.IDENTIFIER.value, "documents": DOCUMENTS.split()}
    statement = query.filled(f"copy ({SQL}) to stdout (format csv, header)", values)
    with tempfile.TemporaryFile() as spool:
        with connection.cursor() as cursor, cursor.copy(statement) as copied:
            for block in copied:
                spool.write(block)
        spool.seek(0)
        types = {"id": pa.int64(), "looks": pa.int64(), "is_new": pa.bool_()} | dict.fromkeys(TEXTS, pa.string())
        return csv.read_csv(
            spool,
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=types,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                true_values=["t"],
                false_values=["f"],
            ),
        )


@transaction.atomic
def remember(circle: Circle, people: "pa.Table") -> None:
    """These have been compared as they are in the table."""
    for batch in people.select(["id", "looks"]).to_batches(max_chunksize=AT_ONCE):
        ids, looks = (column.to_pylist() for column in batch.columns)
        query.run(REMEMBER, circle=circle.id, ids=ids, looks=looks)
    query.run(FORGET, circle=circle.id)
