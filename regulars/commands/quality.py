"""`regulars quality`: look at all people, orders and products, and say how good the data are and what to fix first."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.base.kit import clock
from regulars.commands import console, places, session

if TYPE_CHECKING:
    from regulars.base.workspace.models import Store

Only = Annotated[str | None, typer.Option("--store", help="Only this store; else all of them.")]
SHOWN = 12


def quality(store: Only = None, as_json: console.AsJson = False) -> None:
    """Look at all data, and list what is wrong, what costs most first."""
    with console.refusals(), session.database():
        from regulars.insight import stakes
        from regulars.profile.quality import checking

        wanted, at = places.known_stores(store), clock.now()
        for circle in {place.circle_id: place.circle for place in wanted}.values():
            checking.check(circle, at=at)
        for place in wanted:
            stakes.reckon(place, at=at)
        told = [facts(place) for place in wanted]
        console.report({"stores": told}, as_json=as_json, lines=[line for each in told for line in lines(each)])


def facts(store: "Store") -> dict[str, Any]:
    from regulars.insight.models import Stake
    from regulars.profile.quality import scores

    known = {stake.rule: stake.money for stake in Stake.objects.filter(store=store)}
    now = scores.now(store)
    figures = sorted(now.figures if now else (), key=lambda each: (-(known.get(each.rule.name) or 0), -each.failed))
    return {
        "store": store.name, "currency": store.currency, "day": now.day if now else None,
        "score": now.score if now else None,
        "dimensions": {str(name): score for name, score in now.dimensions.items()} if now else {},
        "rules": [
            {
                "rule": each.rule.name, "says": str(each.rule.label), "dimension": str(each.rule.dimension),
                "about": str(each.rule.about), "applied": each.applied, "failed": each.failed,
                "at_stake": known.get(each.rule.name),
            }
            for each in figures
        ],
    }  # fmt: skip


def lines(told: dict[str, Any]) -> list[str]:
    if told["score"] is None:
        return [f"{told['store']}: nothing to look at yet."]
    parts = ", ".join(f"{name} {score}" for name, score in told["dimensions"].items() if score is not None)
    wrong = [each for each in told["rules"] if each["failed"]]
    return [
        f"{told['store']}: {told['score']} of 100 ({parts})",
        *(
            f"  {each['failed']:>9,} of {each['applied']:<11,} {each['says']}{stake(each, told['currency'])}"
            for each in wrong[:SHOWN]
        ),
        *([f"  … and {len(wrong) - SHOWN} more; --json lists all"] if len(wrong) > SHOWN else []),
    ]


def stake(each: dict[str, Any], currency: str) -> str:
    return "" if each["at_stake"] is None else f"  ({each['at_stake']:,.0f} {currency} at stake)"
