"""`regulars duplicates`: compare all people, and list who may be one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.commands import console, places, session

if TYPE_CHECKING:
    from regulars.base.workspace.models import Circle
    from regulars.identity.duplicates.matching import Pair
    from regulars.identity.models import Person

Only = Annotated[str | None, typer.Option("--store", help="Only the people of this store and those that share them.")]
Least = Annotated[
    float | None, typer.Option("--threshold", help="List pairs from this probability on; else those suggested.")
]
IfChanged = Annotated[bool, typer.Option("--if-changed", help="Only who has changed since the last time, if anybody.")]
SHOWN = 40


class NoProbability(Refusal):
    message = "“%(value)s” is no probability; it lies between 0.01 and 1."


def duplicates(
    store: Only = None, threshold: Least = None, if_changed: IfChanged = False, as_json: console.AsJson = False
) -> None:
    """Find people who may be one, keep them as suggestions, and list them with the reasons."""
    with console.refusals():
        if threshold is not None and not 0.01 <= threshold <= 1:
            raise NoProbability(value=threshold)
        with session.database():
            from regulars.profile import duplicates as finding

            found = places.known_stores(store)
            circles = {place.circle_id: place.circle for place in found}
            wanted = [circle for circle in circles.values() if not (if_changed and finding.is_current(circle))]
            only = found[0].public_id if store is not None else ""
            told = [compared(circle, threshold, only=only, only_changed=if_changed) for circle in wanted]
            facts = {
                "people": sum(one["people"] for one in told), "compared": sum(one["compared"] for one in told),
                "threshold": told[0]["threshold"] if told else threshold,
                "pairs": [pair for one in told for pair in one["pairs"]],
                "circles": [{key: value for key, value in one.items() if key != "pairs"} for one in told],
            }  # fmt: skip
            console.report(facts, as_json=as_json, lines=lines(facts))


def compared(circle: "Circle", threshold: float | None, *, only: str, only_changed: bool) -> dict[str, Any]:
    from regulars.identity import rules
    from regulars.profile import duplicates as finding

    with Console(stderr=True).status(f"Comparing the people of {circle.name} …"):
        found = finding.find(circle, at=clock.now(), threshold=threshold, only_changed=only_changed)
    least = rules.of(circle).suggest_from if threshold is None else threshold
    shown = [pair for pair in found.pairs if pair.probability >= least]
    return {
        "circle": circle.name, "threshold": least, "people": found.run.people, "compared": found.run.compared,
        "changed": None if found.run.is_whole else found.run.changed, "merged": found.run.merged,
        "version": found.run.version, "decisions": found.run.decisions,
        "seconds": round((found.run.ended_at - found.run.began_at).total_seconds(), 2), "pairs": described(shown, only),
    }  # fmt: skip


def described(pairs: Sequence["Pair"], only: str) -> list[dict[str, Any]]:
    """The pairs with the public ids of their people, all keys of each, and the reasons; `only` names a store."""
    who = known({id for pair in pairs for id in (pair.older, pair.newer, pair.through) if id is not None}, only)
    return [
        {
            "probability": round(pair.probability, 6), "bits": pair.bits, "older": who[pair.older],
            "newer": who[pair.newer],
            "evidence": [
                {"field": reason.field, "level": reason.level, "bits": reason.bits}
                for reason in pair.reasons if reason.level != "unknown"
            ],
            "through": who[pair.through]["person"] if pair.through in who else None,
        }
        for pair in pairs if pair.older in who and pair.newer in who
    ]  # fmt: skip


def known(ids: Iterable[int], only: str) -> dict[int, dict[str, Any]]:
    """The people of these ids, without those who have customer numbers of other stores alone."""
    from regulars.commerce import origins
    from regulars.identity.models import Identifier
    from regulars.profile.models import Profile

    wanted = sorted(ids)
    names = dict(Profile.objects.filter(person__in=wanted).values_list("person_id", "name"))
    found = {person.id: named(person, names) for person in people(wanted)}
    for person, files in origins.of(wanted).items():
        found[person]["rows"] = [
            {"import": file.import_id, "file": file.file, "line": line} for file in files for line in file.lines
        ]
    scopes: dict[int, set[str]] = defaultdict(set)
    keys = Identifier.objects.filter(person__in=wanted).order_by("id")
    for person, kind, value, scope in keys.values_list("person_id", "kind", "value", "scope"):
        found[person]["identifiers"].setdefault(kind, []).append(value)
        scopes[person] |= {scope} - {""}
    return {id: each for id, each in found.items() if not (only and scopes[id] and only not in scopes[id])}


def people(ids: Sequence[int]) -> Iterable["Person"]:
    from regulars.identity.models import Person

    return Person.objects.filter(id__in=ids).select_related("canonical")


def named(person: "Person", names: dict[int, str]) -> dict[str, Any]:
    return {"person": person.public_id, "now": person.canonical.public_id, "name": names.get(person.id, ""),
            "identifiers": {}, "rows": []}  # fmt: skip


def lines(facts: dict[str, Any]) -> list[str]:
    head = f"{facts['people']:,} people compared: {len(facts['pairs']):,} pairs may be one person."
    shown = [
        f"  {pair['probability']:.3f}  {label(pair['older'])}  ~  {label(pair['newer'])}"
        f"  ({', '.join(one['field'] + ' ' + one['level'] for one in pair['evidence'])})"
        for pair in facts["pairs"][:SHOWN]
    ]
    more = len(facts["pairs"]) - SHOWN
    return [head, *shown, *([f"  … and {more:,} more; --json lists all"] if more > 0 else [])]


def label(person: dict[str, Any]) -> str:
    keys = [value for values in person["identifiers"].values() for value in values]
    return f"{person['name'] or '?'} [{keys[0] if keys else person['person']}]"
