# ruff: noqa: E501
"""Read a column of numbers: settle its decimal mark from all of it, then convert it without losing a digit."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from regulars.collect.kinds import DecimalMark
from regulars.collect.reading.dates import Sight
from regulars.collect.reading.refusals import AskDecimalMark

if TYPE_CHECKING:
    import duckdb
    import pyarrow

WIDE = "０１２３４５６７８９．，－＋（）％−–￥　"
NARROW = "0123456789.,-+()%--¥ "
PLAIN = r"-?\d{1,14}(?:\.\d{1,6})?"
PLAIN_WITH_COMMA = PLAIN.replace(r"\.", ",")
FULL = r"[-+]?(?:\d{1,14}(?:\.\d{0,18})?|\.\d{1,18})(?:E[-+]?\d{1,2})?"
LARGE = r"[-+]?[\d.,]{15,}"
CODES = r"(?:(?:US|HK|NT|CA|AU|NZ|SG)?\p{Sc}|\b[A-Z]{3}\b|RMB|CN¥|元|圆|圓|块|塊|[A-Z]{1,2}\$)"

_STRIPPED = rf"regexp_replace(translate(upper(x), '{WIDE}', '{NARROW}'), '{CODES}|[\s\x{{A0}}\x{{202F}}’'']', '', 'g')"
_SIGNED = (
    r"case when starts_with(s, '(') and ends_with(s, ')') then '-' || s[2:-2] "
    r"when ends_with(s, '-') then '-' || s[:-2] else s end"
)
CLEANED = (
    f"select *, case when regexp_full_match(x, '{PLAIN}') then x else {_SIGNED} end as y "
    f"from (select *, {_STRIPPED} as s from seen where x is not null)"
)

LOOK = rf"""
    with seen as (select x, min(line) as line, count(*) as times from block group by x),
    cleaned as ({CLEANED}),
    judged as (
        select *, case
            when regexp_full_match(y, '[-+]?\d+') then 'whole'
            when regexp_full_match(y, '[-+]?\d{{1,3}}\.\d{{3}}') and not regexp_matches(y, '^[-+]?0') then 'point?'
            when regexp_full_match(y, '[-+]?\d{{1,3}},\d{{3}}') and not regexp_matches(y, '^[-+]?0') then 'comma?'
            when regexp_full_match(y, '[-+]?\d*\.\d*|[-+]?\d{{1,3}}(,\d{{2,3}})+\.\d*|[-+]?\d{{1,3}}(,\d{{2,3}}){{2,}}') then 'point'
            when regexp_full_match(y, '[-+]?\d*,\d*|[-+]?\d{{1,3}}(\.\d{{2,3}})+,\d*|[-+]?\d{{1,3}}(\.\d{{3}}){{2,}}') then 'comma'
            else 'other' end as sense
        from cleaned)
    select sense, sum(times)::bigint, arg_min(x, line), min(line) from judged group by sense
