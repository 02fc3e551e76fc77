"""Scores and their trend, from the figures of the days: of a circle, of a store, of its sources, and of one person.

A score is the share that holds of all that is asked, each rule by its weight, of 100; where nothing is asked, there is
none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from regulars.base.workspace.models import Circle, Store
from regulars.collect.models import Import, Source
from regulars.identity.models import Person
from regulars.profile.models import Quality, QualityFigure
from regulars.profile.quality.rules import BY_NAME, Dimension, Rule

TREND_DAYS = 90


@dataclass(frozen=True, slots=True)
class Figure:
    """How a rule stands: of how many it speaks, and how many fail it."""

    rule: Rule
    applied: int
    failed: int

    @property
    def share(self) -> float:
        return 1 - self.failed / self.applied


@dataclass(frozen=True, slots=True)
class Standing:
    """How good the data of a place are on a day."""

    day: date
    figures: Sequence[Figure]

    @property
    def score(self) -> int | None:
        return score(self.figures)

    @property
    def dimensions(self) -> Mapping[Dimension, int | None]:
        return {each: score([f for f in self.figures if f.rule.dimension == each]) for each in Dimension}


def score(figures: Iterable[Figure]) -> int | None:
    """Rounded down, so that 100 means that nothing at all is wrong."""
    asked = list(figures)
    weight = sum(figure.rule.weight for figure in asked)
    return int(100 * sum(figure.rule.weight * figure.share for figure in asked) / weight) if weight else None


def figures_of(store: Store) -> QuerySet[QualityFigure]:
    return QualityFigure.objects.filter(store=store, source="")


def now(store: Store) -> Standing | None:
    """Those of a store's last check; none before the first."""
    mine = figures_of(store)
    last = QualityFigure.objects.filter(circle=store.circle_id).aggregate(day=Max("day"))["day"]
    return None if last is None else Standing(last, read(mine.filter(day=last)))


def of_circle(circle: Circle) -> Standing | None:
    """Those of all people of a circle, whichever store they are of."""
    mine = QualityFigure.objects.filter(circle=circle, source="")
    last = mine.aggregate(day=Max("day"))["day"]
    return None if last is None else Standing(last, read(mine.filter(store=None, day=last)))


def trend(store: Store, *, until: date) -> list[Standing]:
    """One standing for each day that was looked at, the oldest first."""
    days: dict[date, list[QualityFigure]] = defaultdict(list)
    for row in figures_of(store).filter(day__gt=until - timedelta(days=TREND_DAYS), day__lte=until).order_by("day"):
        days[row.day].append(row)
    return [Standing(day, read(rows)) for day, rows in days.items()]


@dataclass(frozen=True, slots=True)
class Told:
    """How good is what a source has told: by `source` identifiers name it, `name` is what it is called."""

    source: str
    name: str
    people: int
    standing: Standing


def by_source(store: Store, *, most: int) -> list[Told]:
    """The sources that have told of most people of a store."""
    found: dict[str, list[QualityFigure]] = defaultdict(list)
    for row in QualityFigure.objects.filter(store=store).exclude(source=""):
        found[row.source].append(row)
    people = {source: max(row.applied for row in rows) for source, rows in found.items()}
    first = sorted(found, key=lambda source: (-people[source], source))[:most]
    called = names(first)
    return [
        Told(source, called.get(source, source), people[source], Standing(found[source][0].day, read(found[source])))
        for source in first
    ]


def names(told: Sequence[str]) -> dict[str, str]:
    """What sources are called: a file by its name, a shop by the name that it was given."""
    parted = [each.partition(":") for each in told]
    files = Import.objects.filter(id__in=[int(id) for kind, _, id in parted if kind == "import"])
    shops = Source.objects.filter(public_id__in=[id for kind, _, id in parted if kind == "source"])
    called = {f"import:{id}": name for id, name in files.values_list("id", "file_name")}
    return called | {f"source:{id}": name for id, name in shops.values_list("public_id", "name")}


def of_person(person: Person) -> tuple[int, list[Rule]]:
    """The score of a human being, and the rules that fail, the weightiest first."""
    return told(Quality.objects.filter(person=person.canonical_id).first())


def told(found: Quality | None) -> tuple[int, list[Rule]]:
    """The same of what is kept of them; whoever fails nothing has no row."""
    if found is None:
        return 100, []
    rules = [BY_NAME[name] for name in found.flaws if name in BY_NAME]
    return found.score, sorted(rules, key=lambda rule: -rule.weight)


def read(rows: Iterable[QualityFigure]) -> list[Figure]:
    """The figures of the rules that there are, as they are declared."""
    known = {row.rule: row for row in rows if row.applied}
    return [Figure(rule, known[name].applied, known[name].failed) for name, rule in BY_NAME.items() if name in known]
