"""Control totals: what was read, what was taken over, and that not a digit was lost in between."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pyarrow

DIGITS = 80


@dataclass(slots=True)
class Totals:
    """Counts and sums over one file; `read` is `accepted` and `rejected` together.

    `money` is quantity times price (or the line total, where the file has only that) of the accepted rows, as the
    file has it; `money_staged` is the same after amounts are cut to six decimals, `rounding` the difference.
    """

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    passed_over: int = 0
    money: Decimal = Decimal(0)
    money_staged: Decimal = Decimal(0)
    money_rejected: Decimal = Decimal(0)
    first_on: date | None = None
    last_on: date | None = None
    orders: int = 0
    buyers: int = 0
    without_buyer: int = 0
    ambiguous_times: int = 0
    shifted_times: int = 0
    unusable_emails: int = 0
    unusable_birthdays: int = 0

    @property
    def rounding(self) -> Decimal:
        """What cutting to six decimals has taken from or added to the money."""
        return self.money - self.money_staged

    def as_json(self) -> dict[str, Any]:
        """Plain values: money as decimal strings, days in ISO."""
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__} | {"rounding": self.rounding}
        for name, value in values.items():
            if isinstance(value, Decimal):
                values[name] = written(value)
            elif isinstance(value, date):
                values[name] = value.isoformat()
        return values


class Ledger:
    """Adds up batches; distinct orders and buyers are kept as hashes in the engine."""

    def __init__(self, engine: "duckdb.DuckDBPyConnection") -> None:
        self.totals = Totals()
        self._engine = engine
        engine.execute("create or replace temp table met (kind varchar, hash ubigint)")

    def add(self, rows: "pyarrow.Table", *, is_order: bool) -> None:
        """Take a batch of judged rows into account."""
        self._engine.register("judged_rows", rows)
        found = self._engine.execute(ORDER_SUMS if is_order else OTHER_SUMS).fetchall()[0]
        accepted, rejected, money, money_rejected, first, last, nobody = found
        totals = self.totals
        totals.accepted += accepted
        totals.rejected += rejected
        totals.read += accepted + rejected
        totals.money_staged += money or 0
        totals.money += (money or 0) + self._lost(rows)
        totals.money_rejected += money_rejected or 0
        totals.without_buyer += nobody
        totals.first_on = min(filter(None, (totals.first_on, first)), default=None)
        totals.last_on = max(filter(None, (totals.last_on, last)), default=None)
        self._engine.execute(MET_BUYERS)
        if is_order:
            self._engine.execute(MET_ORDERS)

    def closed(self) -> Totals:
        """The totals, with what is counted once only."""
        found = self._engine.execute("select kind, count(distinct hash) from met group by kind").fetchall()
        counts: dict[str, int] = dict(found)
        self.totals.orders, self.totals.buyers = counts.get("order", 0), counts.get("buyer", 0)
        return self.totals

    def _lost(self, rows: "pyarrow.Table") -> Decimal:
        """Exact money minus kept money, of the accepted rows whose amounts had more than six decimals."""
        rounded = self._engine.execute(
            "select exact, money from judged_rows where exact is not null and problem is null"
        )
        lost = Decimal(0)
        with localcontext() as context:
            context.prec = DIGITS
            for (quantity, price, whole), money in rounded.fetchall():
                exact = Decimal(quantity or 1) * Decimal(price) if price is not None else Decimal(whole)
                lost += exact - money
        return lost


def written(amount: Decimal) -> str:
    """A decimal string without exponent and without idle zeros."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


ORDER_SUMS = """
    select count(*) filter (problem is null), count(*) filter (problem is not null),
           sum(money) filter (problem is null), sum(money) filter (problem is not null),
           min(placed_on) filter (problem is null), max(placed_on) filter (problem is null),
           count(*) filter (problem is null and buyer is null)
    from judged_rows
"""
OTHER_SUMS = """
    select count(*) filter (problem is null), count(*) filter (problem is not null), null, null, null, null,
           count(*) filter (problem is null and buyer is null)
    from judged_rows
"""
MET_BUYERS = (
    "insert into met select distinct 'buyer', hash(buyer) from judged_rows where problem is null and buyer is not null"
)
MET_ORDERS = "insert into met select distinct 'order', hash(order_number) from judged_rows where problem is null"
