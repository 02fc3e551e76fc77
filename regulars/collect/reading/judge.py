"""Type a batch of text rows, reckon it by the statement of its kind, and part what stands from what does not."""

from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.base.kit import money
from regulars.collect.kinds import DecimalMark, Kind, Reason
from regulars.collect.reading import cells, contacts, dates, linekinds, places, presets, typed
from regulars.collect.reading.columns import DATES
from regulars.collect.reading.packed import ITEM
from regulars.collect.reading.plan import Plan, Terms
from regulars.collect.reading.shapes import COLUMNS
from regulars.collect.reading.spool import GROUP, NUMERIC, Rejected, Spool

if TYPE_CHECKING:
    import duckdb
    import pyarrow

LISTS = frozenset({"discount_codes", "order_tags", "tags"})
FLAGS = frozenset({"accepts_marketing", "accepts_email", "accepts_sms", "is_active"})
GUESTS = ("0", "guest", "游客", "訪客")
CANCELLED = (
    r"cancell?ed|failed|void(ed)?|expired|trash|(checkout-|auto-)?draft|deleted|pending payment|unpaid|已取消|取消"
    r"|交易关闭|交易關閉|已关闭|已關閉|支付失败|付款失敗|已作废|作廢|待付款|未付款"
)
VOIDED = r"void(ed)?|expired|cancell?ed"
RETURNS = r"returns?|refund(ed)?|credit( ?note| ?memo)?|rma|退货|退款|退貨|退货退款|退貨退款"
WORDS = (
    "handle",
    "variant",
    "house",
    "street2",
    "placed_time",
    "order_state",
    "order_type",
    "given_name",
    "family_name",
    "title",
    "name",
)
NOT_FILLED = ("line_no", "order_kind", "line_kind", "extra")
PRODUCT_OWN = ("sku", "variant", "price", "cost")
"""What stands on every row of a product; the rest stands on its first row only."""
EXACT = ("quantity", "unit_price", "line_total", "line_subtotal")
LEAST_SHARE_OF_C = 0.9
TYPES = {"numeric": "decimal(20, 6)", "text": "varchar", "text[]": "varchar[]", "jsonb": "varchar"}
"""What the types of the staging tables are called in the engine, where that is something else."""


