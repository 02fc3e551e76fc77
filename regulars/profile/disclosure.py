"""Everything that is known of a human being, in one file to hand out: for machines as JSON, to read as HTML.

What belongs into it, the stages tell with their holdings. Of little the file is made at once, of much by the worker.
"""

import json
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.kit import query
from regulars.base.kit.holding import Holding
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Language
from regulars.base.workspace.models import Staff
from regulars.identity.models import Person
from regulars.profile import disclosed, gone
from regulars.profile.erasure import disclosure_path, now, originals
from regulars.profile.events import DisclosureAsked
from regulars.profile.models import Disclosure, Profile

AT_ONCE = 2_000
OPEN_FOR = timedelta(days=7)
READ = "select {row} from {table} t where {whose}{order}"
COUNT = """
    select (select count(*) from events where person = any(%(people)s))
         + (select count(*) from commerce_order where person_id = any(%(people)s))
"""


class Expired(Refusal):
    message = gettext_lazy("This file is no longer there. Ask for a new one.")
    status = 404


def ask(
    person: Person, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM,
    language: Language | None = None,
) -> Disclosure:  # fmt: skip
    """Let the worker make the file, in the language of the person."""
    current = now(person)
    with transaction.atomic():
        asked = Disclosure.objects.create(
            person=current, by=by, actor=by.public_id if by else actor, asked_at=at,
            language=language or spoken(current),
        )  # fmt: skip
        log.append(DisclosureAsked(person=current.id, disclosure=asked.public_id), by=asked.actor, at=at)
    return asked


def make_if_little(asked: Disclosure, holdings: Sequence[Holding], *, at: datetime) -> Disclosure:
    """Make the file at once where there is little in it."""
    return asked if is_much(asked.person) else make(asked, holdings, at=at)


def is_much(person: Person) -> bool:
    return int(query.value(COUNT, people=originals(person))) > AT_ONCE


def spoken(person: Person) -> Language:
    """The language of a person, as far as it is one of ours."""
    said = Profile.objects.filter(person__canonical=person).exclude(language="").order_by("person")
    tag = (said.values_list("language", flat=True).first() or "").lower().replace("_", "-")
    if tag.startswith("zh"):
        is_traditional = any(part in tag for part in ("hant", "tw", "hk", "mo"))
        return Language.TRADITIONAL if is_traditional else Language.SIMPLIFIED
    return Language.ENGLISH


def make(asked: Disclosure, holdings: Sequence[Holding], *, at: datetime) -> Disclosure:
    """Write the file; doing so again writes it anew."""
    sections = gathered(asked.person, holdings)
    path = disclosure_path(asked.public_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".writing")
    try:
        with draft.open("wb") as file:
            draft.chmod(0o600)
            write(file, asked, sections, at=at)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    asked.made_at, asked.expires_at, asked.size = at, at + OPEN_FOR, path.stat().st_size
    asked.counts = {name: len(rows) for name, rows in sections.items() if rows}
    asked.save(update_fields=["made_at", "expires_at", "size", "counts"])
    return asked


def gathered(person: Person, holdings: Sequence[Holding]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each place, as one moment knows them."""
    found: dict[str, list[dict[str, Any]]] = {}
    with transaction.atomic():
        gone.gather(originals(person))
        for each in gone.held(holdings):
            if each.is_shown:
                row, order = disclosed.ROWS.get(each.table, "to_jsonb(t)"), disclosed.ORDERS.get(each.table, "")
                statement = READ.format(row=row, table=gone.quoted(each.table), whose=f"({each.whose})", order=order)
                found[each.table] = [tidy(json.loads(content)) for (content,) in query.rows(statement)]
    return found


def tidy(row: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty, and without the numbers that mean something inside this house alone."""
    return {
        name: value for name, value in row.items()
        if value not in (None, "", [], {}) and name not in disclosed.INNER and not name.endswith("_id")
    }  # fmt: skip


def write(file: Any, asked: Disclosure, sections: dict[str, list[dict[str, Any]]], *, at: datetime) -> None:
    facts = {"person": asked.person.public_id, "made_at": at.isoformat(), "data": sections}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, translation.override(asked.language):
        archive.writestr("data.json", json.dumps(facts, ensure_ascii=False, indent=1))
        shown = {
            "sections": disclosed.readable(sections), "person": asked.person, "at": at, "language": asked.language,
        }  # fmt: skip
        archive.writestr("data.html", render_to_string("profile/disclosed.html", shown))


def opened(asked: Disclosure, *, at: datetime) -> Path:
    """
    Where the file lies.

    :raises Expired: if it is not there any more, or not yet.
    """
    path = disclosure_path(asked.public_id)
    if not asked.is_open(at) or not path.exists():
        raise Expired
    return path


def waiting() -> list[str]:
    """Those that were asked for and are not made."""
    return list(Disclosure.objects.filter(made_at=None).order_by("id").values_list("public_id", flat=True))


def sweep(*, at: datetime) -> int:
    """Remove the files that have expired, and those that nobody knows; how many."""
    folder = Path(settings.HOME) / "exports"
    live = set(Disclosure.objects.filter(expires_at__gt=at).values_list("public_id", flat=True))
    old = [path for path in folder.glob("dis_*") if path.stem not in live and path.suffix == ".zip"]
    for path in old:
        path.unlink(missing_ok=True)
    Disclosure.objects.filter(expires_at__lte=at).delete()
    return len(old)
