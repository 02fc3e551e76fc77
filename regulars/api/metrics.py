"""Figures for Prometheus at `/metrics`: counts and ages only, never anything of a person."""

from collections.abc import Iterator

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from regulars.api.keys import ApiKeyWith
from regulars.base.events import log
from regulars.base.events.event import Position
from regulars.base.events.models import ParkedEvent, Subscription
from regulars.base.kit import clock, query
from regulars.base.workspace.kinds import Act, Thing
from regulars.collect.models import Import
from regulars.insight.models import Run

KEY = ApiKeyWith(Act.SEE, Thing.OPERATIONS)
JOBS = "select status::text, count(*) from procrastinate_jobs group by status"


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for a key with the scope `operations:see`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or KEY.authenticate(request, token) is None:
        return HttpResponse(
            "An API key with the scope operations:see is needed.\n", status=401, content_type="text/plain"
        )
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Figures(Collector):
    """Read at the moment of asking; nothing is kept in the process."""

    def collect(self) -> Iterator[Metric]:
        yield by_label("regulars_log_lag_events", "Events after a reader's position.", "subscription", lags())
        parked = ParkedEvent.objects.values_list("subscription").annotate(Count("id"))
        yield by_label("regulars_parked_events", "Events that a reader could not take.", "subscription", dict(parked))
        imports = Import.objects.values_list("state").annotate(Count("id"))
        yield by_label("regulars_imports", "Imports by state.", "state", dict(imports))
        yield by_label("regulars_jobs", "Queued jobs by status.", "status", dict(query.rows(JOBS)))
        yield by_label("regulars_learned_seconds", "Age of what was learned of a store.", "store", ages())


def by_label(name: str, told: str, label: str, values: dict[str, float]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=[label])
    for key, value in values.items():
        family.add_metric([str(key)], float(value))
    return family


def lags() -> dict[str, float]:
    readers = Subscription.objects.order_by("name")
    return {one.name: log.count_after(Position(one.epoch, one.xid, one.seq)) for one in readers}


def ages() -> dict[str, float]:
    published = Run.objects.published().order_by("store_id", "-published_at").distinct("store_id")
    now = clock.now()
    return {
        run.store.public_id: (now - run.published_at).total_seconds()
        for run in published.select_related("store")
        if run.published_at is not None
    }
