"""A store is learned anew when it was imported into since, and not otherwise."""

import pytest

from regulars.base.events import log
from regulars.collect.events import ImportFinished
from regulars.insight import runs
from regulars.insight.models import Run

pytestmark = pytest.mark.django_db


def learned(store, moment):
    return Run.objects.create(
        store=store, as_of=moment.date(), code_version="1", started_at=moment, published_at=moment
    )


def imported(store, moment):
    log.append(ImportFinished(store=store.id, import_id=1, kind="orders", changed=True), by="mei", at=moment)


def test_a_store_that_was_never_learned_is_not_current(teahouse):
    assert not runs.is_current(teahouse)


def test_a_store_learned_after_its_last_import_is_current(teahouse, at):
    imported(teahouse, at("2026-03-01"))
    learned(teahouse, at("2026-03-02"))

    assert runs.is_current(teahouse)


def test_a_store_imported_into_since_is_not_current(teahouse, at):
    learned(teahouse, at("2026-03-02"))
    imported(teahouse, at("2026-03-03"))

    assert not runs.is_current(teahouse)
