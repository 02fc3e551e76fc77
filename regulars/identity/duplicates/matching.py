"""Compare people, learn from the comparison, and say who may be one."""

import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from regulars.identity.duplicates import blocking, features, learning, through
from regulars.identity.duplicates.comparisons import (
    AGREED,
    COMPARISONS,
    DIFFERENT,
    UNKNOWN,
    as_splink,
    as_sql,
    expected,
)
from regulars.identity.duplicates.deciding import Leaning
from regulars.identity.duplicates.learning import Seen, Weights

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

VERSION = 3
"""Of what is learned; raised when fields or levels change their meaning."""
MEMORY = "2GB"
SAMPLE, DRAWS = 200_000, 5
FEW, RARELY = 1_000, 1e-4
"""Where hardly anybody has a field, strangers are taken to agree in it rarely, as if so many pairs had been seen."""
WORTH_LEARNING = 1e-3
LINKED = 0.5
"""From this probability on, two lead on to others."""
FAR_APART = 30.0
RANDOM_PAIRS = """
    create or replace table random_pair as
    with numbered as (select *, row_number() over (order by id) - 1 as place from feature),
    drawn as (select hash(i) % {people} as one, hash(i + 1000000007) % {people} as other from range({sample}) r(i)),
    paired as (
        select {both} from drawn join numbered l on l.place = drawn.one join numbered r on r.place = drawn.other
        where drawn.one <> drawn.other
    )
    select {levels} from paired
"""
# Each who shares a value with others, beside some of these; of a larger group each pair stands for more.
PAIRS_AMONG = """
    create or replace table pair_among as
    with numbered as (
        select *, row_number() over (partition by {among} order by id) - 1 as place,
               count(*) over (partition by {among}) as size
        from feature where {among} is not null and ({known}) is not null
    ),
    drawn as (
        select {among}, place, (place + 1 + hash(id * {draws} + i) % (size - 1)) % size as other,
               (size - 1.0) / 2 / {draws} as counts
        from numbered cross join range({draws}) as r (i) where size > 1
        order by hash(id * {draws} + i) limit {sample}
    ),
    paired as (
        select {both}, drawn.counts from drawn
        join numbered l on l.{among} = drawn.{among} and l.place = drawn.place
        join numbered r on r.{among} = drawn.{among} and r.place = drawn.other
    )
    select {level}, counts from paired
"""
PAIRS_IN_ALL = """
    select coalesce(sum(size * (size - 1.0) / 2), 0) from (
        select count(*) as size from feature where {among} is not null and ({known}) is not null group by {among}
    )
"""
AGREEMENT = """
    select sum(size * (size - 1.0) / 2), sum(size) * (sum(size) - 1.0) / 2
    from (select count(*) as size from feature where ({equal}) is not null group by {equal})
"""


IMPARTIAL = Leaning()
"""As staff lean who have not decided anything yet."""


@dataclass(frozen=True, slots=True)
class Reason:
    """How far a field agrees, and how much that speaks for the two being one (in bits, against it if negative)."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Pair:
    """
    Two people and the probability that they are one; `older` has the smaller id.

    `through` is a third with whom both are probably one, where that says more than the two themselves.
    """

    older: int
    newer: int
    bits: float
    probability: float
    reasons: Sequence[Reason]
    through: int | None = None


type Link = tuple[int, int, float]
"""Two people who are probably one, and how probably."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a comparison of all has left, and the ids of those who have changed since."""

    weights: Weights
    links: Sequence[Link]
    changed: "pa.Table"


@dataclass(frozen=True, slots=True)
class Matched:
    """The pairs, the likeliest first, and what was learned of all."""

    pairs: Sequence[Pair]
    weights: Weights
    people: int
    compared: int


def match(
    people: "pa.Table",
    *,
    threshold: float,
    leaning: Leaning = IMPARTIAL,
    before: Before | None = None,
    memory: str = MEMORY,
) -> Matched:
    """
    The pairs of people (see `features.put`) whose probability, as staff lean, is at least `threshold`.

    :param before: what a comparison of all has left; then only pairs of those who have changed since are looked for.
    """
    if len(people) < 2:
        return Matched([], Weights(0.0, {}, {}, {}), len(people), 0)
    with opened(memory) as engine:
        engine.register("changed", people.select(["id"]) if before is None else before.changed)
        features.put(engine, people)
        blocking.put(engine, people=len(people))
        counted = chances(engine, people=len(people)) if before is None else before.weights.chances
        pairs, seen = compared(engine, counted, people=len(people), only_changed=before is not None)
        if before is None:
            weights = learning.learned(seen, shares(), counted, chances_among(engine), start=1 / len(people))
        else:
            weights = before.weights
        found = likely(pairs, seen, weights, leaning, min(threshold, LINKED))
        links = [(pair.older, pair.newer, pair.probability) for pair in found if pair.probability >= LINKED]
        more = follow(engine, links, before, counted, weights, threshold, people=len(people))
        kept = [pair for pair in found if pair.probability >= threshold and (pair.older, pair.newer) not in more]
        every = sorted([*kept, *more.values()], key=lambda pair: (-pair.probability, pair.older, pair.newer))
        return Matched(every, weights, len(people), len(pairs))


