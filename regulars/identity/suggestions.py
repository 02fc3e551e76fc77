"""Settle whether two people are one: they are (a merge), or they are not (and are not suggested again)."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.identity import acts, links
from regulars.identity.events import PeopleToldApart
from regulars.identity.models import Apart, Link, Suggestion

TELL_APART = "tell_apart"


class SettledAlready(Refusal):
    message = gettext_lazy("Somebody has settled this already.")


def accept(suggestion: Suggestion, *, by: Staff | None, at: datetime) -> Link:
    """
    The two are one.

    :raises Refusal: what `links.link` raises.
    """
    evidence = suggestion.evidence | ({} if suggestion.probability is None else {"probability": suggestion.probability})
    return links.link(suggestion.older, suggestion.newer, evidence=evidence, by=by, at=at)


def is_rejection(operation: Operation) -> bool:
    """Whether an operation found that two people are two; other merges have joined two."""
    return bool(operation.facts.get("act") == TELL_APART)


def reject(suggestion: Suggestion, *, by: Staff | None, at: datetime) -> Apart:
    """
    The two are two, whatever files say.

    :raises SettledAlready: if the suggestion is gone.
    """
    older, newer = suggestion.older_id, suggestion.newer_id
    facts = {"act": TELL_APART, "people": 2}
    with (
        acts.undisturbed(suggestion.circle),
        operations.doing(OperationKind.MERGE, circle=suggestion.circle, by=by, at=at, facts=facts) as operation,
    ):
        gone, _ = Suggestion.objects.filter(id=suggestion.id).delete()
        if not gone:
            raise SettledAlready
        found = {name: suggestion.evidence[name] for name in ("bits", "reasons") if name in suggestion.evidence}
        known = {"circle": suggestion.circle, "by": by, "found_at": at, "evidence": found}
        made, _ = Apart.objects.get_or_create(older_id=older, newer_id=newer, defaults=known)
        log.append(PeopleToldApart(person=older, newer=newer), by=operation.actor, at=at)
    return made


def put_off(suggestion: Suggestion, *, by: Staff | None, at: datetime) -> Suggestion:
    """Leave it for later: it comes after all that nobody has looked at."""
    facts = {"act": "put_off", "people": 2}
    with operations.doing(OperationKind.EDIT, circle=suggestion.circle, by=by, at=at, facts=facts):
        suggestion.later_at = at
        suggestion.save(update_fields=["later_at"])
    return suggestion
