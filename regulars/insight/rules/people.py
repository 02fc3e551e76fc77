"""Findings about groups of people and what they will bring."""

from datetime import timedelta

from regulars.insight.rules.finding import FEWEST_PEOPLE, Finding, Ground, Range

DUE_DAYS = 14
REGULAR_PURCHASES = 3
SENDS_BACK = 0.5


def overdue_regulars(ground: Ground) -> Finding | None:
    """Who bought at least three times, and would have bought again by now by their own rhythm."""
    people = {"stage": "at_risk", "occasions__gte": REGULAR_PURCHASES}
    group = ground.group(people)
    return (
        None
        if group is None
        else Finding("overdue_regulars", people=group.people, stake=group.stake, behind={"people": people})
    )


def due_soon(ground: Ground) -> Finding | None:
    """Who is on time, and has the next order due within two weeks."""
    people = {
        "stage__in": ["repeat", "loyal"],
        "next_on__lte": (ground.as_of + timedelta(days=DUE_DAYS)).isoformat(),
    }
    group = ground.group(people)
    return (
        None
        if group is None
        else Finding(
            "due_soon", values={"days": DUE_DAYS}, people=group.people, stake=group.stake, behind={"people": people}
        )
    )


def second_order(ground: Ground) -> Finding | None:
    """Who bought once, lately enough that the second order is still likely by the store's record."""
    people = {"stage": "first_time"}
    group = ground.group(people)
    return None if group is None else Finding(
        "second_order", values={"chance": group.chance}, people=group.people, stake=group.stake,
        behind={"people": people},
    )  # fmt: skip


def few_make_most(ground: Ground) -> Finding | None:
    """The buyers who make 80 % of the sales."""
    people = {"share_before__lt": 0.8}
    group = ground.group(people)
    buyers = ground.first("summary").get("buyers") or 0
    return None if group is None else Finding(
        "few_make_most", values={"share": group.people / buyers}, people=group.people, stake=group.stake,
        behind={"people": people},
    )  # fmt: skip


def slipped_away(ground: Ground) -> Finding | None:
    """Former regulars who are lost: what they had spent, and what may still come from them."""
    people = {"stage": "lost", "occasions__gte": REGULAR_PURCHASES}
    group = ground.group(people)
    return None if group is None else Finding(
        "slipped_away", values={"spent": group.spent}, people=group.people, stake=group.stake,
        behind={"people": people},
    )  # fmt: skip


def discount_only(ground: Ground) -> Finding | None:
    """Who came back, and never bought without a discount."""
    people = {"discounted_share__gte": 1.0, "orders__gte": 2}
    group = ground.group(people)
    buyers = ground.first("summary").get("buyers") or 0
    # Where nearly everybody has a discount (a launch, a members' shop) it tells nobody apart.
    if group is None or group.people > buyers / 2:
        return None
    given = _total(ground, "discount", "discounted_share >= 1.0 and orders >= 2")
    return Finding("discount_only", people=group.people, stake=Range(given), behind={"people": people})


def send_back_half(ground: Ground) -> Finding | None:
    """Who sends back half of what they buy, or more, over several orders."""
    people = {"return_rate__gte": SENDS_BACK, "orders__gte": 2}
    group = ground.group(people)
    if group is None or group.people < FEWEST_PEOPLE:
        return None
    returned = _total(ground, "returned", f"return_rate >= {SENDS_BACK} and orders >= 2")
    return Finding("send_back_half", people=group.people, stake=Range(returned), behind={"people": people})


def _total(ground: Ground, column: str, condition: str) -> float:
    sql = f"select sum(cast({column} as double)) as total from scores where {condition}"
    return float(ground.engine.run(sql, scores=ground.scores).to_pylist()[0]["total"] or 0.0)


RULES = (overdue_regulars, due_soon, second_order, few_make_most, slipped_away, discount_only, send_back_half)
