"""`regulars explain`: from which orders, and by which clauses, each score of a person came."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.base.kit.refusal import Refusal
from regulars.commands import console, places, session

if TYPE_CHECKING:
    from regulars.base.workspace.models import Store
    from regulars.identity.models import Person

Who = Annotated[str, typer.Argument(help="A public id, e-mail, phone or customer number.")]
Only = Annotated[str | None, typer.Option("--store", help="The store whose scores are meant; else each that has any.")]
MOST_ORDERS = 50


class NobodyOfThatName(Refusal):
    message = "Nobody is known as “%(who)s”."


class NotLearned(Refusal):
    message = "Nothing has been learned of “%(who)s” yet. Run: regulars learn"


def explain(person: Who, store: Only = None, as_json: console.AsJson = False) -> None:
    """Say from which orders and which clauses each score of a person came."""
    with console.refusals(), session.database():
        found = find(person)
        told = [facts for place in places.known_stores(store) if (facts := explained(found, place)) is not None]
        if not told:
            raise NotLearned(who=person)
        facts = {"person": found.public_id, "stores": told}
        console.report(facts, as_json=as_json, lines=[line for one in told for line in lines(one)])


def find(who: str) -> "Person":
    """
    The canonical person of an identifier.

    :raises NobodyOfThatName: if there is none.
    """
    from regulars.identity.models import Identifier, Person

    people = Person.objects.select_related("canonical")
    person = people.filter(public_id=who).first()
    if person is None:
        keys = Identifier.objects.filter(value__in={who, who.strip().lower()}).order_by("id")
        person = people.filter(id__in=keys.values("person_id")).first()
    if person is None:
        raise NobodyOfThatName(who=who)
    return person.canonical


def explained(person: "Person", store: "Store") -> dict[str, Any] | None:
    from django.conf import settings

    from regulars.base.lake.engine import open_engine
    from regulars.insight import explain as clauses
    from regulars.insight import history, limits
    from regulars.insight.models import Run, Score

    run = Run.objects.current(store)
    score = Score.objects.filter(run=run, person=person).first() if run else None
    if run is None or score is None:
        return None
    models = run.results.get(technique="models").rows[0]
    with history.of_store(store) as past:
        told = clauses.explain(
            open_engine(settings.LAKE_ENGINE), score, past.tables["orders"], models=models, as_of=run.as_of,
            limits=limits.of(store),
        )  # fmt: skip
    return {
        "store": store.name, "as_of": run.as_of, "stage": score.stage, "rfm": score.rfm_group,
        "orders": told.orders, "clauses": [asdict(clause) for clause in told.clauses],
    }  # fmt: skip


def lines(told: dict[str, Any]) -> list[str]:
    head = f"{told['store']}, as of {told['as_of']}: {told['stage']}" + (f", {told['rfm']}" if told["rfm"] else "")
    orders = [
        f"  {order['placed_on']}  {order['kind']:<10} {order['net']:>14}{'' if order['counts'] else '  (no purchase)'}"
        for order in told["orders"][-MOST_ORDERS:]
    ]
    more = len(told["orders"]) - MOST_ORDERS
    clauses = [
        f"  {'✓' if clause['holds'] else '·'} {clause['score']}: {clause['question']}"
        + (f" [{clause['value']}]" if clause["value"] is not None else "")
        for clause in told["clauses"]
    ]
    return [head, *([f"  … {more} earlier orders"] if more > 0 else []), *orders, *clauses]
