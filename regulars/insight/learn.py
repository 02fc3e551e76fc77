"""
Learn all there is to learn of one store as of a day.

Nothing is opened or stored here: tables come in, tables go out. Not to be imported where Django starts, since it
loads the analytical libraries; learning runs in a process of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Any

from regulars.insight import (
    assortment,
    baskets,
    calibration,
    cohorts,
    estimates,
    facts,
    findings,
    lifecycle,
    moves,
    pareto,
    products,
    pulse,
    reasons,
    repurchase,
    rfm,
    rhythm,
    scores,
    spread,
    value,
)
from regulars.insight.calibration import Calibration
from regulars.insight.lifecycle import Limits
from regulars.insight.rules.finding import Finding, Ground

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.base.lake.engine import Engine

SPREADS = {
    "values": ("value_365", spread.MONEY),
    "order_values": ("order_value", spread.MONEY),
    "gaps": ("gap_days", spread.GAPS),
    "return_rates": ("return_rate", spread.RATES),
    "order_counts": ("orders", spread.ORDERS),
}
"""Result, the number of each person, and its bins."""
SECOND_ORDER_DAYS, SECOND_ORDER_STEP = 365, 5

type Rows = list[dict[str, Any]]
type Progress = Callable[[str], None]


@dataclass(frozen=True)
class Tables:
    """One store's history as the lake gives it: Arrow tables or lists of Parquet files."""

    orders: Any
    lines: Any
    people: Any
    products: Any
    returns: Any


@dataclass(frozen=True)
class Settings:
    """What the store itself decides."""

    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Goods:
    """Of every product: what it sold, who bought it, the best of them, and what goes with it."""

    sales: "pa.Table"
    buyers: "pa.Table"
    best: "pa.Table"
    partners: "pa.Table"


@dataclass(frozen=True)
class Learned:
    """
    All that was learned: `scores` has one row per person, `results` the rows of each technique, `goods` the parts of
    what is known of each product, where that was asked for; `seconds` tells what took how long.
    """

    scores: "pa.Table"
    results: Mapping[str, Rows]
    findings: list[Finding]
    seconds: Mapping[str, float]
    goods: "Goods | None" = None


class _Steps:
    """Runs the techniques one by one, and keeps the time of each."""

    def __init__(self, engine: "Engine", progress: Progress) -> None:
        self.engine = engine
        self.progress = progress
        self.seconds: dict[str, float] = {}

    def take[T](self, name: str, step: Callable[..., T], *inputs: Any, **more: Any) -> T:
        self.progress(name)
        start = perf_counter()
        try:
            return step(self.engine, *inputs, **more)
        finally:
            self.seconds[name] = perf_counter() - start

    def rows(self, name: str, step: Callable[..., "pa.Table"], *inputs: Any, **more: Any) -> Rows:
        rows: Rows = self.take(name, step, *inputs, **more).to_pylist()
        return rows


def learn(
    engine: "Engine", tables: Tables, *, as_of: date, settings: Settings | None = None, progress: Progress | None = None
) -> Learned:
    """Every technique in order; `progress` hears the name of each as it begins."""
    limits = (settings or Settings()).limits
    steps = _Steps(engine, progress or (lambda _: None))
    occasions = steps.take("occasions", facts.occasions, tables.orders, as_of=as_of)
    known = steps.take("facts", facts.people, occasions, tables.orders, as_of=as_of)
    results = _describe(steps, tables, occasions, known, as_of)
    expected, models, told, tested = _foresee(steps, tables, occasions, known, as_of)
    results |= told

    people = steps.take("people", _people, tables.people)
    table = steps.take(
        "scores", scores.table, unknown=told["models"][0]["reason"], facts=known, estimates=expected,
        rfm=steps.take("rfm", rfm.scores, known),
        pareto=steps.take("shares", pareto.shares, known),
        presence=steps.take("presence", cohorts.presence, occasions, known), tested=tested,
        stages=steps.take("stages", lifecycle.stages, people, known, expected, as_of=as_of, limits=limits),
        before=steps.take(
            "before", moves.stages_before, people, occasions, tables.orders, models, as_of=as_of, limits=limits
        ),
    )  # fmt: skip
    del occasions, known, expected
    results |= _count(steps, table)
    ground = Ground(engine, table, results, as_of)
    found = steps.take("findings", lambda _: findings.found(ground))
    goods = _goods(steps, tables, table, as_of)
    return Learned(table.drop_columns(list(scores.HIDDEN)), results, found, steps.seconds, goods)


