"""Erase a human being, with all who were merged into them: from PostgreSQL, the lake, files, and restored backups.

Asking is one transaction; carrying it out is long work that goes on where it was stopped. It cannot be undone.
"""

import json
import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query, text
from regulars.base.kit.holding import Becomes, Holding
from regulars.base.kit.refusal import Refusal
from regulars.base.lake import export, upkeep
from regulars.base.lake.table import Given
from regulars.base.workspace.models import Circle, Staff
from regulars.collect import staging
from regulars.collect.kinds import State
from regulars.collect.models import Import
from regulars.commerce import buyers, merging
from regulars.identity import forgotten, resolve
from regulars.identity.models import ForgottenValue, Person
from regulars.profile import gone
from regulars.profile.events import ErasureAsked, ErasureDone
from regulars.profile.gone import Place
from regulars.profile.models import Disclosure, Erasure, Suppression

LIST = "erasures.jsonl"
SWEPT_AFTER = timedelta(days=1)
"""The compaction of the night after the files of the lake have been kept for their day."""
SUPPRESS = """
    insert into profile_suppression (circle_id, kind, digest, cause, made_at)
    select circle_id, kind, digest, 'erased', %(at)s from identity_forgottenvalue
    where circle_id = %(circle)s and kind in ('email', 'phone') and forgotten_at = %(at)s
    on conflict (circle_id, kind, digest) do update set lifted_at = null
"""
DIGESTS = """
    select kind, scope, digest from identity_forgottenvalue where circle_id = %(circle)s and forgotten_at = %(at)s
    order by 1, 2, 3
"""


class NotConfirmed(Refusal):
    message = gettext_lazy("To erase somebody for good, write their number, %(number)s, as it stands here.")
    status = 422


class BeingErased(Refusal):
    message = gettext_lazy("This person is being erased already.")


def preview(person: Person, holdings: Sequence[Holding]) -> list[Place]:
    """In which places how many rows are about a human being; nothing is touched."""
    with transaction.atomic():
        gone.gather(originals(person))
        return gone.count(holdings)


def originals(person: Person) -> list[int]:
    """All who are one with a person."""
    rows = Person.objects.filter(canonical=now(person)).order_by("id")
    return list(rows.values_list("id", flat=True))


def now(person: Person) -> Person:
    """The human being whom a person is at this moment."""
    return Person.objects.select_related("canonical__circle").get(id=person.id).canonical


