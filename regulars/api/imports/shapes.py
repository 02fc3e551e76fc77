"""An import as the API shows it, and what is said about a file when it is handed in."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, Field, Json, StringConstraints

from regulars.api.asked import Asked
from regulars.api.fields import ImportId, OperationId, StoreId, Text
from regulars.api.listing import Listed, Window
from regulars.collect.kinds import DateOrder, DecimalMark, Kind, State
from regulars.collect.uploads import safe_name

Columns = Annotated[dict[Text, Text], Field(max_length=500)]


class Upload(Asked):
    """What is known of a file before it is opened."""

    kind: Kind = Field(description="What the file is about.")
    store: StoreId = Field(description="The store that it belongs to.")
    file_name: Annotated[str, StringConstraints(max_length=255), AfterValidator(safe_name)] = Field(
        "", description="What to call the file; a form's part brings its own name."
    )
    timezone: Text | None = Field(None, description="For times without a zone; else the store's.")
    currency: Annotated[str, StringConstraints(pattern="^[A-Za-z]{3}$")] | None = Field(
        None, description="For amounts without a currency; else the store's."
    )
    preset: Text | None = Field(None, description="Such as `shopify-orders`; else it is recognized.")
    columns: Json[Columns] | None = Field(
        None, description='A JSON object: what a column means, and its heading, as `{"order_number": "Beleg"}`.'
    )
    dates: DateOrder | None = Field(None, description="How ambiguous dates are meant.")
    decimal: DecimalMark | None = Field(None, description="How ambiguous numbers are meant.")
    encoding: Text | None = Field(None, description="The encoding, where it cannot be told.")


class Answer(Schema):
    """What is said about a refused file, so that it can be tried again."""

    dates: DateOrder | None = None
    decimal: DecimalMark | None = None
    encoding: Text | None = None
    columns: Columns = Field({}, description="What a column means, and its heading.")


class Trouble(Schema):
    """Why a file was refused; `question` names the answer that would let it in."""

    code: str
    detail: str
    question: Literal["dates", "decimal", "encoding", "columns"] | None


class Import(Schema):
    """One file on its way into a store. Watch `state` until it is done, refused, cancelled or undone."""

    id: ImportId
    store_id: StoreId
    kind: Kind
    file_name: str
    size: int
    sha256: str
    timezone: str
    currency: str
    preset: str = Field(description="Empty until the file was read.")
    state: State
    rows_done: int
    rows_total: int | None
    progress: float | None = Field(description="How much of the file is read, from 0 to 1.")
    totals: dict[str, Any] = Field(description="Control totals: rows read = accepted + rejected, and the money.")
    understood: dict[str, Any] = Field(description="How the file was read: encoding, columns, dates.")
    merged: dict[str, Any] | None = Field(description="What merging brought; null before it began.")
    problem: Trouble | None
    operation_id: OperationId | None = Field(description="The operation that undoing puts back.")
    registered_at: datetime
    staged_at: datetime | None
    finished_at: datetime | None
    undone_at: datetime | None


class Imports(Listed):
    """A page of imports, the newest first."""

    items: list[Import]


class ImportsWindow(Window):
    store: StoreId | None = Field(None, description="Only imports into this store.")
    kind: Kind | None = None
    state: State | None = None


class RejectedRow(Schema):
    """A row that an import would not take over."""

    line: int
    column: str
    value: str | None = Field(description="What stood there; only with `people:export`, since it may be an address.")
    reason: str


class Rehearsal(Schema):
    """What an import of the file would find; nothing was kept."""

    totals: dict[str, Any]
    understood: dict[str, Any]
    rejected: list[RejectedRow] = Field(description="The first rejected rows.")