def follow(
    engine: "DuckDBPyConnection", links: Sequence[Link], before: Before | None, counted: Mapping[str, Sequence[float]],
    weights: Weights, threshold: float, *, people: int,
) -> dict[tuple[int, int], Pair]:  # fmt: skip
    """The pairs that are likelier by way of a third than by themselves."""
    import numpy as np
    import pyarrow as pa

    known = [*links, *(before.links if before else ())]
    ways = through.ways(sorted(known, key=lambda link: (-link[2], link[:2])))
    if before:
        changed = set(before.changed.column("id").to_pylist())
        ways = {pair: way for pair, way in ways.items() if changed & {*pair, way.by}}
    if not ways:
        return {}
    ends = pa.table({"one": [one for one, _ in ways], "other": [other for _, other in ways]})
    engine.register("connected", ends)
    engine.execute(
        "create or replace table way as select one as join_key_l, other as join_key_r, '0' as match_key from connected"
    )
    pairs, seen = compared(engine, counted, people=people, among="way")
    speaks = sum(learning.evidence(seen, weights).values())
    against = np.where(seen.related, -FAR_APART, np.minimum(speaks, 0.0))
    likely_ways = through.likely(ways, dict(zip(pairs, against.tolist(), strict=True)))
    whole = learning.total(seen, weights)
    reasons = reasons_of(seen, weights)
    return {
        pair: Pair(pair[0], pair[1], round(float(whole[place]), 2), way.probability, reasons(place), way.by)
        for place, pair in enumerate(pairs)
        if (way := likely_ways[pair]).probability >= threshold
    }


@contextmanager
def opened(memory: str) -> "Iterator[DuckDBPyConnection]":
    import duckdb

    with tempfile.TemporaryDirectory(prefix="regulars-") as folder:
        config: dict[str, Any] = {"memory_limit": memory, "temp_directory": folder, "preserve_insertion_order": False}
        with duckdb.connect(":memory:", config=config) as engine:
            yield engine


def shares() -> dict[str, list[float]]:
    return {comparison.field: expected(comparison) for comparison in COMPARISONS}


def chances(engine: "DuckDBPyConnection", *, people: int) -> dict[str, list[float]]:
    """How often two random people agree, field by field: equal values are counted exactly, the rest among a sample."""
    levels = ", ".join(map(as_sql, COMPARISONS))
    engine.execute(RANDOM_PAIRS.format(people=people, sample=SAMPLE, both=both_sides(engine), levels=levels))
    found = {}
    for comparison in COMPARISONS:
        counts = [0.5] * (len(comparison.levels) + 1)
        statement = f"select {comparison.field}, count(*) from random_pair group by 1"
        for level, count in engine.execute(statement).fetchall():
            if level >= 0:
                counts[level] += count
        [[agree, possible]] = engine.execute(AGREEMENT.format(equal=comparison.equal)).fetchall()
        rest = sum(counts[1:])
        same = ((agree or 0.0) + RARELY * FEW) / ((possible or 0.0) + FEW)
        found[comparison.field] = [same, *(count / rest * (1 - same) for count in counts[1:])]
    return found


def chances_among(engine: "DuckDBPyConnection") -> dict[str, list[float]]:
    """Of fields that follow from others: among those who share these, how many pairs stand at each level."""
    found = {}
    for comparison in COMPARISONS:
        if comparison.among:
            drawn = {"among": comparison.among, "known": comparison.equal, "draws": DRAWS, "sample": SAMPLE}
            engine.execute(PAIRS_AMONG.format(both=both_sides(engine), level=as_sql(comparison), **drawn))
            statement = f"select {comparison.field}, sum(counts)::double from pair_among group by 1"
            drawn_pairs = dict(engine.execute(statement).fetchall())
            [[pairs]] = engine.execute(PAIRS_IN_ALL.format(**drawn)).fetchall()
            scale = float(pairs) / (sum(drawn_pairs.values()) or 1.0)
            found[comparison.field] = [
                scale * drawn_pairs.get(level, 0.0) for level in range(len(comparison.levels) + 1)
            ]  # fmt: skip
    return found


