"""Read a column of dates: first all of it is looked at, then one reading of it is settled, then it is converted.

Only the distinct texts of a block are worked on. `Evidence` gathers the shapes that occur (digits as 9) and in which
orders day, month and year make sense; `settled` turns it into a `Reading`, or asks.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from regulars.collect.kinds import DateOrder
from regulars.collect.reading.refusals import AskDateOrder, DatesContradict, NoDates

if TYPE_CHECKING:
    import duckdb
    import pyarrow

ORDERS = tuple(DateOrder)
MOST_SHAPES = 2_000
STRAYS = 0.1
"""A lenient column may hold so many dates of an order that nothing tells; they are left unread."""
WIDE = "０１２３４５６７８９：／－．　"
NARROW = "0123456789:/-. "
MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
PLAIN = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?: \d{1,2}:\d{2}(?::\d{2})?)?"
"""What cleaning leaves as it is, and what names no zone."""
ISO = r"^(?:19|20)\d\d-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?$"
ISO_FORMATS = {10: "%Y-%m-%d", 16: "%Y-%m-%d %H:%M", 19: "%Y-%m-%d %H:%M:%S"}
"""By the length of what stands before fractions and zone."""
CLEANING = (
    (r"\(.*?\)|（.*?）", ""),
    (r"(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*[,.]? +|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]", " "),
    (r"(\d)(?:ST|ND|RD|TH)\b", r"\1"),
    (r"(上午|早上|凌晨|中午|下午|晚上) *(\d{1,2}[:时時点點]\d{2}(?:[:分]\d{2})?)", r"\2 \1"),
    (r"上午|早上|凌晨|A\.M\.?", "AM"),
    (r"下午|晚上|中午|P\.M\.?", "PM"),
    (r"[年月]", "-"),
    (r"[日号號]", " "),
    (r"[时時点點]", ":"),
    (r"(\d:\d{2})分(\d)", r"\1:\2"),
    (r"[分秒]", " "),
    (rf"({MONTHS})[A-Z]*\.?", r"\1"),
    (r"(\d)T(\d)", r"\1 \2"),
    (r"(:\d{2}:\d{2})[.,]\d+", r"\1"),
    (r"(:\d{2}) ?([AP]M)", r"\1 \2"),
    (r"[, ]+", " "),
)
TIME_AND_ZONE = (
    r"^(.*\d:\d{2}(?::\d{2})?(?: [AP]M)?) ?"
    r"(Z|[+-]\d{2}(?::?\d{2})?|(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,5}|[A-Z]+(?:/[A-Z_]+)+)$"
)
TIME = r"(?P<time> 9{1,2}:99(?P<seconds>:99)?(?P<half> [AP]M)?)?"
NUMERIC = re.compile(rf"(?P<one>9{{1,2}})(?P<by>[-/. ])9{{1,2}}(?P=by)(?P<year>9{{4}}|99){TIME}")
NAMED = re.compile(
    rf"(?P<day>9{{1,2}}(?P<one>[-/. ]?))?B(?P<two>[-/. ]?)(?P<after>9{{1,2}} )?(?P<year>9{{4}}|99){TIME}"
)
YEAR_FIRST = re.compile(rf"9999(?P<by>[-/. ])9{{1,2}}(?P=by)9{{1,2}}{TIME}")
COMPACT = {"9" * 8: "%Y%m%d", "9" * 12: "%Y%m%d%H%M", "9" * 14: "%Y%m%d%H%M%S", "99999999 99:99:99": "%Y%m%d %H:%M:%S"}
SERIAL = re.compile(r"9{5}(?:\.9+)?")
NUMBERS = {"9" * 10: "seconds", "9" * 13: "milliseconds"}


class Sight(NamedTuple):
    """A text with its line, as an example."""

    text: str
    line: int

    def __str__(self) -> str:
        return f"“{self.text[:40]}” in line {self.line}"


@dataclass(slots=True)
class Evidence:
    """What the texts of one column look like."""

    column: str
    year: int = 99
    """The present year without its century: later ones are not what two digits mean."""
    is_lenient: bool = False
    """Whether the order of most dates is that of the column, as with birthdays: a wrong one loses no row."""
    shapes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Sight] = field(default_factory=dict)
    possible: Counter[tuple[bool, ...]] = field(default_factory=Counter)
    """In which of `ORDERS` a numeric date makes sense, and how many do so."""
    sights: dict[tuple[bool, ...], Sight] = field(default_factory=dict)

    def look(
        self, engine: "duckdb.DuckDBPyConnection", texts: "pyarrow.DictionaryArray", lines: "pyarrow.Array"
    ) -> None:
        """Take a block of the column into account."""
        import pyarrow as pa
        import pyarrow.compute as pc

        is_iso = pc.match_substring_regex(texts.dictionary, ISO)
        if is_iso.true_count:
            self._count_iso(texts, is_iso)
        if is_iso.true_count == len(is_iso):
            return
        rows = pc.invert(is_iso).take(texts.indices)
        engine.register("seen", pa.table({"x": texts.cast(pa.string()), "line": lines}).filter(rows))
        for shape, dmy, mdy, ymd, tells, times, text, line in engine.execute(LOOK, {"year": self.year}).fetchall():
            if len(self.shapes) < MOST_SHAPES:
                self.shapes[shape] += times
                self.examples.setdefault(shape, Sight(text, line))
            if tells:
                self.possible[dmy, mdy, ymd] += times
                self.sights.setdefault((dmy, mdy, ymd), Sight(text, line))

    def _count_iso(self, texts: "pyarrow.DictionaryArray", is_iso: "pyarrow.BooleanArray") -> None:
        """What `LOOK` would say of ISO dates, without the cost of asking it: year, month and day stand in no doubt."""
        import pyarrow.compute as pc

        heads = pc.utf8_slice_codeunits(texts.dictionary, 0, 19)
        lengths = pc.drop_null(pc.if_else(is_iso, pc.utf8_length(heads), None).take(texts.indices))
        for entry in pc.value_counts(lengths).to_pylist():
            self.shapes["9999-99-99 99:99:99"[: entry["values"]]] += entry["counts"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the texts of one column are to be read."""

    formats: tuple[str, ...]
    order: DateOrder | None
    numbers: frozenset[str] = frozenset()
    serial_epoch: str = "1899-12-30"

    def naive(self, engine: "duckdb.DuckDBPyConnection", texts: "pyarrow.Array") -> "pyarrow.Table":
        """For each distinct text its clock time (`at`, NULL where it is no date) and the zone it names (`suffix`)."""
        import pyarrow as pa

        if (found := self._iso(texts)) is not None:
            return found
        engine.register("seen", pa.table({"x": texts, "i": pa.array(range(len(texts)), pa.int32())}))
        branches = [f"try_strptime(body, [{', '.join(map(_literal, self.formats))}])"] if self.formats else []
        if "seconds" in self.numbers:
            branches.append(
                "make_timestamp(case when regexp_full_match(body, '\\d{10}') then body::bigint * 1000000 end)"
            )
        if "milliseconds" in self.numbers:
            branches.append("make_timestamp(case when regexp_full_match(body, '\\d{13}') then body::bigint * 1000 end)")
        if "serial" in self.numbers:
            branches.append(
                f"timestamp '{self.serial_epoch}' + to_microseconds(cast(round(86400 * case"
                " when regexp_full_match(body, '\\d{5}(\\.\\d+)?') then body::double end) * 1000000 as bigint))"
            )
        found = f"coalesce({', '.join(branches)})" if branches else "cast(null as timestamp)"
        return engine.sql(
            f"select {found} as at,"
            " case when regexp_full_match(body, '\\d{10}|\\d{13}') then 'Z' else suffix end as suffix "
            f"from ({SPLIT}) order by i"
        ).to_arrow_table()

    def _iso(self, texts: "pyarrow.Array") -> "pyarrow.Table | None":
        """What `naive` finds where all texts are ISO dates, which any cast understands; None where they are not."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not pc.all(pc.match_substring_regex(texts, ISO)).as_py():
            return None
        heads = pc.utf8_slice_codeunits(texts, 0, 19)
        lengths = pc.unique(pc.utf8_length(heads)).to_pylist()
        if not {ISO_FORMATS[length] for length in lengths} <= set(self.formats):
            return None
        try:
            at = heads.cast(pa.timestamp("us"))
        except pa.ArrowInvalid:
            return None
        return pa.table({"at": at, "suffix": pc.utf8_ltrim(pc.utf8_slice_codeunits(texts, 19), ".0123456789")})


def settled(
    evidence: Evidence, file: str, *, answer: DateOrder | None, others: list[Evidence], from_1904: bool = False
) -> Reading:
    """
    The one reading that fits the whole column, with the help of the file's other date columns and of an answer.

    :raises AskDateOrder: if several orders fit.
    :raises DatesContradict: if none does.
    :raises NoDates: if nothing in the column is a date.
    """
    order = answer or _order(evidence, file) or _order_among(others, file)
    if order is None and _numeric(evidence) > (STRAYS * evidence.shapes.total() if evidence.is_lenient else 0):
        order = _asked(evidence, file)
    formats = dict.fromkeys(_format(shape, order) for shape, _ in evidence.shapes.most_common())
    formats.pop(None, None)
    # Beside dates such as 19840312, a number of another length is one with a digit too many or too few.
    is_compact = any(shape in COMPACT for shape in evidence.shapes)
    numbers = {name for shape, name in NUMBERS.items() if shape in evidence.shapes and not is_compact}
    if not is_compact and any(SERIAL.fullmatch(shape) for shape in evidence.shapes):
        numbers.add("serial")
    if evidence.shapes and not formats and not numbers:
        raise NoDates(column=evidence.column, file=file, example=next(iter(evidence.examples.values())))
    return Reading(
        tuple(name for name in formats if name), order, frozenset(numbers), "1904-01-01" if from_1904 else "1899-12-30"
    )


def _order(evidence: Evidence, file: str) -> DateOrder | None:
    """The order that the column itself proves; None where it holds no telling date, or several fit."""
    telling = {sense: times for sense, times in evidence.possible.items() if any(sense)}
    if not telling:
        return None
    fitting = [order for place, order in enumerate(ORDERS) if all(sense[place] for sense in telling)]
    if not fitting and evidence.is_lenient:
        return _of_most(telling)
    if not fitting:
        one, other = next(pair for pair in combinations(telling, 2) if _contradict(*pair, telling))
        choices = "|".join(order for place, order in enumerate(ORDERS) if any(sense[place] for sense in telling))
        raise DatesContradict(
            column=evidence.column, file=file, one=evidence.sights[one], other=evidence.sights[other], choices=choices
        )
    return fitting[0] if len(fitting) == 1 else None


def _of_most(telling: dict[tuple[bool, ...], int]) -> DateOrder:
    fits = {
        order: sum(times for sense, times in telling.items() if sense[place]) for place, order in enumerate(ORDERS)
    }  # fmt: skip
    return max(fits, key=lambda order: fits[order])


def _contradict(one: tuple[bool, ...], other: tuple[bool, ...], telling: Iterable[tuple[bool, ...]]) -> bool:
    """Whether no order fits both; where each two agree in one, any two are as good an example."""
    pairs = [any(a and b for a, b in zip(*pair, strict=True)) for pair in combinations(telling, 2)]
    return not any(a and b for a, b in zip(one, other, strict=True)) or all(pairs)


def _numeric(evidence: Evidence) -> int:
    """How many dates are numbers of which the order must be known."""
    return sum(times for shape, times in evidence.shapes.items() if NUMERIC.fullmatch(shape))


def _order_among(others: list[Evidence], file: str) -> DateOrder | None:
    """One program wrote all columns: an order that another column proves holds here too."""
    proven = {order for other in others if (order := _order(other, file))}
    return proven.pop() if len(proven) == 1 else None


def _asked(evidence: Evidence, file: str) -> DateOrder:
    """Day before month where dots stand between, as nobody writes it otherwise; else the person must say."""
    telling = {sense for sense in evidence.possible if any(sense)}
    fitting = [order for place, order in enumerate(ORDERS) if all(sense[place] for sense in telling)]
    dotted = all(match["by"] == "." for shape in evidence.shapes if (match := NUMERIC.fullmatch(shape)))
    if not telling or (dotted and DateOrder.DAY_FIRST in fitting and DateOrder.YEAR_FIRST not in fitting):
        return DateOrder.DAY_FIRST
    sight = next(evidence.sights[sense] for sense in telling)
    raise AskDateOrder(column=evidence.column, file=file, example=sight, choices="|".join(fitting))


def _format(shape: str, order: DateOrder | None) -> str | None:
    """The strptime format of a shape; None where it is none we know."""
    if shape in COMPACT:
        return COMPACT[shape]
    if match := YEAR_FIRST.fullmatch(shape):
        return f"%Y{match['by']}%m{match['by']}%d" + _time_format(match)
    if match := NAMED.fullmatch(shape):
        year = "%Y" if len(match["year"]) == 4 else "%y"
        if match["day"]:
            return f"%d{match['one']}%b{match['two']}{year}" + _time_format(match)
        return f"%b{match['two']}%d {year}" + _time_format(match) if match["after"] else None
    if (match := NUMERIC.fullmatch(shape)) and order:
        year = "%Y" if len(match["year"]) == 4 else "%y"
        parts = {"d": "%d", "m": "%m", "y": year}
        return match["by"].join(parts[part] for part in order.value) + _time_format(match)
    return None


def _time_format(match: re.Match[str]) -> str:
    if not match["time"]:
        return ""
    return f" {'%I' if match['half'] else '%H'}:%M{':%S' if match['seconds'] else ''}{' %p' if match['half'] else ''}"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _cleaned() -> str:
    """The SQL that writes any date in few shapes."""
    cleaned = f"translate(upper(x), '{WIDE}', '{NARROW}')"
    for pattern, by in CLEANING:
        cleaned = f"regexp_replace({cleaned}, {_literal(pattern)}, {_literal(by)}, 'g')"
    return f"trim({cleaned})"


SPLIT = f"""
    select *, case when timed = '' then y else timed end as body,
           case when is_plain then '' else regexp_extract(y, {_literal(TIME_AND_ZONE)}, 2) end as suffix
    from (select *, case when is_plain or length(y) < 17 then ''
                         else regexp_extract(y, {_literal(TIME_AND_ZONE)}, 1) end as timed
          from (select *, case when is_plain then x else {_cleaned()} end as y
                from (select *, regexp_full_match(x, '{PLAIN}') as is_plain from seen where x is not null)))
