"""Bring what is known of people into comparable form."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.identity.duplicates.nicknames import NAMES

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

HAN = re.compile("[\u3400-\u9fff]")
DOUBLE = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|皇甫|尉迟|尉遲|公孙|公孫|慕容|令狐|宇文|长孙|長孫|司徒|范姜|張簡|张简"
"""Family names of two signs."""
MACROS = f"""
    create or replace temp macro folded(x) as trim(regexp_replace(regexp_replace(
        strip_accents(lower(nfc_normalize(x))), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'), ' +', ' ', 'g'));
    create or replace temp macro listed(x) as list_filter(string_split(x, chr(31)), lambda each: each <> '');
    create or replace temp macro digits(x) as regexp_replace(x, '\\D', '', 'g');
    create or replace temp macro century(y) as
        case when length(y) = 4 then y when y > '30' then '19' || y else '20' || y end;
    create or replace temp macro day_parts(x) as
        regexp_extract(x, '^(\\d{{1,2}})[-/. ](\\d{{1,2}})[-/. ](\\d{{4}}|\\d{{2}})$', ['one', 'two', 'year']);
    create or replace temp macro day_of(x) as
        case when day_parts(x).year <> ''
             then century(day_parts(x).year) || lpad(day_parts(x).two, 2, '0') || lpad(day_parts(x).one, 2, '0')
             when length(digits(x)) = 8 then digits(x) end;
    create or replace temp macro spelled(x) as
        replace(replace(replace(replace(x, 'ae', 'a'), 'oe', 'o'), 'ue', 'u'), ' ', '');
    create or replace temp macro without(x, gone) as coalesce(replace(x, spelled(gone), ''), x);
    create or replace temp macro is_han(x) as regexp_matches(x, '[\u3400-\u9fff]');
    create or replace temp macro signs(x) as
        case when regexp_matches(x, '^({DOUBLE})') and length(replace(x, ' ', '')) > 2 then 2 else 1 end;
"""
HAN_NAMES = """
    select distinct unnest([given, family, name]) as han from people
    where is_han(concat(given, family, name)) and length(concat(given, family, name)) < 40
"""
SQL = (Path(__file__).parent / "features.sql").read_text(encoding="utf-8")


def put(engine: "DuckDBPyConnection", people: "pa.Table") -> None:
    """
    Make the table `feature` of people.

    Columns of `people`: a number as id; as text name, given, family, company, street, city, postcode, birth (as
    eight digits, or as somebody wrote it), number and the store that gave it; emails, phones and documents, several of
    each parted by chr(31).
    """
    import pyarrow as pa

    engine.execute(MACROS)
    engine.register("people", people)
    engine.register("nicknames", pa.table({"short": list(NAMES), "name": list(NAMES.values())}))
    written = [han for (han,) in engine.execute(HAN_NAMES).fetchall() if han and HAN.search(han)]
    engine.register("latin", latin(written))
    engine.execute(f"create or replace table feature as {SQL}")


def latin(written: list[str]) -> "pa.Table":
    """How Chinese names are said, in Latin letters: whole, and of each beginning and end that may be a name."""
    import pyarrow as pa
    from pypinyin import lazy_pinyin

    parts = {
        part
        for text in written
        for bare in [text.replace(" ", "")]
        for part in (bare, bare[:1], bare[:2], bare[1:], bare[2:])
    } - {""}
    return pa.table(
        {
            "han": pa.array(list(parts), pa.string()),
            "latin": pa.array(["".join(lazy_pinyin(part)) for part in parts], pa.string()),
        }
    )
