"""Put the outlook of every buyer in a table: chances, expected purchases and value with ranges, and the next order."""

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from regulars.insight import future, value
from regulars.insight.likelihood import Vector

if TYPE_CHECKING:
    import pyarrow as pa

    from regulars.insight.value import Buyers, Models

YEAR = 365
LONGEST_WAIT = 1095  # days; a next order that lies further off is not worth a date
WINDOW = {"next_from": 0.25, "next_on": 0.5, "next_to": 0.75}
"""Half of those who order again do so between the outer two days."""


def estimates(facts: "pa.Table", buyers: "Buyers", models: "Models", *, as_of: date) -> "pa.Table":
    """
    One row per buyer, in the order of `facts`.

    `alive` is null for those who bought once. `overdue` is the share of comparable active buyers who would have bought
    again by now. Variance and doubt serve the ranges of groups: variances add up, doubts are shared and so add up too.
    """
    import pyarrow as pa

    kept = 1 - np.clip(_share(facts, "returned", "spent", buyers), 0.0, 1.0)
    columns: dict[str, Any] = {"person": facts.column("person")}
    columns |= _standing(models, buyers)
    for horizon in value.HORIZONS:
        outlook = value.outlook(models, buyers, horizon=horizon, kept=kept)
        low, high = outlook.range()
        columns |= {
            f"chance_{horizon}": outlook.chance, f"purchases_{horizon}": outlook.purchases,
            f"value_{horizon}": outlook.value, f"value_{horizon}_low": low, f"value_{horizon}_high": high,
            f"value_{horizon}_variance": outlook.variance, f"value_{horizon}_doubt": outlook.doubt,
        }  # fmt: skip
    columns["margin_365"] = _margin(facts, buyers, columns[f"value_{YEAR}"])
    columns |= _next_order(models, buyers, as_of=as_of)
    return pa.table(columns)


def standing(facts: "pa.Table", buyers: "Buyers", models: "Models") -> "pa.Table":
    """Only what the stages ask for: `alive`, `overdue` and `chance_90`."""
    import pyarrow as pa

    chance = value.chance_to_buy(models, buyers, horizon=value.HORIZONS[0])
    return pa.table({"person": facts.column("person"), "chance_90": chance} | _standing(models, buyers))


def unknown(facts: "pa.Table") -> "pa.Table":
    """The same table with nothing in it, for a store of which nothing can be said yet."""
    import pyarrow as pa

    names = ["alive", "overdue"]
    for horizon in value.HORIZONS:
        names += [f"{name}_{horizon}" for name in ("chance", "purchases", "value")]
        names += [f"value_{horizon}_{name}" for name in ("low", "high", "variance", "doubt")]
    columns = {"person": facts.column("person")}
    columns |= {name: pa.nulls(facts.num_rows, pa.float64()) for name in [*names, "margin_365"]}
    return pa.table(columns | {name: pa.nulls(facts.num_rows, pa.date32()) for name in WINDOW})


def _standing(models: "Models", buyers: "Buyers") -> dict[str, Any]:
    import pyarrow as pa

    x, t_x, T = buyers.history
    parameters, once = models.purchases.parameters, x == 0
    overdue = future.chance_overdue(parameters, x, t_x, T)
    overdue[once] = models.second.passed(buyers.age[once], horizon=YEAR)
    alive = future.chance_active(parameters, x, t_x, T)
    return {"alive": pa.array(alive, mask=once), "overdue": overdue}


def _next_order(models: "Models", buyers: "Buyers", *, as_of: date) -> dict[str, "pa.Array"]:
    import pyarrow as pa

    x, _, T = buyers.history
    once, today = x == 0, (as_of - date(1970, 1, 1)).days
    columns = {}
    for name, share in WINDOW.items():
        wait = future.next_purchase(models.purchases.parameters, x, T, share=share) * 7
        wait[once] = models.second.window(buyers.age[once], horizon=YEAR, share=share)
        days = today + np.ceil(np.minimum(wait, LONGEST_WAIT)).astype(np.int32)
        columns[name] = pa.array(days.astype(np.int32), mask=wait > LONGEST_WAIT).cast(pa.date32())
    return columns


def _margin(facts: "pa.Table", buyers: "Buyers", expected: Vector) -> "pa.Array":
    """The margin in the expected value, at the person's own rate; null where no cost is known in the whole store."""
    import pyarrow as pa

    costed = _numbers(facts, "costed")
    if not costed.sum():
        return pa.nulls(facts.num_rows, pa.float64())
    return pa.array(expected * _share(facts, "margin", "costed", buyers))


def _share(facts: "pa.Table", part: str, whole: str, buyers: "Buyers") -> Vector:
    return value.own_share(_numbers(facts, part), _numbers(facts, whole), buyers.mean_value)


def _numbers(facts: "pa.Table", name: str) -> Vector:
    numbers: Vector = facts.column(name).cast("float64").fill_null(0.0).to_numpy()
    return numbers
