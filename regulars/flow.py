"""Who hears which events, what is started by them, and what runs by the clock.

This page is the product's map: nothing calls a later stage but through it.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from regulars.base.events import jobs as events
from regulars.base.events.event import Logged
from regulars.base.events.kinds import LIVE, Mode
from regulars.base.events.subscriptions import Hears
from regulars.base.lake import jobs as lake
from regulars.base.lake import tables as base_tables
from regulars.base.workspace import jobs as workspace
from regulars.collect import jobs as collect
from regulars.collect.events import (
    CheckRequested,
    ImportFinished,
    ImportRequested,
    ImportUndone,
    ImportUndoRequested,
)
from regulars.collect.kinds import Kind
from regulars.commerce import carts
from regulars.commerce import heard as commerce_heard
from regulars.commerce import jobs as commerce
from regulars.commerce import tables as commerce_tables
from regulars.contact import jobs as contact
from regulars.engage import answers, reviews, wishes
from regulars.engage import jobs as engage
from regulars.identity import jobs as identity
from regulars.identity import tables as identity_tables
from regulars.insight import behavior
from regulars.insight import jobs as insight
from regulars.insight.events import ChartsMissed, LifecycleChanged, StoreLearned
from regulars.profile import choices, groups, traits
from regulars.profile import heard as profile_heard
from regulars.profile import jobs as profile
from regulars.profile import tables as profile_tables
from regulars.profile.events import DisclosureAsked, ErasureAsked, QualityChecked
from regulars.web import holdings
from regulars.web import jobs as web
from regulars.web.notices import alerts

EVENT_UNDONE = "event.undone"
Job = Callable[..., None]


def name_of(job: Job) -> str:
    """`regulars.insight.jobs.learn` is the task `insight.learn`."""
    return f"{job.__module__.removeprefix('regulars.').removeprefix('base.').removesuffix('.jobs')}.{job.__name__}"


def starts(
    job: Job, *, of: Callable[[Logged], dict[str, object]], when: Callable[[Logged], bool] = lambda _: True
) -> Callable[[Sequence[Logged]], None]:
    """A handler that queues a job for each event that it is meant for, in the transaction of the reader's position."""
    task = app.task(name=name_of(job), pass_context=False)(job)

    def handler(events: Sequence[Logged]) -> None:
        for arguments in {repr(sorted(given.items())): given for given in map(of, filter(when, events))}.values():
            task.defer(**arguments)

    return handler


def changes_what_is_learned(event: Logged) -> bool:
    """Of all that is undone, imports have an event of their own, and of the rest only the rules count."""
    return event.name != EVENT_UNDONE or event.properties.get("name") == LifecycleChanged.name


def is_about_people(event: Logged) -> bool:
    return event.properties.get("kind", Kind.CUSTOMERS) in (Kind.CUSTOMERS, Kind.ORDERS, Kind.TICKETS)


def begin(*, at: datetime) -> None:
    """Queue what a worker begins with, since whoever was killed before it may have left work behind."""
    for job in (collect.resume_imports, collect.resume_checks):
        task = app.configure_task(name_of(job), queueing_lock=name_of(job))
        with suppress(AlreadyEnqueued), transaction.atomic():
            task.defer(timestamp=int(at.timestamp()))


def at(cron: str, job: Job) -> None:
    """Run a job by the clock (UTC), as crontab writes it."""

    def by_clock(timestamp: int) -> None:
        job()

    by_clock.__doc__ = job.__doc__
    task = app.task(name=name_of(job), queueing_lock=name_of(job))(by_clock)
    app.periodic(cron=cron)(task)


HOLDINGS = holdings.HOLDINGS
"""What every stage holds of people, for erasure and for whoever asks to see it."""

LAKE = (*base_tables.TABLES, *identity_tables.TABLES, *profile_tables.TABLES, *commerce_tables.TABLES)
"""What every stage gives to the lake."""

ACTED_ON = LIVE | {Mode.HISTORY}
"""What the law asks of us counts however late it comes, but once."""

TAKES_IN = identity.take_in
"""Brings what was received into the log; called whenever something lies in the inbox, until nothing does."""

ONCE = frozenset({Mode.LIVE, Mode.HISTORY})
"""What adds up may hear of history, but of nothing twice."""

