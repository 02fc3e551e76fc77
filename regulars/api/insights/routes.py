"""Insights: findings, scores, curves; always those of the store's current run."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from ninja import Query, Router

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import PersonId, StoreId, Text
from regulars.api.insights import picture, shapes
from regulars.api.insights.shapes import ScoresWindow
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.listing import Key, read_id
from regulars.api.problems import NotFound
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey
from regulars.identity.models import Person
from regulars.insight.models import Finding, Result, Run, Score

BY_PERSON = (Key("person_id", read_id),)
MOST_FINDINGS = 200

router = Router(tags=["insights"], auth=ApiKeyWith(Act.SEE, Thing.INSIGHT))


class NothingLearned(Refusal):
    message = gettext_lazy("Nothing has been learned of this store yet. Import orders; learning follows by itself.")
    status = 404


@router.get("/findings", response=shapes.Findings)
def list_findings(request: KeyRequest, store: StoreId) -> shapes.Findings:
    """The most decision-relevant facts of a store, in plain sentences with their numbers."""
    run = current(store, key=request.auth)
    rows = Finding.objects.filter(run=run).in_order()[:MOST_FINDINGS]
    items = [picture.finding(row, currency=run.store.currency) for row in rows]
    return shapes.Findings(items=items, **picture.learned(run))


@router.get("/scores", response=shapes.Scores)
def list_scores(request: KeyRequest, window: Query[ScoresWindow]) -> shapes.Scores:
    """Scores of a store's people, or of those behind one finding."""
    run = current(window.store, key=request.auth)
    rows, following = listing.page(fitting(run, window).select_related("person"), window, by=BY_PERSON)
    return shapes.Scores(items=[picture.score(row) for row in rows], next=following, **picture.learned(run))


@router.get("/curves", response=shapes.Techniques)
def list_curves(request: KeyRequest, store: StoreId) -> shapes.Techniques:
    """The names of the curves and tables that a store has."""
    run = current(store, key=request.auth)
    names = Result.objects.filter(run=run).order_by("technique").values_list("technique", flat=True)
    return shapes.Techniques(techniques=list(names), **picture.learned(run))


@router.get("/curves/{technique}", response=shapes.Curve)
def get_curve(request: KeyRequest, technique: Text, store: StoreId) -> shapes.Curve:
    """One curve or table, such as the cohorts or the Pareto curve."""
    run = current(store, key=request.auth)
    result = Result.objects.filter(run=run, technique=technique).first()
    if result is None:
        raise NotFound(thing="curve")
    return shapes.Curve(technique=result.technique, rows=result.rows, **picture.learned(run))


@router.get("/people/{id}", response=shapes.ScoresOfPerson)
def get_scores_of_person(request: KeyRequest, id: PersonId) -> shapes.ScoresOfPerson:
    """What is known of one person in each store. The id of somebody merged away counts as the person they are now."""
    person = one(Person.objects.filter(circle=request.auth.circle_id).select_related("canonical"), id)
    runs = list(reach.current_runs(request.auth))
    scores = Score.objects.filter(run__in=runs, person=person.canonical_id).select_related("person")
    found = {score.run_id: picture.score(score) for score in scores}
    items = [shapes.PersonScores(score=found.get(run.id), **picture.learned(run)) for run in runs]
    return shapes.ScoresOfPerson(items=items)


def current(store: str, *, key: ApiKey) -> Run:
    """
    The run whose numbers a store shows now.

    :raises NotFound: if the key does not see the store.
    :raises NothingLearned: if there is no run.
    """
    run = reach.current_runs(key).filter(store__public_id=store).first()
    if run is None:
        one(reach.stores(key), store)
        raise NothingLearned
    return run


def fitting(run: Run, asked: ScoresWindow) -> QuerySet[Score]:
    """
    The scores of a run that fit all that is asked.

    :raises NotFound: if a finding is named that the run does not have.
    """
    rows = Score.objects.filter(run=run)
    if asked.stage is not None:
        rows = rows.filter(stage=asked.stage)
    if asked.rfm_group is not None:
        rows = rows.filter(rfm_group=asked.rfm_group)
    if asked.rule is not None:
        finding = Finding.objects.filter(run=run, rule=asked.rule, key=asked.key or "").first()
        if finding is None or finding.people is None:
            raise NotFound(thing="finding")
        rows = rows.matching(finding.behind)
    return rows