"""

LOOK = f"""
    with texts as (select x, min(line) as line, count(*) as times from seen group by x),
    bodies as ({SPLIT.replace("from seen where", "from texts where")}),
    parted as (
        select *, case when is_plain then body else regexp_replace(body, '{MONTHS}', 'B') end as worded,
               translate(worded, '012345678', '999999999') as shape, split_part(body, ':', 1) as day,
               list_transform(regexp_extract_all(day, '\\d+')[1:3], lambda n: try_cast(n as integer)) as part
        from bodies),
    judged as (
        select *, regexp_matches(shape, '^9{{1,2}}([-/. ])9{{1,2}}[-/. ](9{{4}}|99)( |$)') as numeric,
               regexp_matches(shape, '9{{4}}') as has_century,
               has_century or part[3] <= $year or part[3] >= 70 as ends_in_year,
               numeric and part[1] between 1 and 31 and part[2] between 1 and 12 and ends_in_year as dmy,
               numeric and part[1] between 1 and 12 and part[2] between 1 and 31 and ends_in_year as mdy,
               numeric and not has_century and part[2] between 1 and 12 and part[3] between 1 and 31
                   and (part[1] <= $year or part[1] >= 70) as ymd,
               numeric and (part[1] <> part[2] or (ymd and part[2] <> part[3])) as tells
        from parted)
    select shape, dmy, mdy, ymd, tells, sum(times)::bigint, arg_min(x, line), min(line)
    from judged group by all
"""


def latest(now: datetime) -> int:
    """The last moment at which an order may have been placed, in microseconds since 1970: a day ahead of now."""
    return int(now.timestamp() * 1_000_000) + 86_400_000_000