def _describe(steps: _Steps, tables: Tables, occasions: "pa.Table", known: "pa.Table", as_of: date) -> dict[str, Rows]:
    return {
        "pareto": steps.rows("pareto", pareto.curve, known),
        "cohorts": steps.rows("cohorts", cohorts.months, occasions, known),
        "summary": steps.rows("summary", rhythm.summary, occasions, known),
        "months": steps.rows("months", rhythm.months, occasions, tables.orders, as_of=as_of),
        "pulse": steps.rows("pulse", pulse.pulse, tables.orders, as_of=as_of),
        "newcomers": steps.rows("newcomers", pulse.newcomers, known, as_of=as_of),
        "returns": steps.rows("returns", pulse.returns, tables.lines, as_of=as_of),
        "return_reasons": steps.rows("reasons", reasons.reasons, tables.returns, as_of=as_of),
        "products": steps.rows("products", products.sellers, tables.lines, tables.products, as_of=as_of),
        "categories": steps.rows("categories", assortment.categories, tables.lines, tables.products, as_of=as_of),
        "pairs": steps.rows("pairs", baskets.pairs, tables.lines, tables.products, as_of=as_of),
    }


def _goods(steps: _Steps, tables: Tables, scores: "pa.Table", as_of: date) -> Goods:
    return Goods(
        sales=steps.take("sales", assortment.products, tables.lines, as_of=as_of),
        buyers=steps.take("buyers", assortment.buyers, tables.lines, scores, as_of=as_of),
        best=steps.take("best", assortment.best_buyers, tables.lines, as_of=as_of),
        partners=steps.take("partners", baskets.partners, tables.lines, as_of=as_of),
    )


def _foresee(
    steps: _Steps, tables: Tables, occasions: "pa.Table", known: "pa.Table", as_of: date
) -> tuple["pa.Table", value.Models | None, dict[str, Rows], "pa.Table"]:
    """
    The estimates per buyer, the models, what these and their test say, and who was in the test.

    Nothing where too little is known.
    """
    buyers = value.buyers(known, as_of=as_of)
    reason = value.why_unknown(buyers)
    if reason is not None:
        told: dict[str, Rows] = {"models": [{"reason": reason}], "calibration": [], "second_orders": []}
        return estimates.unknown(known), None, told, calibration.nobody()

    first_on = _earliest(steps.engine, known)
    tested: Calibration = steps.take(
        "calibration", calibration.hold_out, occasions, tables.orders, first_on=first_on, as_of=as_of
    )
    models = steps.take("fit", lambda _: value.fit(buyers, doubt=abs(tested.value_error or 0.0)))
    expected = steps.take("outlook", lambda _: estimates.estimates(known, buyers, models, as_of=as_of))
    return (
        expected,
        models,
        {
            "models": [_models_row(models, tested)],
            "calibration": tested.rows,
            "second_orders": repurchase.curve(models.second, longest=SECOND_ORDER_DAYS, step=SECOND_ORDER_STEP),
        },
        tested.people,
    )


def _count(steps: _Steps, table: "pa.Table") -> dict[str, Rows]:
    """How the people are spread over what was learned of them."""
    spreads = {
        name: steps.rows(name, spread.bins, table, column=column, edges=edges)
        for name, (column, edges) in SPREADS.items()
    }
    return spreads | {
        "stages": steps.rows("counts", _counts, table),
        "moves": steps.rows("moves", moves.counts, table),
        "rfm": steps.rows("grid", rfm.grid, table),
    }


def _earliest(engine: "Engine", known: "pa.Table") -> date:
    day: date = engine.run("select min(first_on) as first_on from facts", facts=known).to_pylist()[0]["first_on"]
    return day


def _models_row(models: value.Models, tested: Calibration) -> dict[str, Any]:
    purchases, spend = models.purchases, models.spend
    return {
        "reason": None,
        "r": purchases.r, "alpha_weeks": purchases.alpha, "a": purchases.a, "b": purchases.b,
        "p": spend.p, "q": spend.q, "v": spend.v,
        "purchases_covariance": purchases.covariance.tolist(), "spend_covariance": spend.covariance.tolist(),
        "held_out_days": tested.days, "held_out_reason": tested.reason,
        "held_out_purchases_error": tested.purchases_error, "held_out_value_error": tested.value_error,
    }  # fmt: skip


def _people(engine: "Engine", people: Any) -> "pa.Table":
    """The people with the two marks that a lake without them leaves out: nobody anonymous, nobody set apart."""
    bare = engine.run("select * from people limit 0", people=people).column_names
    marks = [name if name in bare else f"false as {name}" for name in ("anonymous", "marked")]
    return engine.run(f"select person, first_seen_on, {', '.join(marks)} from people", people=people)


def _counts(engine: "Engine", scores: "pa.Table") -> "pa.Table":
    sql = """
        select stage, count(*) as people, cast(sum(spent) as decimal(20, 6)) as spent,
               cast(sum(value_365) as decimal(20, 6)) as value_365
        from scores group by stage order by stage
    """
    return engine.run(sql, scores=scores)
