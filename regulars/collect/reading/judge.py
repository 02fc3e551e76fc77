"""Type a batch of text rows, reckon it by the statement of its kind, and part what stands from what does not."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.base.kit import money
from regulars.collect.kinds import DecimalMark, Kind, Reason
from regulars.collect.reading import contacts, dates, linekinds, places, typed
from regulars.collect.reading.packed import ITEM
from regulars.collect.reading.plan import Plan, Terms
from regulars.collect.reading.shapes import COLUMNS
from regulars.collect.reading.spool import GROUP, NUMERIC, Rejected, Spool

if TYPE_CHECKING:
    import duckdb
    import pyarrow

EMAIL = r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+"
LISTS = frozenset({"discount_codes", "order_tags", "tags"})
FLAGS = frozenset({"accepts_marketing", "accepts_email", "accepts_sms", "is_active"})
YES = ("yes", "true", "1", "y", "t", "active", "subscribed", "是", "已接受", "已订阅", "已訂閱", "上架")
NO = ("no", "false", "0", "n", "f", "draft", "archived", "unsubscribed", "not_subscribed", "-1", "否", "未接受", "下架")
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
        self._timed = {"placed_at"} if "placed_time" in plan.columns else set()
        self._is_woo = plan.preset.startswith("woocommerce")
        self._statement = _statement(plan, terms.kind, spool, self._is_woo)
        self._filling = _filling(plan, terms.kind) if plan.fills_down else None
        codes = pa.table({"code": sorted(money.currencies())})
        engine.register("currencies", codes)

    def judged(self, batch: "pyarrow.Table") -> "pyarrow.Table":
        """The rows with all staging columns, their money, and a problem where there is one."""
        rows = self._typed(self._with_items(batch))
        if self._filling:
            self._engine.register("typed", rows)
            rows = self._engine.sql(self._filling).to_arrow_table()
        rows = self._with_currency(rows)
        self._engine.register("typed", rows)
        reckoned = self._engine.sql(self._statement).to_arrow_table()
        for name, _ in COLUMNS[self.terms.kind]:
            if name not in reckoned.schema.names:
                reckoned = reckoned.append_column(name, rows.column(name))
        return reckoned

    def accepted(self, rows: "pyarrow.Table", schema: "pyarrow.Schema") -> "pyarrow.RecordBatch":
        """The rows without a problem, in the shape of staging."""
        import pyarrow as pa

        kept = rows.filter(rows.column("problem").is_null()).select(schema.names).cast(schema)
        batches = kept.combine_chunks().to_batches()
        return batches[0] if batches else pa.RecordBatch.from_pylist([], schema)

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
        import pyarrow as pa

        nothing = pa.nulls(len(batch), pa.string())
        texts = {name: _whole(batch.column(name)) for name in batch.schema.names}
        columns: dict[str, pa.Array] = {"line": texts["line"]}
        roles = [name for name, _ in COLUMNS[self.terms.kind][1:] if name not in {"order_kind", "line_kind"}]
        for role in dict.fromkeys([*roles, *WORDS]):
            columns[role] = texts.get(role, nothing)
        columns |= self._dates(texts, len(batch)) | self._numbers(texts, len(batch))
        self._tidy_person(columns)
        for role in LISTS & set(roles):
            columns[role] = _listed(columns[role])
        for role in FLAGS & set(roles):
            columns[role] = _flagged(columns[role])
        return pa.table(columns | {"i": pa.array(range(len(batch)), pa.int64()), "line_no": texts["line"]})

    def _with_currency(self, rows: "pyarrow.Table") -> "pyarrow.Table":
        """The store's currency where a row, or the first row of its order, names none."""
        import pyarrow.compute as pc

        place = rows.schema.get_field_index("currency")
        if place < 0:
            return rows
        codes = _mapped(rows.column("currency"), contacts.currency)
        return rows.set_column(place, "currency", pc.fill_null(codes, self.terms.currency))

    def _dates(self, texts: "dict[str, pyarrow.Array]", length: int) -> "dict[str, pyarrow.Array]":
        import pyarrow as pa

        columns: dict[str, pa.Array] = {}
        for role, day in (
            ("placed_at", "placed_on"),
            ("cancelled_at", ""),
            ("created_at", ""),
            ("born_on", ""),
            ("from_on", ""),
        ):
            if role not in texts:
                columns |= _no_moment(role, day, length)
                continue
            text = _joined(texts[role], texts["placed_time"], " ") if role in self._timed else texts[role]
            zone = "UTC" if self._is_woo and "gmt" in self.plan.heading(role, self._names) else None
            earliest = typed.EARLIEST_BIRTH if role == "born_on" else 0
            found = typed.moments(self._engine, text, self._readings[role], self.clock, zone=zone, earliest=earliest)
            columns |= {
                role: found.on if role.endswith("_on") else found.at,
                f"{role}_reason": found.reason,
                f"{role}_text": text,
            }
            if day:
                columns[day] = found.on
        return columns

    def _numbers(self, texts: "dict[str, pyarrow.Array]", length: int) -> "dict[str, pyarrow.Array]":
        import pyarrow as pa
        import pyarrow.compute as pc

        columns: dict[str, pa.Array] = {}
        rounded: pa.Array = pa.array([False] * length)
        for role in sorted(NUMERIC):
            if role not in texts:
                columns |= {
                    role: pa.nulls(length, pa.decimal128(20, 6)),
                    f"{role}_exact": pa.nulls(length, pa.decimal128(38, 18)),
                }
                columns |= {
                    f"{role}_reason": pa.nulls(length, pa.string()),
                    f"{role}_text": pa.nulls(length, pa.string()),
                }
                continue
            found = typed.amounts(self._engine, texts[role], self._marks[role])
            columns |= {
                role: found.value,
                f"{role}_exact": found.exact,
                f"{role}_reason": found.reason,
                f"{role}_text": texts[role],
            }
            if found.is_rounded and role in EXACT:
                rounded = pc.or_(
                    rounded, pc.fill_null(pc.not_equal(found.exact, found.value.cast(found.exact.type)), False)
                )
        return columns | {"is_rounded": rounded}

    def _tidy_person(self, columns: "dict[str, pyarrow.Array]") -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        if "email" not in columns:
            return
        lowered = pc.utf8_lower(columns["email"])
        usable = pc.match_substring_regex(lowered, f"^{EMAIL}$")
        self.unusable_emails += pc.sum(pc.invert(usable)).as_py() or 0
        columns["email"] = pc.if_else(pc.fill_null(usable, False), lowered, pa.scalar(None, pa.string()))
        bare = pc.replace_substring_regex(columns["user_id"], r"^(\d+)\.0$", r"\1")
        guest = pc.is_in(pc.utf8_lower(bare), pa.array(GUESTS if self._is_woo else GUESTS[1:]))
        columns["user_id"] = pc.if_else(guest, pa.scalar(None, pa.string()), bare)
        columns["country"] = _mapped(columns["country"], places.country)
        columns["phone"] = _phones(columns["phone"], columns["country"])
        columns["street"] = _joined(columns["street"], columns["street2"], ", ")
        if self.terms.kind is Kind.ORDERS:
            full_name = _joined(columns["given_name"], columns["family_name"], " ")
            columns["name"] = pc.coalesce(columns["name"], full_name)
            columns["title"] = _joined(columns["title"], columns["variant"], " - ")