"""


@dataclass(slots=True)
class Evidence:
    """How the numbers of one column are written."""

    column: str
    senses: Counter[str] = field(default_factory=Counter)
    sights: dict[str, Sight] = field(default_factory=dict)

    def look(
        self, engine: "duckdb.DuckDBPyConnection", texts: "pyarrow.DictionaryArray", lines: "pyarrow.Array"
    ) -> None:
        """Take a block of the column into account."""
        import pyarrow as pa
        import pyarrow.compute as pc

        is_plain = pc.match_substring_regex(texts.dictionary, f"^{PLAIN}$")
        if is_plain.true_count:
            self._count_plain(texts, is_plain)
        if is_plain.true_count == len(is_plain):
            return
        rows = pc.invert(is_plain).take(texts.indices)
        engine.register("block", pa.table({"x": texts.cast(pa.string()), "line": lines}).filter(rows))
        for sense, times, text, line in engine.sql(LOOK).fetchall():
            self.senses[sense] += times
            self.sights.setdefault(sense, Sight(text, line))

    def _count_plain(self, texts: "pyarrow.DictionaryArray", is_plain: "pyarrow.BooleanArray") -> None:
        """What `LOOK` would say of plain numbers, without the cost of asking it."""
        import pyarrow.compute as pc

        has_point = pc.match_substring(texts.dictionary, ".")
        may_group = pc.match_substring_regex(texts.dictionary, r"^-?[1-9]\d{0,2}\.\d{3}$")
        sense = pc.if_else(has_point, pc.if_else(may_group, "point?", "point"), "whole")
        named = pc.drop_null(pc.if_else(is_plain, sense, None).take(texts.indices))
        self.senses.update({entry["values"]: entry["counts"] for entry in pc.value_counts(named).to_pylist()})


def settled(evidence: Evidence, file: str, *, answer: DecimalMark | None, others: list[Evidence]) -> DecimalMark:
    """
    The decimal mark of a column: what most of its telling numbers say, else those of the file's other columns.

    :raises AskDecimalMark: if all there is looks like “1,234”.
    """
    if answer:
        return answer
    for senses in (evidence.senses, sum((other.senses for other in others), Counter[str]())):
        if senses["point"] or senses["comma"]:
            return DecimalMark.POINT if senses["point"] >= senses["comma"] else DecimalMark.COMMA
    if evidence.senses["comma?"]:
        raise AskDecimalMark(column=evidence.column, file=file, example=evidence.sights["comma?"])
    return DecimalMark.POINT


def converted(engine: "duckdb.DuckDBPyConnection", texts: "pyarrow.Array", mark: DecimalMark) -> "pyarrow.Table":
    """For each text its `exact` value (18 decimals), the `value` kept (6, halves to even), and whether it is too `large`.

    All are NULL where the text is no number that is written in the way of the column.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    is_plain = pc.match_substring_regex(texts, f"^{PLAIN if mark is DecimalMark.POINT else PLAIN_WITH_COMMA}$")
    simple = _simple(texts.filter(is_plain), mark)
    if len(simple) == len(texts):
        return simple
    places = pa.array(np.arange(len(texts)))
    others = pa.table({"x": texts, "i": places}).filter(pc.invert(is_plain))
    engine.register("seen", others)
    both = pa.concat_tables([simple, engine.sql(_conversion(mark)).to_arrow_table().cast(simple.schema)])
    return both.take(pc.array_sort_indices(pa.chunked_array([places.filter(is_plain), others["i"].combine_chunks()])))


def _simple(texts: "pyarrow.Array", mark: DecimalMark) -> "pyarrow.Table":
    """What `_conversion` would make of plain numbers, which any cast understands."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    value = (texts if mark is DecimalMark.POINT else pc.replace_substring(texts, ",", ".")).cast(pa.decimal128(20, 6))
    large = pa.array(np.zeros(len(texts), dtype=bool))
    return pa.table({"exact": value.cast(pa.decimal128(38, 18)), "value": value, "large": large})


def _conversion(mark: DecimalMark) -> str:
    group, point = (",", ".") if mark is DecimalMark.POINT else (".", ",")
    grouped = rf"[-+]?\d{{1,3}}(?:[{group}]\d{{2,3}})*[{group}]\d{{3}}(?:[{point}]\d*)?"
    ungrouped = f"case when regexp_full_match(y, '{grouped}') then replace(y, '{group}', '') else y end"
    pointed = f"replace({ungrouped}, ',', '.')" if mark is DecimalMark.COMMA else ungrouped
    foreign = f"contains(y, '{group}') and not regexp_full_match(y, '{grouped}')"
    return rf"""
        with cleaned as ({CLEANED}),
        written as (select i, y, case when regexp_full_match(x, '{PLAIN}') {"and not contains(x, '.')" if mark is DecimalMark.COMMA else ""} then x
                                      when {foreign} then null else {pointed} end as z from cleaned),
        read as (select i, y, case when regexp_full_match(z, '{FULL}') then try_cast(z as decimal(38, 18)) end as exact from written),
        bounded as (select i, y, case when abs(exact) < 100000000000000 then exact end as exact from read),
        rounded as (select i, y, exact, cast(exact as decimal(20, 6)) as away from bounded)
        select exact, case when abs(exact - away) = 0.0000005 and cast(abs(away) * 1000000 as decimal(20, 0)) % 2 = 1
                           then away - sign(exact) * cast(0.000001 as decimal(20, 6)) else away end::decimal(20, 6) as value,
               exact is null and regexp_full_match(y, '{LARGE}') as large
        from rounded order by i"""
