"""Findings that somebody does not want to see for a while; each reader puts off their own."""

from collections.abc import Mapping
from datetime import date, timedelta

from regulars.base.workspace import preferences
from regulars.base.workspace.models import Staff, Store
from regulars.insight.models import Finding

DAYS = 30


def of(staff: Staff, store: Store, *, on: date) -> Mapping[str, date]:
    """What is put off on a day, by rule and key, and until when."""
    kept = preferences.of(staff, _name(store)) or {}
    return {subject: date.fromisoformat(until) for subject, until in kept.items() if until > on.isoformat()}


def put_off(staff: Staff, finding: Finding, store: Store, *, on: date) -> None:
    """Leave a finding out for a month, also when it is found anew."""
    until = {subject: until.isoformat() for subject, until in of(staff, store, on=on).items()}
    preferences.keep(staff, _name(store), until | {subject(finding): (on + timedelta(days=DAYS)).isoformat()})


def bring_back(staff: Staff, store: Store) -> None:
    """Show all that was put off again."""
    preferences.keep(staff, _name(store), {})


def subject(finding: Finding) -> str:
    return f"{finding.rule}|{finding.key}"


def _name(store: Store) -> str:
    return f"snoozed:{store.public_id}"
