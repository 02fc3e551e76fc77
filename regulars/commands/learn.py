"""`regulars learn`: bring the lake up to date, learn the stores, and say what was found."""

from datetime import date, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.commands import console, places, session

if TYPE_CHECKING:
    from regulars.base.workspace.models import Store
    from regulars.insight.models import Run

AsOf = Annotated[str | None, typer.Option("--as-of", help="Learn as of the end of this day, such as 2026-03-31.")]
Only = Annotated[str | None, typer.Option("--store", help="One store only, by name.")]
IfChanged = Annotated[bool, typer.Option("--if-changed", help="Only stores that were imported into since.")]
MOST_FINDINGS = 12


class NoSuchDay(Refusal):
    message = "“%(day)s” is no day; write it as 2026-03-31."


def learn(
    as_of: AsOf = None, store: Only = None, if_changed: IfChanged = False, as_json: console.AsJson = False
) -> None:
    """Learn from the history, and print the findings."""
    with console.refusals():
        day = day_of(as_of)
        with session.database():
            from regulars.insight import runs

            stores = [one for one in places.known_stores(store) if not (if_changed and runs.is_current(one))]
            learn_and_tell(stores, as_of=day, as_json=as_json, is_one=store is not None)


def day_of(text: str | None) -> date | None:
    """
    The day that a text names.

    :raises NoSuchDay: if it names none.
    """
    try:
        return datetime.strptime(text, "%Y-%m-%d").date() if text else None  # noqa: DTZ007
    except ValueError as error:
        raise NoSuchDay(day=text) from error


def learn_and_tell(stores: list["Store"], *, as_of: date | None, as_json: bool, is_one: bool = True) -> None:
    from regulars import flow
    from regulars.base.lake import export
    from regulars.insight.study import NothingToLearn, study

    began = perf_counter()
    exported = export.all_tables(flow.LAKE, at=clock.now())
    seconds = round(perf_counter() - began, 2)
    facts: dict[str, Any] = {"exported": exported.rows, "export_seconds": seconds, "stores": []}
    for store in stores:
        try:
            with Console(stderr=True).status(f"Learning {store.name} …"):
                run = study(store, as_of=as_of, at=clock.now())
        except NothingToLearn as refusal:
            if is_one:
                raise
            facts["stores"].append({"store": store.name, "problem": str(refusal)})
            continue
        facts["stores"].append(learned(run))
    console.report(facts, as_json=as_json, lines=[line for told in facts["stores"] for line in lines(told)])


def learned(run: "Run") -> dict[str, Any]:
    from regulars.insight import sentences

    found = [
        {
            "rule": finding.rule, "news": finding.news, "people": finding.people, "stake": finding.stake,
            "stake_low": finding.stake_low, "stake_high": finding.stake_high, "currency": run.store.currency,
            "sentence": sentences.told(finding, currency=run.store.currency), "behind": finding.behind,
        }
        for finding in run.findings.in_order()
    ]  # fmt: skip
    results = {result.technique: result.rows for result in run.results.all()}
    return {
        "store": run.store.name, "as_of": run.as_of, "run": run.id, "people": run.facts["people"],
        "seconds": round(sum(run.facts["seconds"].values()), 2), "findings": found, "results": results,
    }  # fmt: skip


def lines(told: dict[str, Any]) -> list[str]:
    if "problem" in told:
        return [told["problem"]]
    head = f"{told['store']}, as of {told['as_of']}: {told['people']:,} people learned in {told['seconds']} s."
    shown = [f"  • {finding['sentence']}" for finding in told["findings"][:MOST_FINDINGS]]
    return [head, *(shown or ["  Nothing stands out yet."])]
