"""How long kinds of data are kept: set by staff, carried out by the clock, and counted before it goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy

from regulars.base.events import operations, upkeep
from regulars.base.events.kinds import Family, OperationKind
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.lake import batches
from regulars.base.lake.models import Batch
from regulars.base.workspace.models import Circle, Notice, Staff
from regulars.collect.kinds import State
from regulars.collect.models import Import, RejectedRow, SetAside
from regulars.profile import disclosure
from regulars.profile.kinds import Kept
from regulars.profile.models import Disclosure, Retention

USUAL: Mapping[Kept, int | None] = {
    Kept.BEHAVIOR: 730, Kept.FILES: 90, Kept.REJECTED: 180, Kept.INBOX: 90, Kept.DISCLOSURES: 7, Kept.CHANGES: None,
    Kept.NOTICES: 365, Kept.WRITTEN: None,
}  # fmt: skip
LEAST: Mapping[Kept, int] = {Kept.BEHAVIOR: 60, Kept.CHANGES: 31}
"""Readers of the log and undo need these for a while."""
MOST = 36_500
ROWS_AT_ONCE = 20_000
# Only what the lake holds already may go from the log.
EXPORTED = "(e.epoch, e.xid, e.seq) <= (%(epoch)s, %(xid)s::text::xid8, %(seq)s)"
OLD_BEHAVIOR = f"from events e where e.family = 'behavior' and e.received_at < %(before)s and {EXPORTED}"
DROP_BEHAVIOR = f"""
    delete from events where family = 'behavior' and (received_at, id) in (
        select e.received_at, e.id {OLD_BEHAVIOR} limit {ROWS_AT_ONCE})
"""
OLD_CHANGES = "events_change where changed_at < %(before)s and personal <> '{}'"
BLANK_CHANGES = f"""
    update events_change set personal = '{{}}' where id in (select id from {OLD_CHANGES} limit {ROWS_AT_ONCE})
"""
# The words stand with the answer, and once more in the event that brought them; what was chosen stays.
OLD_WORDS = """
    engage_reply r join engage_answer a on a.id = r.answer_id where a.answered_at < %(before)s and r.text <> ''
"""
BLANK_WORDS = f"""
    update engage_reply set text = '' where id in (select r.id from {OLD_WORDS} limit {ROWS_AT_ONCE})
"""
BLANK_WORDS_OF_LOG = f"""
    update events set personal = personal - 'texts' where family = 'record' and (received_at, id) in (
        select received_at, id from events where family = 'record' and name = 'form.answered'
          and happened_at < %(before)s and personal ? 'texts' limit {ROWS_AT_ONCE})
"""


class TooShort(Refusal):
    message = gettext_lazy("This is needed for %(least)s days at least.")
    status = 422


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a kind is kept, and how much of it goes at the next turn of the clock."""

    kind: Kept
    days: int | None
    due: int


def days(kind: Kept) -> int | None:
    """For how many days a kind is kept; None for good."""
    own = Retention.objects.filter(kind=kind).order_by("-id").first()
    return own.days if own else USUAL[kind]


