"""What the page of data quality shows: scores with their trend, what to fix first by money, and the sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from regulars.base.workspace.models import Store
from regulars.insight.models import Stake
from regulars.profile.quality import repairs, scores
from regulars.profile.quality.rules import MEANT, About, Dimension
from regulars.profile.quality.scores import Figure, Standing
from regulars.web.components import show

type Words = str | Promise

MOST_SOURCES = 12
GOOD, FAIR = 90, 70
"""From which score on data are called good, and fair."""
BEHIND: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "no_customer": ("orders", {"customer": "no", "kind": "sale"}),
    "repeated_lines": ("orders", {"repeated": "yes", "kind": "sale"}),
    "no_cost": ("products", {"cost": "no", "kind": "merchandise"}),
}


@dataclass(frozen=True, slots=True)
class Score:
    """A score with what it says and how it has moved."""

    label: Words
    value: str
    meaning: Words
    trend: Sequence[int]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to what helps."""

    label: Words
    address: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that is wrong: how many fail, of how many, the money behind them, and what helps."""

    label: Words
    why: Words
    dimension: Words
    rows: str
    about: Words
    share: float
    address: str
    money: str
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class From:
    """A source, how many people it told of, its score, and what is worst."""

    label: str
    people: str
    score: int
    share: float
    tone: str
    worst: Words


def cards(days: Sequence[Standing]) -> list[Score]:
    """All together, and each dimension."""
    last = days[-1]
    whole = Score(
        _("All together"), of_100(last.score), _("All rules, each by its weight."), known(d.score for d in days)
    )
    found = [
        Score(each.label, of_100(last.dimensions[each]), MEANT[each], known(d.dimensions[each] for d in days))
        for each in Dimension
    ]
    return [whole, *found]


def known(values: Iterable[int | None]) -> list[int]:
    return [value for value in values if value is not None]


def of_100(value: int | None) -> str:
    return show.NOTHING if value is None else show.number(value)


def tone(score: int) -> str:
    return "good" if score >= GOOD else "warm" if score >= FAIR else "bad"


def fixes(standing: Standing, store: Store, *, sees_money: bool, may_edit: bool) -> list[Fix]:
    """Everything that is wrong: by the money at stake, then by how many it is about."""
    stakes = {stake.rule: stake for stake in Stake.objects.filter(store=store)}
    wrong = [figure for figure in standing.figures if figure.failed]

    def order(figure: Figure) -> tuple[Decimal, int, int]:
        stake = stakes.get(figure.rule.name)
        money = stake.money if stake and stake.money and sees_money else Decimal(0)
        return (-money, -figure.rule.weight, -figure.failed)

    return [
        fix(figure, stakes.get(figure.rule.name), store, sees_money=sees_money, may_edit=may_edit)
        for figure in sorted(wrong, key=order)
    ]


def fix(figure: Figure, stake: Stake | None, store: Store, *, sees_money: bool, may_edit: bool) -> Fix:
    rule = figure.rule
    money = show.worth(stake.money, store.currency) if stake and stake.money is not None and sees_money else ""
    return Fix(
        label=rule.label, why=rule.why, dimension=rule.dimension.label, rows=show.number(figure.failed),
        about=rule.about.label, share=figure.failed / figure.applied, address=behind(rule.name, rule.about),
        money=money,
        ways=list(ways(rule.name, rule.repairs)) if may_edit else [],
    )  # fmt: skip


def behind(rule: str, about: About) -> str:
    """The list of those who fail a rule."""
    if about == About.PEOPLE:
        return f"{reverse('customers')}?{urlencode({'flaw': rule})}"
    page, asked = BEHIND.get(rule, ("orders", {}))
    return f"{reverse(page)}?{urlencode(asked)}" if asked else reverse(page)


def ways(rule: str, names: Sequence[str]) -> Iterable[Way]:
    for name in names:
        yield Way(repairs.BY_NAME[name].label, reverse("quality_repair", args=[name]))
    if rule == "doubtful":
        yield Way(_("Duplicates"), reverse("duplicates"))
    if rule == "no_cost":
        yield Way(_("Import a file"), reverse("import_new"))


def sources(store: Store) -> list[From]:
    return [
        From(
            label=each.name, people=show.number(each.people), score=score, share=score / 100, tone=tone(score),
            worst=worst(each.standing),
        )
        for each in scores.by_source(store, most=MOST_SOURCES)
        if (score := each.standing.score) is not None
    ]  # fmt: skip


def worst(standing: Standing) -> Words:
    """The rule that costs most of the score."""
    wrong = [figure for figure in standing.figures if figure.failed]
    return max(wrong, key=lambda figure: figure.rule.weight * (1 - figure.share)).rule.label if wrong else ""


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The line of a score over the days, in a picture of 640 by 180."""

    points: str
    end: Point
    last: int
    since: date
    until: date


WIDTH, TOP, FLOOR, LEFT = 640, 12, 150, 40


def trend(days: Sequence[Standing]) -> Trend | None:
    """None where there are fewer than two days."""
    told = [(each.day, each.score) for each in days if each.score is not None]
    if len(told) < 2:
        return None
    span = max((told[-1][0] - told[0][0]).days, 1)
    points = [
        Point(round(LEFT + (WIDTH - LEFT - 40) * (day - told[0][0]).days / span, 1), round(level(score), 1))
        for day, score in told
    ]
    line = " ".join(f"{point.x:g},{point.y:g}" for point in points)
    return Trend(line, points[-1], told[-1][1], told[0][0], told[-1][0])


def level(score: int) -> float:
    return FLOOR - (FLOOR - TOP) * score / 100