def _filling(plan: Plan, kind: Kind) -> str:
    """The SQL that gives every row of an order (or product) what stands on its first row only."""
    key = GROUP[kind]
    own = {*(ITEM if kind is Kind.ORDERS else PRODUCT_OWN), *NOT_FILLED, key}
    roles = [name for name, _ in COLUMNS[kind] if name not in own]
    roles += ["order_state", "order_type"] if kind is Kind.ORDERS else []
    first = f"first_value(%s ignore nulls) over (partition by {key} order by i rows unbounded preceding)"
    filled = ", ".join(f"coalesce({role}, {first % role}) as {role}" for role in roles)
    return f"select * replace ({filled}) from typed order by i"


def _statement(plan: Plan, kind: Kind, spool: Spool, is_woo: bool) -> str:
    """The SQL of a kind, with the words filled in that depend on the file."""
    checked = [
        role
        for role in (*sorted(NUMERIC), "cancelled_at", "created_at", "born_on", "from_on")
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
        counts_items=str("quantity" in plan.columns or plan.is_packed).lower(),
        is_packed=str(plan.is_packed).lower(),
        returns=RETURNS,
        cancelled=f"{CANCELLED}|pending" if is_woo else CANCELLED,
        voided=VOIDED,
        bad_debt=linekinds.BAD_DEBT,
        line_kind=linekinds.sql(),
        padding=linekinds.PADDING,
        c_returns=str(spool.c_returns > LEAST_SHARE_OF_C * spool.c_lines).lower(),
    )


def _worded(source: str, **words: str) -> str:
    """Only the known words in braces are replaced: braces also stand in regular expressions."""
    for name, word in words.items():
        source = source.replace("{" + name + "}", word)
    return source


def _no_moment(role: str, day: str, length: int) -> "dict[str, pyarrow.Array]":
    import pyarrow as pa

    nothing = pa.nulls(length, pa.string())
    type_ = pa.date32() if role.endswith("_on") else pa.timestamp("us", "UTC")
    columns = {role: pa.nulls(length, type_), f"{role}_reason": nothing, f"{role}_text": nothing}
    return columns | ({day: pa.nulls(length, pa.date32())} if day else {})


def _joined(one: "pyarrow.Array", other: "pyarrow.Array", by: str) -> "pyarrow.Array":
    """Both texts where there are two, else the one there is."""
    import pyarrow.compute as pc

    return pc.coalesce(pc.binary_join_element_wise(one, other, by), one, other)


def _mapped(column: "pyarrow.Array", rule: "Callable[[str], str | None]") -> "pyarrow.Array":
    """A rule applied to each distinct text of a column."""
    import pyarrow as pa

    coded = _whole(column).dictionary_encode()
    return pa.array([rule(text) for text in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def _phones(phones: "pyarrow.Array", countries: "pyarrow.Array") -> "pyarrow.Array":
    import pyarrow as pa

    if phones.null_count == len(phones):
        return phones
    pairs = zip(phones.to_pylist(), countries.to_pylist(), strict=True)
    return pa.array(
        [None if phone is None else contacts.phone(phone, country) for phone, country in pairs], pa.string()
    )


def _listed(column: "pyarrow.Array") -> "pyarrow.Array":
    """Lists of what stands between commas."""
    import pyarrow as pa
    import pyarrow.compute as pc

    bare = pc.replace_substring_regex(_whole(column), r"^[,;|\s]+|[,;|\s]+$", "")
    bare = pc.if_else(pc.equal(bare, ""), pa.scalar(None, pa.string()), bare)
    return pc.split_pattern_regex(bare, r"\s*[,;|，、]\s*")


def _flagged(column: "pyarrow.Array") -> "pyarrow.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    lowered = pc.utf8_lower(_whole(column))
    no = pc.if_else(pc.is_in(lowered, pa.array(NO)), False, pa.scalar(None, pa.bool_()))
    return pc.if_else(pc.is_in(lowered, pa.array(YES)), True, no)


def _whole(column: "pyarrow.Array | pyarrow.ChunkedArray") -> "pyarrow.Array":
    import pyarrow as pa

    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