def keep(
    kind: Kept, *, days: int | None, circle: Circle, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> Retention:
    """
    Say for how long a kind is kept from now on.

    :raises TooShort: if other parts of the house need it longer.
    """
    least = LEAST.get(kind, 1)
    if days is not None and not least <= days <= MOST:
        raise TooShort(least=least)
    facts = {"act": "set_retention", "kind": kind.value, "days": days}
    with operations.doing(OperationKind.RULE, circle=circle, by=by, actor=actor, at=at, facts=facts):
        return Retention.objects.create(kind=kind, days=days, set_at=at)


def plans(*, at: datetime) -> list[Plan]:
    """Every kind, with what would go now."""
    return [Plan(kind, days(kind), due(kind, at=at)) for kind in Kept]


def due(kind: Kept, *, at: datetime) -> int:
    before = limit(kind, at=at)
    return COUNTS[kind](before) if before is not None else 0


def limit(kind: Kept, *, at: datetime) -> datetime | None:
    """What is older than this goes."""
    kept = days(kind)
    return at - timedelta(days=kept) if kept is not None else None


def carry_out(*, at: datetime) -> dict[Kept, int]:
    """Let go what is too old; how much of each kind."""
    done = {}
    for kind in Kept:
        before = limit(kind, at=at)
        if before is not None:
            done[kind] = GOES[kind](before)
    disclosure.sweep(at=at)
    return done


def exported(before: datetime) -> dict[str, object]:
    position = batches.position(written())
    return {"before": before, **position._asdict()}


def written() -> int:
    """The last batch that every table of the lake holds."""
    newest = Batch.objects.filter(written_at__isnull=False).order_by("number").last()
    return newest.number if newest else 0


def old_behavior(before: datetime) -> int:
    return int(query.value(f"select count(*) {OLD_BEHAVIOR}", exported(before)))


def drop_behavior(before: datetime) -> int:
    """Whole months go by dropping their partition, as far as all of it is in the lake; the rest row by row."""
    values, gone = exported(before), 0
    for partition in upkeep.partitions_before(Family.BEHAVIOR, before.date()):
        [rows, is_exported] = query.row(
            f"select count(*), coalesce(bool_and({EXPORTED}), true) from {partition} e", values
        )
        if is_exported:
            query.run(f"drop table {partition}")
            gone += rows
    while found := query.run(DROP_BEHAVIOR, values):
        gone += found
    return gone


def old_files(before: datetime) -> list[Path]:
    """Our own copies of files whose import has ended, and which no import has named since."""
    folder = (Path(settings.HOME) / "imports").resolve()
    if not folder.is_dir():
        return []
    needed = Import.objects.exclude(state__in=[State.DONE, State.UNDONE, State.REFUSED])
    kept = set(needed.values_list("path", flat=True))
    return [
        path for path in folder.iterdir()
        if path.is_file() and str(path) not in kept and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    ]  # fmt: skip


def drop_files(before: datetime) -> int:
    files = old_files(before)
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def blank_changes(before: datetime) -> int:
    gone = 0
    while found := query.run(BLANK_CHANGES, before=before):
        gone += found
    return gone


def blank_words(before: datetime) -> int:
    gone = 0
    while found := query.run(BLANK_WORDS, before=before):
        gone += found
    while query.run(BLANK_WORDS_OF_LOG, before=before):
        pass
    return gone


COUNTS: Mapping[Kept, Callable[[datetime], int]] = {
    Kept.BEHAVIOR: old_behavior,
    Kept.FILES: lambda before: len(old_files(before)),
    Kept.REJECTED: lambda before: RejectedRow.objects.filter(imported__registered_at__lt=before).count(),
    Kept.INBOX: lambda before: SetAside.objects.filter(set_aside_at__lt=before).count(),
    Kept.DISCLOSURES: lambda before: Disclosure.objects.filter(made_at__lt=before).count(),
    Kept.CHANGES: lambda before: int(query.value(f"select count(*) from {OLD_CHANGES}", before=before)),
    Kept.NOTICES: lambda before: Notice.objects.filter(made_at__lt=before).count(),
    Kept.WRITTEN: lambda before: int(query.value(f"select count(*) from {OLD_WORDS}", before=before)),
}
GOES: Mapping[Kept, Callable[[datetime], int]] = {
    Kept.BEHAVIOR: drop_behavior,
    Kept.FILES: drop_files,
    Kept.REJECTED: lambda before: RejectedRow.objects.filter(imported__registered_at__lt=before).delete()[0],
    Kept.INBOX: lambda before: SetAside.objects.filter(set_aside_at__lt=before).delete()[0],
    Kept.DISCLOSURES: lambda before: Disclosure.objects.filter(made_at__lt=before).delete()[0],
    Kept.CHANGES: blank_changes,
    Kept.NOTICES: lambda before: Notice.objects.filter(made_at__lt=before).delete()[0],
    Kept.WRITTEN: blank_words,
}
