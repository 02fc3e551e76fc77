"""Ask every rule, and put what has most money at stake first."""

from collections.abc import Iterator

from regulars.insight.rules import goods, people, sales
from regulars.insight.rules.finding import Finding, Ground


def found(ground: Ground) -> list[Finding]:
    """All findings of a run, by money at stake; those without money stand last, in the order of the rules."""
    return sorted(_all(ground), key=lambda finding: -(finding.stake.money if finding.stake else 0.0))


def _all(ground: Ground) -> Iterator[Finding]:
    for rule in (*people.RULES, *sales.RULES):
        finding = rule(ground)
        if finding is not None:
            yield finding
    for each in goods.RULES:
        yield from each(ground)
