"""How two people are compared, field by field, and what is expected of each agreement before anything is learned.

Of each level stands the share of pairs that are one person (m) as is found where records are typed by people: one
field in ten is misspelt, one in fifty wrong altogether. How often two strangers agree (u) is counted, not assumed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement: name, condition over both sides, share of true pairs, and whose rarity counts."""

    name: str
    sql: str
    share: float
    rarity: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The degrees in which a field may agree, best first; the last one is that it differs."""

    field: str
    equal: str
    """What is equal on both sides at the first level."""
    unknown: str
    levels: Sequence[Level]
    follows: Sequence[str] = ()
    """Other fields: strangers who agree in all of these are likelier to agree in this one, too."""
    among: str = ""
    """What such strangers have in common."""
    identifies: bool = False
    """Whether the first level counts in full all the same."""


def edits(column: str, most: int, *, longer: int = 0) -> str:
    """At most so many slips of a finger apart; what cannot be is told by cheaper means first."""
    left, right = f"{column}_l", f"{column}_r"
    return (
        f"(length({left}) > {longer} and abs(length({left}) - length({right})) <= {most}"
        f" and (left({left}, 2) = left({right}, 2) or right({left}, 2) = right({right}, 2))"
        f" and damerau_levenshtein({left}, {right}) <= {most})"
    )


def near(one: str, other: str, least: float) -> str:
    return f"jaro_winkler_similarity({one}_l, {other}_r) >= {least}"


def _unknown(*columns: str) -> str:
    return " and ".join(f"({column}_l is null or {column}_r is null)" for column in columns)


def _name(this: str, other: str) -> list[Level]:
    shorter = f"starts_with({this}_l, {this}_r) or starts_with({this}_r, {this}_l)"
    return [
        Level("same", f"{this}_l = {this}_r", 0.74, this),
        Level("swapped", f"{this}_l = {other}_r or {other}_l = {this}_r", 0.05),
        *([Level("nickname", "nick_l = nick_r", 0.02)] if this == "given" else []),
        Level("misspelt", f"{near(this, this, 0.92)} or {edits(this, 1, longer=3)}", 0.10),
        Level("alike", f"{near(this, this, 0.85)} or {edits(this, 2, longer=5)} or {shorter}"
              f" or {near(this, other, 0.92)}", 0.05),
    ]  # fmt: skip


COMPARISONS = (
    Comparison("given", "given", _unknown("given"), _name("given", "family")),
    Comparison("family", "family", _unknown("family"), _name("family", "given")),
    Comparison("birth", "birth", _unknown("birth"), [
        Level("same", "birth_l = birth_r", 0.80, "birth"),
        Level("misspelt", "hamming(birth_l, birth_r) <= 1"
              " or hamming(birth_l, birth_r) = 2 and damerau_levenshtein(birth_l, birth_r) = 1", 0.12),
        Level("swapped", "year_l = year_r and left(day_l, 2) = right(day_r, 2) and right(day_l, 2) = left(day_r, 2)",
              0.02),
        Level("alike", "hamming(birth_l, birth_r) = 2 or day_l = day_r", 0.03),
    ]),
    Comparison("email", "email", _unknown("email"), [
        Level("same", "list_has_any(emails_l, emails_r)", 0.70),
        Level("misspelt", edits("email", 2, longer=8), 0.10),
        Level("mailbox", "mailbox_l = mailbox_r and length(mailbox_l) > 4", 0.05),
        Level("alike", f"length(rest_l) > 3 and length(rest_r) > 3 and {near('rest', 'rest', 0.9)}", 0.05),
    ], follows=("given", "family"), among="both_names", identifies=True),
    Comparison("phone", "phone", _unknown("phone"), [
        Level("same", "list_has_any(phones_l, phones_r)", 0.70),
        Level("misspelt", edits("phone", 1), 0.10),
    ]),
    Comparison("document", "document", _unknown("document"), [
        Level("same", "list_has_any(documents_l, documents_r)", 0.84),
        Level("misspelt", edits("document", 1, longer=4), 0.10),
        Level("alike", edits("document", 2, longer=6), 0.02),
    ]),
    Comparison("street", "street", _unknown("street"), [
        Level("same", "street_l = street_r", 0.55, "street"),
        Level("misspelt", f"house_l is not distinct from house_r and {near('road', 'road', 0.9)}", 0.15),
        Level("alike", f"{near('street', 'street', 0.92)} and {edits('house', 1)}", 0.10),
        Level("road", near("road", "road", 0.92), 0.06),
    ]),
    Comparison("place", "postcode || city", _unknown("postcode", "city"), [
        Level("same", "postcode_l = postcode_r and city_l = city_r", 0.60, "postcode"),
        Level("postcode", "postcode_l = postcode_r", 0.12, "postcode"),
        Level("city", "city_l = city_r", 0.10, "city"),
        Level("alike", f"{edits('city', 2, longer=4)} or {edits('postcode', 1)}", 0.08),
    ], follows=("street",), among="street"),
    Comparison("number", "number", "number_l is null or number_r is null or store_l = store_r", [
        Level("same", "number_l = number_r", 0.50),
    ]),
    Comparison("company", "company", _unknown("company"), [
        Level("same", "company_l = company_r", 0.70, "company"),
        Level("alike", near("company", "company", 0.9), 0.12),
    ]),
)  # fmt: skip
AGREED = frozenset({"same", "swapped", "nickname", "misspelt"})
"""At these levels two mean the same."""
DIFFERENT = "different"
UNKNOWN = "unknown"


def as_splink(comparison: Comparison, shares: Sequence[float], odds: Sequence[float]) -> dict[str, Any]:
    """As Splink takes it, with the shares of true pairs (m) and of strangers (u) of each level, best first."""
    found = [
        {
            "sql_condition": level.sql, "label_for_charts": level.name, "m_probability": m, "u_probability": u,
            **({"tf_adjustment_column": level.rarity, "tf_minimum_u_value": 2e-5} if level.rarity else {}),
        }
        for level, m, u in zip(comparison.levels, shares, odds, strict=False)
    ]  # fmt: skip
    return {
        "output_column_name": comparison.field,
        "comparison_levels": [
            {"sql_condition": comparison.unknown, "label_for_charts": UNKNOWN, "is_null_level": True},
            *found,
            {
                "sql_condition": "ELSE",
                "label_for_charts": DIFFERENT,
                "m_probability": shares[-1],
                "u_probability": odds[-1],
            },
        ],
    }


def as_sql(comparison: Comparison) -> str:
    """The level of a pair as an expression: 0 is best, -1 that it is unknown."""
    branches = " ".join(f"when {level.sql} then {place}" for place, level in enumerate(comparison.levels))
    return f"case when {comparison.unknown} then -1 {branches} else {len(comparison.levels)} end as {comparison.field}"


def expected(comparison: Comparison) -> list[float]:
    """The share of true pairs at each level before anything is learned; the rest differs."""
    shares = [level.share for level in comparison.levels]
    return [*shares, round(1 - sum(shares), 6)]