class Judge:
    """Knows the plan and readings of a file, and passes judgment on its rows."""

    def __init__(
        self, plan: Plan, terms: Terms, spool: Spool, engine: "duckdb.DuckDBPyConnection",
        readings: dict[str, dates.Reading], marks: dict[str, DecimalMark], names: list[str],
    ) -> None:  # fmt: skip
        import pyarrow as pa

        self.plan, self.terms, self._engine = plan, terms, engine
        self._readings, self._marks, self._names = readings, marks, names
        self.clock = typed.Clock(terms.timezone, dates.latest(terms.now))
        self.passed_over = 0
        self.unusable_emails = 0
        self.unusable_birthdays = 0
        self._timed = {"placed_at"} if "placed_time" in plan.columns else set()
        self._is_woo = plan.preset.startswith("woocommerce")
        self._statement = _statement(plan, terms.kind, spool, self._is_woo)
        self._wanted = _wanted(terms.kind)
        codes = pa.table({"code": sorted(money.currencies())})
        engine.register("currencies", codes)

    def judged(self, batch: "pyarrow.Table") -> "pyarrow.Table":
        """The rows with all staging columns, their money, and a problem where there is one."""
        rows = self._typed(self._with_items(batch))
        if self.plan.fills_down:
            self._engine.register("given", rows)
            rows = self._engine.sql(_filling(self.terms.kind, rows.schema.names)).to_arrow_table()
        rows = self._with_currency(rows)
        self._engine.register("given", rows)
        self._engine.execute(_view(self._wanted, rows.schema.names))
        reckoned = _in_order(self._engine.sql(self._statement).to_arrow_table())
        for name, _ in COLUMNS[self.terms.kind]:
            if name not in reckoned.schema.names and name in rows.schema.names:
                reckoned = reckoned.append_column(name, rows.column(name))
        return reckoned

    def accepted(self, rows: "pyarrow.Table", schema: "pyarrow.Schema") -> "pyarrow.RecordBatch":
        """The rows without a problem, in the shape of staging; what the file has no column for is NULL."""
        import pyarrow as pa
        import pyarrow.compute as pc

        stands = rows.column("problem").is_null()
        kept = rows if pc.all(stands).as_py() else rows.filter(stands)
        columns = [
            cells.whole(kept.column(field.name)).cast(field.type)
            if field.name in kept.schema.names
            else pa.nulls(len(kept), field.type)
            for field in schema
        ]
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    def rejected(self, rows: "pyarrow.Table") -> list[Rejected]:
        """The rows with a problem."""
        bad = rows.filter(rows.column("problem").is_valid()).select(["line_no", "problem"]).to_pylist()
        return [
            Rejected(row["line_no"], self.plan.heading(role, self._names), (value or "")[:200], Reason(reason))
            for row in bad
            for role, reason, value in [row["problem"]]
        ]

    def _with_items(self, batch: "pyarrow.Table") -> "pyarrow.Table":
        """Without the rows that only go on with a group and hold no item of their own, such as further pictures."""
        import pyarrow.compute as pc

        if not self.plan.fills_down:
            return batch
        own = ITEM if self.terms.kind is Kind.ORDERS else (*PRODUCT_OWN, "title")
        present = [batch.column(role) for role in own if role in batch.schema.names]
        holds = pc.is_valid(pc.coalesce(*present)) if present else None
        kept = batch.filter(holds) if holds is not None else batch
        self.passed_over += len(batch) - len(kept)
        return kept

    def _typed(self, batch: "pyarrow.Table") -> "pyarrow.Table":
        import numpy as np
        import pyarrow as pa

        texts = {name: cells.whole(batch.column(name)) for name in batch.schema.names}
        columns: dict[str, pa.Array] = {role: text for role, text in texts.items() if role in self._wanted}
        columns |= {role: pa.repeat(word, len(batch)) for role, word in self.plan.said.items()}
        columns |= self._dates(texts) | self._numbers(texts)
        self._tidy_person(columns)
        for role in LISTS & columns.keys():
            columns[role] = cells.listed(columns[role])
        for role in FLAGS & columns.keys():
            columns[role] = cells.flagged(columns[role])
        return pa.table(columns | {"i": pa.array(np.arange(len(batch))), "line_no": texts["line"]})

    def _with_currency(self, rows: "pyarrow.Table") -> "pyarrow.Table":
        """The store's currency where a row, or the first row of its order, names none."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if "currency" not in self._wanted:
            return rows
        place = rows.schema.get_field_index("currency")
        if place < 0:
            return rows.append_column("currency", pa.repeat(self.terms.currency, len(rows)))
        codes = cells.mapped(rows.column("currency"), contacts.currency)
        return rows.set_column(place, "currency", pc.fill_null(codes, self.terms.currency))

    def _dates(self, texts: "dict[str, pyarrow.Array]") -> "dict[str, pyarrow.Array]":
        columns: dict[str, pyarrow.Array] = {}
        for role, reading in self._readings.items():
            text = cells.joined(texts[role], texts["placed_time"], " ") if role in self._timed else texts[role]
            zone = "UTC" if self.plan.is_utc or self._is_gmt(role) else None
            earliest = typed.EARLIEST_BIRTH if role == "born_on" else 0
            latest = typed.LATEST_END if role == "expires_on" else None
            found = typed.moments(self._engine, text, reading, self.clock, zone=zone, earliest=earliest, latest=latest)
            columns |= {role: found.on if role.endswith("_on") else found.at, **_reasons(role, found.reason, text)}
            if role == "born_on":
                self.unusable_birthdays += len(found.reason) - found.reason.null_count
            if role == "placed_at":
                columns["placed_on"] = found.on
        return columns

    def _is_gmt(self, role: str) -> bool:
        return self._is_woo and "gmt" in self.plan.heading(role, self._names)

    def _numbers(self, texts: "dict[str, pyarrow.Array]") -> "dict[str, pyarrow.Array]":
        import pyarrow.compute as pc

        columns: dict[str, pyarrow.Array] = {}
        exact: dict[str, pyarrow.Array] = {}
        rounded: list[pyarrow.Array] = []
        for role in sorted(NUMERIC & texts.keys()):
            found = typed.amounts(self._engine, texts[role], self._marks[role])
            columns |= {role: found.value, f"{role}_text": texts[role], **_reasons(role, found.reason, texts[role])}
            if role in EXACT:
                exact[f"{role}_exact"] = found.exact
            if role in EXACT and found.is_rounded:
                differs = pc.not_equal(found.exact, found.value.cast(found.exact.type))
                rounded.append(pc.fill_null(differs, False))
        return columns | exact | {"is_rounded": reduce(pc.or_, rounded)} if rounded else columns

    def _tidy_person(self, columns: "dict[str, pyarrow.Array]") -> None:
        import pyarrow.compute as pc

        if "email" in columns:
            unknown = columns["email"].null_count
            columns["email"] = cells.distinctly(columns["email"], contacts.emails)
            self.unusable_emails += columns["email"].null_count - unknown
        if "user_id" in columns:
            guests = GUESTS if self._is_woo else GUESTS[1:]
            columns["user_id"] = cells.distinctly(columns["user_id"], lambda ids: _named(ids, guests))
        if "country" in columns:
            columns["country"] = cells.mapped(columns["country"], places.country)
        if "phone" in columns:
            columns["phone"] = contacts.phones(columns["phone"], columns.get("country"))
        _join(columns, "house", "street", " ")
        if "house" in columns:
            columns["street"] = columns.pop("house")
        _join(columns, "street", "street2", ", ")
        if self.terms.kind is Kind.ORDERS:
            _join(columns, "given_name", "family_name", " ")
            if "given_name" in columns:
                named = [columns[role] for role in ("name", "given_name") if role in columns]
                columns["name"] = pc.coalesce(*named)
            _join(columns, "title", "variant", " - ")


def _wanted(kind: Kind) -> dict[str, str]:
    """What the statement of a kind reads of a row, and the types it has in the engine."""
    wanted = {
        name: TYPES.get(type_, type_) for name, type_ in COLUMNS[kind][1:] if name not in {"order_kind", "line_kind"}
    }
    wanted |= {word: "varchar" for word in WORDS if word not in wanted} | {"is_rounded": "boolean"}
    wanted |= {role: "date" if role.endswith("_on") else "timestamptz" for role in DATES}
    for role in NUMERIC:
        wanted |= {role: TYPES["numeric"], f"{role}_exact": "decimal(38, 18)"}
    return wanted | {f"{role}_{part}": "varchar" for role in DATES | NUMERIC for part in ("reason", "text")}


def _view(wanted: dict[str, str], given: Sequence[str]) -> str:
    """The SQL of `typed`: the rows as given, and NULL for what the file has no column for."""
    absent = (f"null::{type_} as {name}" for name, type_ in wanted.items() if name not in given)
    return f"create or replace temp view typed as select {', '.join(['*', *absent])} from given"


def _in_order(rows: "pyarrow.Table") -> "pyarrow.Table":
    """The rows as they stood in the file, if they have come out otherwise."""
    import numpy as np

    if "i" not in rows.schema.names:
        return rows
    places = rows.column("i").to_numpy()
    return rows if np.all(places[1:] > places[:-1]) else rows.take(np.argsort(places))


def _reasons(role: str, reason: "pyarrow.Array", text: "pyarrow.Array") -> "dict[str, pyarrow.Array]":
    if reason.null_count == len(reason):
        return {}
    return {f"{role}_reason": reason, f"{role}_text": text}


def _join(columns: "dict[str, pyarrow.Array]", role: str, other: str, by: str) -> None:
    """Append another column to that of a role, where there is one."""
    if other in columns:
        columns[role] = cells.joined(columns[role], columns[other], by) if role in columns else columns[other]


def _named(ids: "pyarrow.Array", guests: Sequence[str]) -> "pyarrow.Array":
    """Customer ids without the decimals that spreadsheets give them, NULL where they mean no customer."""
    import pyarrow as pa
    import pyarrow.compute as pc

    bare = pc.replace_substring_regex(ids, r"^(\d+)\.0$", r"\1")
    return pc.if_else(pc.is_in(pc.utf8_lower(bare), pa.array(guests)), pa.scalar(None, pa.string()), bare)


def _filling(kind: Kind, names: Sequence[str]) -> str:
    """The SQL that gives every row of an order (or product) what stands on its first row only."""
    key = GROUP[kind] if GROUP[kind] in names else "null"
    own = {*(ITEM if kind is Kind.ORDERS else PRODUCT_OWN), *NOT_FILLED, key}
    roles = [name for name, _ in COLUMNS[kind] if name not in own]
    roles += ["order_state", "order_type"] if kind is Kind.ORDERS else []
    first = f"first_value(%s ignore nulls) over (partition by {key} order by i rows unbounded preceding)"
    filled = ", ".join(f"coalesce({role}, {first % role}) as {role}" for role in roles if role in names)
    return f"select * {f'replace ({filled})' if filled else ''} from given order by i"


def _statement(plan: Plan, kind: Kind, spool: Spool, is_woo: bool) -> str:
    """The SQL of a kind, with the words filled in that depend on the file."""
    checked = [
        role
        for role in (*sorted(NUMERIC), "cancelled_at", "created_at", "from_on", "opened_at", "as_of")
        if role in plan.columns or plan.is_packed
    ]
    reasons = " ".join(
        f"when {role}_reason is not null then ['{role}', {role}_reason, {role}_text]"
        for role in checked
        if kind is not Kind.ORDERS or role != "quantity"
    )
    source = (Path(__file__).parent / f"{kind.value}.sql").read_text(encoding="utf-8")
    return _worded(
        source,
        reasons=reasons,
        agrees_when_timed=str(plan.agrees_when_timed).lower(),
        counts_items=str("quantity" in plan.columns or plan.is_packed).lower(),
        is_packed=str(plan.is_packed).lower(),
        from_program=presets.PROGRAMS.get(plan.preset, ""),
        returns=RETURNS,
        cancelled=f"{CANCELLED}|pending" if is_woo else CANCELLED,
        voided=VOIDED,
        bad_debt=linekinds.BAD_DEBT,
        line_kind=linekinds.sql(),
        titles=linekinds.titles(),
        padding=linekinds.PADDING,
        c_returns=str(spool.c_returns > LEAST_SHARE_OF_C * spool.c_lines).lower(),
    )


def _worded(source: str, **words: str) -> str:
    """Only the known words in braces are replaced: braces also stand in regular expressions."""
    for name, word in words.items():
        source = source.replace("{" + name + "}", word)
    return source