def both_sides(engine: "DuckDBPyConnection") -> str:
    columns = [column for (column, *_) in engine.execute("describe feature").fetchall()]
    return ", ".join(f"l.{column} as {column}_l, r.{column} as {column}_r" for column in columns)


def compared(
    engine: "DuckDBPyConnection", counted: Mapping[str, Sequence[float]], *, people: int, among: str = "",
    only_changed: bool = False,
) -> tuple[list[tuple[int, int]], Seen]:  # fmt: skip
    """All pairs that share a key and are not plainly strangers, or all pairs of a table."""
    import numpy as np

    table = scored(engine, counted, prior=1 / people, among=among, only_changed=only_changed)
    rare = [c.field for c in COMPARISONS if any(level.rarity for level in c.levels)]
    columns = [f"gamma_{c.field}" for c in COMPARISONS] + [f"mw_tf_adj_{field}" for field in rare]
    found = engine.execute(
        f"select least(id_l, id_r) as older, greatest(id_l, id_r) as newer, {', '.join(columns)} from {table}"
        " order by 1, 2"
    ).fetchnumpy()
    levels = {}
    for comparison in COMPARISONS:
        gamma = np.asarray(found[f"gamma_{comparison.field}"]).astype(np.int8)
        levels[comparison.field] = np.where(gamma < 0, -1, len(comparison.levels) - gamma).astype(np.int8)
    rarity = {field: np.asarray(found[f"mw_tf_adj_{field}"], dtype=np.float64) for field in rare}
    identifying = frozenset(comparison.field for comparison in COMPARISONS if comparison.identifies)
    seen = Seen(levels, rarity, following(levels), identifying, related(levels), people * (people - 1) / 2)
    return list(zip(found["older"].tolist(), found["newer"].tolist(), strict=True)), seen


def following(levels: Mapping[str, Any]) -> dict[str, Any]:
    """Of fields that follow from others: whether a pair agrees in these."""
    import numpy as np

    agreed = {
        c.field: [place for place, level in enumerate(c.levels) if level.name in AGREED] for c in COMPARISONS
    }  # fmt: skip
    return {
        c.field: np.logical_and.reduce([np.isin(levels[other], agreed[other]) for other in c.follows])
        for c in COMPARISONS if c.follows
    }  # fmt: skip


def related(levels: Mapping[str, Any]) -> Any:
    """Those of different given names without a common birthday or document; couples share an e-mail address, too."""
    last = {comparison.field: len(comparison.levels) for comparison in COMPARISONS}
    email, document = ((levels[field] >= 0) & (levels[field] <= 1) for field in ("email", "document"))
    born_apart = levels["birth"] == last["birth"]
    nothing_says = (levels["birth"] < 0) & ~email
    return (levels["given"] == last["given"]) & (born_apart | nothing_says) & ~document


def scored(
    engine: "DuckDBPyConnection", counted: Mapping[str, Sequence[float]], *, prior: float, among: str,
    only_changed: bool,
) -> str:  # fmt: skip
    """The name of the table of compared pairs, as Splink makes it."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.WARNING)
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": prior,
        "comparisons": [
            as_splink(c, expected(c), counted[c.field]) for c in COMPARISONS
        ],
        "blocking_rules_to_generate_predictions": blocking.rules(only_changed=only_changed),
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }  # fmt: skip
    api = DuckDBAPI(engine)
    linker = Linker(api.register("person"), settings, log_level=None, validate_settings=False)
    if among:
        linker.table_management.register_blocked_pairs_for_predict(api.register(among))
    least = None if among else WORTH_LEARNING
    found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    return str(found.physical_name)


def likely(
    pairs: Sequence[tuple[int, int]], seen: Seen, weights: Weights, leaning: Leaning, threshold: float
) -> list[Pair]:
    import numpy as np

    whole = learning.total(seen, weights)
    chance = np.array([leaning.probability(bits) for bits in whole.tolist()])
    reasons = reasons_of(seen, weights)
    order = [place for place in np.argsort(-chance, kind="stable").tolist() if chance[place] >= threshold]
    return [
        Pair(pairs[place][0], pairs[place][1], round(float(whole[place]), 2), float(chance[place]), reasons(place))
        for place in order
    ]


def reasons_of(seen: Seen, weights: Weights) -> Callable[[int], list[Reason]]:
    """What speaks for and against the pair at a place."""
    bits = learning.evidence(seen, weights)
    names = {c.field: [*(level.name for level in c.levels), DIFFERENT, UNKNOWN] for c in COMPARISONS}
    return lambda place: [
        Reason(field, names[field][seen.levels[field][place]], round(float(bits[field][place]), 2)) for field in names
    ]
