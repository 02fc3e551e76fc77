"""Data quality: scores, what to fix first, trend, sources, and one person."""

from decimal import Decimal

from django.utils.translation import gettext_lazy
from ninja import Router

from regulars.api import reach
from regulars.api.fetching import one
from regulars.api.fields import PersonId, StoreId
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.quality import shapes
from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Act, Thing
from regulars.insight.models import Stake
from regulars.profile.quality import scores
from regulars.profile.quality.scores import Figure, Standing

MOST_SOURCES = 100

router = Router(tags=["quality"], auth=ApiKeyWith(Act.SEE, Thing.PEOPLE))


class NothingChecked(Refusal):
    message = gettext_lazy("The data of this store have not been looked at yet; this happens after each import.")
    status = 404


@router.get("", response=shapes.Quality)
def get_quality(request: KeyRequest, store: StoreId) -> shapes.Quality:
    """How good the data of a store are, and what to fix first."""
    place = one(reach.stores(request.auth), store)
    now = scores.now(place)
    if now is None:
        raise NothingChecked
    sees = request.auth.may(Act.SEE, Thing.INSIGHT)
    known = {stake.rule: stake.money for stake in Stake.objects.filter(store=place)} if sees else {}
    figures = sorted(now.figures, key=lambda each: (-(known.get(each.rule.name) or 0), -each.rule.weight, -each.failed))
    rules = [rule(each, known.get(each.rule.name)) for each in figures]
    return shapes.Quality(**standing(now).dict(), currency=place.currency, rules=rules)


@router.get("/trend", response=shapes.Trend)
def list_quality_days(request: KeyRequest, store: StoreId) -> shapes.Trend:
    """How the scores of a store have moved."""
    place = one(reach.stores(request.auth), store)
    today = clock.local_day(clock.now(), place.zone)
    return shapes.Trend(items=[standing(each) for each in scores.trend(place, until=today)])


@router.get("/sources", response=shapes.Sources)
def list_quality_of_sources(request: KeyRequest, store: StoreId) -> shapes.Sources:
    """How good is what each file and source has told of the people of a store."""
    found = scores.by_source(one(reach.stores(request.auth), store), most=MOST_SOURCES)
    items = [
        shapes.SourceStanding(
            source=each.source, name=each.name, people=each.people, score=each.standing.score,
            dimensions=dict(each.standing.dimensions),
        )
        for each in found
    ]  # fmt: skip
    return shapes.Sources(items=items)


@router.get("/people/{id}", response=shapes.PersonQuality)
def get_quality_of_person(request: KeyRequest, id: PersonId) -> shapes.PersonQuality:
    """How good is what is known of one person. The id of somebody merged away counts as the person they are now."""
    person = one(reach.people(request.auth).select_related("canonical"), id)
    score, flaws = scores.of_person(person)
    return shapes.PersonQuality(
        person_id=person.canonical.public_id, score=score, flaws=[each.name for each in flaws]
    )  # fmt: skip


def standing(now: Standing) -> shapes.Standing:
    return shapes.Standing(day=now.day, score=now.score, dimensions=dict(now.dimensions))


def rule(figure: Figure, money: Decimal | None) -> shapes.RuleFigure:
    asked = figure.rule
    return shapes.RuleFigure(
        rule=asked.name, label=str(asked.label), dimension=asked.dimension, about=asked.about, weight=asked.weight,
        applied=figure.applied, failed=figure.failed, at_stake=money,
    )  # fmt: skip