HEARS = [
    Hears(
        "checks",
        starts(
            collect.check_draft,
            of=lambda e: {"draft_id": e.properties["draft_id"], "attempt": e.properties["attempt"]},
        ),
        names=frozenset({CheckRequested.name}),
        modes=LIVE,
    ),
    Hears(
        "imports",
        starts(collect.run_import, of=lambda e: {"import_id": e.properties["import_id"]}),
        names=frozenset({ImportRequested.name, ImportUndoRequested.name}),
        modes=LIVE,
    ),
    Hears("commerce", commerce.hear_records, names=commerce_heard.NAMES, batch=500),
    Hears("profiles", profile.hear_records, names=profile_heard.NAMES, batch=500),
    Hears("requests", profile.take_in_requests, names=frozenset({"privacy.requested"}), modes=ACTED_ON),
    Hears("alerts", web.tell_staff, names=alerts.NAMES, modes=ACTED_ON),
    Hears("choices", profile.take_choices, names=choices.NAMES, modes=ONCE),
    Hears(
        "duplicates",
        starts(profile.find_duplicates, of=lambda e: {"store": e.store}, when=is_about_people),
        names=frozenset({ImportFinished.name, ImportUndone.name}),
        modes=LIVE,
    ),
    Hears(
        "files",
        starts(collect.describe_file, of=lambda e: {"import_id": e.properties["import_id"]}),
        names=frozenset({ImportFinished.name}),
        modes=LIVE,
    ),
    Hears(
        "quality",
        starts(profile.check_quality, of=lambda e: {"store": e.store}),
        names=frozenset({ImportFinished.name, ImportUndone.name}),
        modes=LIVE,
    ),
    Hears(
        "stakes",
        starts(insight.weigh_flaws, of=lambda e: {"store": e.store}),
        names=frozenset({QualityChecked.name, StoreLearned.name}),
        modes=LIVE,
    ),
    Hears(
        "companies",
        starts(profile.find_companies, of=lambda e: {"store": e.store}, when=is_about_people),
        names=frozenset({ImportFinished.name, ImportUndone.name}),
        modes=LIVE,
    ),
    Hears("groups", profile.take_groups, names=frozenset({groups.NAME}), modes=ONCE),
    Hears("carts", commerce.follow_carts, names=carts.NAMES, modes=ONCE),
    Hears("visits", insight.follow_visits, names=behavior.NAMES, modes=ONCE),
    Hears("answers", engage.hear_answers, names=frozenset({answers.NAME}), modes=ONCE),
    Hears("reviews", engage.hear_reviews, names=frozenset({reviews.NAME}), modes=ONCE),
    Hears("wishes", engage.follow_wishes, names=wishes.NAMES, modes=ONCE),
    Hears("traits", profile.take_traits, names=frozenset({traits.NAME})),
    Hears(
        "learning",
        starts(insight.learn, of=lambda e: {"store": e.store}, when=changes_what_is_learned),
        names=frozenset({ImportFinished.name, ImportUndone.name, LifecycleChanged.name, EVENT_UNDONE}),
        modes=LIVE,
    ),
    Hears(
        "erasures",
        starts(profile.erase, of=lambda e: {"erasure_id": e.properties["erasure"]}),
        names=frozenset({ErasureAsked.name}),
        modes=LIVE,
    ),
    Hears(
        "disclosures",
        starts(profile.disclose, of=lambda e: {"disclosure_id": e.properties["disclosure"]}),
        names=frozenset({DisclosureAsked.name}),
        modes=LIVE,
    ),
    Hears(
        "charts",
        starts(web.draw, of=lambda e: {"store": e.store}),
        names=frozenset({StoreLearned.name, ChartsMissed.name}),
        modes=LIVE,
    ),
]

at("*/5 * * * *", collect.resume_imports)
at("*/5 * * * *", collect.resume_checks)
at("*/5 * * * *", collect.pull_sources)
at("* * * * *", collect.take_dropped)
at("20 0 * * *", commerce.check_sources)
at("12 * * * *", insight.learn_spoken)
at("*/5 * * * *", commerce.abandon_carts)
at("*/15 * * * *", engage.settle_wishes)
at("40 4 * * *", engage.forget_paces)
at("*/10 * * * *", web.draw_missing)
at("*/10 * * * *", profile.go_on)
at("25 1 * * *", collect.sweep_drafts)
at("50 1 * * *", collect.trim_set_aside)
at("12 * * * *", collect.sweep_tables)
at("14 * * * *", commerce.sweep_tables)
at("5 * * * *", contact.draw_lists)
at("* * * * *", profile.follow_quality)
at("35 * * * *", lake.export)
at("17 1 * * *", events.keep_log)
at("40 1 * * *", workspace.backup)
at("10 2 * * *", insight.learn_all)
at("40 2 * * *", profile.find_all_companies)
at("10 3 * * *", profile.find_all_duplicates)
at("30 3 * * *", profile.check_all_quality)
at("50 3 * * *", lake.compact)
at("20 4 * * *", profile.let_go)
at("30 4 * * *", insight.let_go_of_visits)
