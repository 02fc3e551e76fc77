"""Open, rename and close branches."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy

from regulars.base.kit import text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import audit
from regulars.base.workspace.kinds import AuditKind
from regulars.base.workspace.models import Branch, Circle, Staff

LONGEST = 120


class BranchExists(Refusal):
    message = gettext_lazy("There already is a branch named “%(name)s”.")


class NeedsName(Refusal):
    message = gettext_lazy("A branch has a name of 1 to 120 characters.")
    status = 422


class StillAtWork(Refusal):
    message = gettext_lazy("People still work in “%(name)s”. Give them another branch first.")


class ClosedBranch(Refusal):
    message = gettext_lazy("“%(name)s” is closed and takes nobody in.")


def of(circle: Circle) -> QuerySet[Branch]:
    """All branches, the open ones first, each with how many work there as `staff_count`."""
    at_work = Count("staff", filter=Q(staff__left_at=None))
    return Branch.objects.filter(circle=circle).annotate(staff_count=at_work).order_by("-closed_at", "name", "id")


@transaction.atomic
def open_branch(circle: Circle, name: str, *, by: Staff, at: datetime) -> Branch:
    """
    A new branch.

    :raises Refusal: if the name is taken or none.
    """
    branch = Branch.objects.create(circle=circle, name=checked_name(circle, name))
    note(branch, "open_branch", by=by, at=at)
    return branch


@transaction.atomic
def rename(branch: Branch, name: str, *, by: Staff, at: datetime) -> Branch:
    """
    Call a branch otherwise; its staff and customers stay.

    :raises Refusal: if the name is taken or none.
    """
    before, branch.name = branch.name, checked_name(branch.circle, name, but=branch)
    branch.save(update_fields=["name"])
    note(branch, "rename_branch", by=by, at=at, before=before)
    return branch


@transaction.atomic
def close(branch: Branch, *, by: Staff, at: datetime) -> Branch:
    """
    Offer a branch no more; its customers stay with it until somebody moves them.

    :raises StillAtWork: if somebody works there.
    """
    Branch.objects.select_for_update().get(id=branch.id)
    if Staff.objects.filter(branch=branch, left_at=None).exists():
        raise StillAtWork(name=branch.name)
    branch.closed_at = at
    branch.save(update_fields=["closed_at"])
    note(branch, "close_branch", by=by, at=at)
    return branch


@transaction.atomic
def reopen(branch: Branch, *, by: Staff, at: datetime) -> Branch:
    """Offer a closed branch again."""
    branch.closed_at = None
    branch.save(update_fields=["closed_at"])
    note(branch, "reopen_branch", by=by, at=at)
    return branch


def checked_open(branch: Branch | None) -> Branch | None:
    """
    A branch that takes people in, held until the transaction ends, so that it is not closed meanwhile.

    :raises ClosedBranch: if it is closed.
    """
    if branch is None:
        return None
    held = Branch.objects.select_for_update(no_key=True).get(id=branch.id)
    if held.closed_at is not None:
        raise ClosedBranch(name=held.name)
    return held


def checked_name(circle: Circle, name: str, *, but: Branch | None = None) -> str:
    called = text.squeeze(name)
    if not called or len(called) > LONGEST:
        raise NeedsName
    others = Branch.objects.filter(circle=circle, name__iexact=called)
    if (others if but is None else others.exclude(id=but.id)).exists():
        raise BranchExists(name=called)
    return called


def note(branch: Branch, act: str, *, by: Staff, at: datetime, **facts: Any) -> None:
    audit.note(AuditKind.SETTINGS, act, circle=branch.circle, by=by, at=at, name=branch.name, **facts)