def ask(
    person: Person, *, number: str, reason: str, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> Erasure:
    """
    Let the worker erase a human being.

    :param number: the person's public id, written again by whoever is sure.
    :raises NotConfirmed: if it is another one.
    :raises BeingErased: if that has been asked for.
    """
    canonical = now(person)
    if number.strip() != canonical.public_id:
        raise NotConfirmed(number=canonical.public_id)
    people = list(Person.objects.filter(canonical=canonical).order_by("id").values_list("id", "public_id"))
    with transaction.atomic():
        query.lock(resolve.LOCK, canonical.circle_id)
        if Erasure.objects.unfinished().filter(people__contains=canonical.public_id).exists():
            raise BeingErased
        asked = Erasure.objects.create(
            circle=canonical.circle, people=[public_id for _, public_id in people], numbers=[id for id, _ in people],
            reason=text.squeeze(reason)[:300], by=by, actor=by.public_id if by else actor, asked_at=at,
        )  # fmt: skip
        log.append(ErasureAsked(erasure=asked.public_id), by=asked.actor, at=at)
    return asked


def carry_out(erasure: Erasure, holdings: Sequence[Holding], lake: Sequence[Given], *, at: datetime) -> Erasure:
    """Do what was asked for, or go on with it: first PostgreSQL and files, then the lake."""
    if erasure.cleared_at is None:
        clear(erasure, holdings, at=at)
    if erasure.done_at is None:
        export.all_tables(lake, at=at)
        erasure.lake = upkeep.erase(lake, erasure.numbers, kept_for=upkeep.KEPT_FOR)
        erasure.done_at, erasure.final_on = at, final_day(at)
        erasure.save(update_fields=["lake", "done_at", "final_on"])
    return erasure


def final_day(at: datetime) -> date:
    """The day on which the nightly compaction has removed the last file of the lake that still names the person."""
    return (at + upkeep.KEPT_FOR + SWEPT_AFTER).date()


@transaction.atomic
def clear(erasure: Erasure, holdings: Sequence[Holding], *, at: datetime) -> None:
    """Take the people out of PostgreSQL, and out of the files of this house."""
    circle = erasure.circle
    query.lock(resolve.LOCK, circle.id)
    for store in circle.stores.order_by("id"):
        query.lock(merging.STORE_LOCK, store.id)
    rows = Person.objects.filter(circle=circle, public_id__in=erasure.people)
    numbers = sorted({*erasure.numbers, *rows.values_list("id", flat=True)})
    files = disclosed(numbers)
    with operations.doing(
        OperationKind.ERASURE, circle=circle, by=erasure.by, actor=erasure.actor, at=at,
        facts={"act": "erase", "erasure": erasure.public_id, "people": len(erasure.people)},
    ) as operation:  # fmt: skip
        query.run("select set_config('regulars.erasing', 'yes', true)")
        gone.gather([person.id for person in rows])
        forgotten.remember(at=erasure.asked_at)
        query.run(SUPPRESS, circle=circle.id, at=erasure.asked_at)
        places = [*gone.take(holdings), *keep_out(circle)]
        query.run("select set_config('regulars.erasing', '', true)")
        log.append(ErasureDone(erasure=erasure.public_id, people=len(erasure.people)), by=operation.actor, at=at)
    files += imported(circle)
    erasure.places = as_counts(places) | {"files": len(files)}
    erasure.numbers, erasure.cleared_at = numbers, at
    erasure.save(update_fields=["places", "numbers", "cleared_at"])
    note(erasure, query.rows(DIGESTS, circle=circle.id, at=erasure.asked_at))
    transaction.on_commit(lambda: unlink(files))


def keep_out(circle: Circle) -> list[Place]:
    """Blank what files on their way in say of the erased."""
    done = []
    for import_ in Import.objects.filter(store__circle=circle).select_related("store"):
        if import_.kind in buyers.BLANKS and staging.count(import_) is not None:
            rows = buyers.keep_out(import_)
            buyers.lose_traces(import_)
            done.append(Place("staging", Becomes.BLANKED, rows))
    return done


def as_counts(places: Sequence[Place]) -> dict[str, Any]:
    """The places with something in them, as the certificate keeps them."""
    counts: dict[str, dict[str, Any]] = {}
    for place in places:
        if place.rows:
            known = counts.setdefault(place.table, {"becomes": place.becomes.value, "rows": 0})
            known["rows"] += place.rows
    return counts


def disclosed(numbers: Sequence[int]) -> list[Path]:
    """The files with everything about these people."""
    made = Disclosure.objects.filter(person__in=numbers).values_list("public_id", flat=True)
    return [path for name in made if (path := disclosure_path(name)).exists()]


def disclosure_path(public_id: str) -> Path:
    return Path(settings.HOME) / "exports" / f"{public_id}.zip"


def imported(circle: Circle) -> list[Path]:
    """Our own copies of files whose import has ended: they can be imported again from where they came from."""
    ended = Import.objects.filter(store__circle=circle, state__in=[State.DONE, State.UNDONE, State.REFUSED])
    folder = (Path(settings.HOME) / "imports").resolve()
    return [path for name in ended.values_list("path", flat=True) if is_ours(path := Path(name), folder)]


def is_ours(path: Path, folder: Path) -> bool:
    return path.parent == folder and path.exists()


def unlink(files: Sequence[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)


def note(erasure: Erasure, digests: Sequence[tuple[Any, ...]]) -> None:
    """
    Write down beside the database, where a restored backup finds it, who is to be cleared from it again.

    Before the transaction ends: who stands in the list too early is erased a moment later.
    """
    line = {
        "erasure": erasure.public_id, "circle": erasure.circle.public_id, "people": erasure.people,
        "asked_at": erasure.asked_at.isoformat(), "digests": [list(each) for each in digests],
    }  # fmt: skip
    path = Path(settings.HOME) / LIST
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def replay(path: Path, holdings: Sequence[Holding], lake: Sequence[Given], *, at: datetime) -> int:
    """Erase again whom a restored backup has brought back, by the list beside the database; how many erasures."""
    done = 0
    for line in read(path):
        circle = Circle.objects.filter(public_id=line["circle"]).first()
        known = Erasure.objects.filter(public_id=line["erasure"]).first()
        if circle is not None and (known is None or known.done_at is None):
            asked_at = datetime.fromisoformat(line["asked_at"])
            again = known or Erasure.objects.create(
                circle=circle, public_id=line["erasure"], people=line["people"], actor="restore", asked_at=asked_at
            )
            remember(circle, line["digests"], asked_at)
            carry_out(again, holdings, lake, at=at)
            done += 1
    return done


def is_brought_back() -> bool:
    """Whether the database holds people again whom the list beside it names, as after a restore that was cut off."""
    lines = read(Path(settings.HOME) / LIST)
    known = set(Erasure.objects.values_list("public_id", flat=True)) if lines else set()
    missing = {line["circle"] for line in lines if line["erasure"] not in known}
    return bool(missing) and Circle.objects.filter(public_id__in=missing).exists()


def read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    lines = {line["erasure"]: line for line in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    return list(lines.values())


def remember(circle: Circle, digests: Sequence[Sequence[str]], at: datetime) -> None:
    ForgottenValue.objects.bulk_create(
        (ForgottenValue(circle=circle, kind=k, scope=s, digest=d, forgotten_at=at) for k, s, d in digests),
        ignore_conflicts=True,
    )
    with operations.doing(OperationKind.ERASURE, circle=circle, at=at, facts={"act": "erase"}):
        Suppression.objects.bulk_create(
            (
                Suppression(circle=circle, kind=k, digest=d, cause="erased", made_at=at)
                for k, _s, d in digests if k in {"email", "phone"}
            ),
            ignore_conflicts=True,
        )  # fmt: skip


def interrupted() -> list[str]:
    """The erasures that were asked for and have not been carried out."""
    return list(Erasure.objects.unfinished().order_by("id").values_list("public_id", flat=True))
