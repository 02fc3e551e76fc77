"""Change who works here: accept invitations, give roles, let people go."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import audit, branches, keys, staff
from regulars.base.workspace.kinds import Act, AuditKind, Language, LinkPurpose, Role, Scope, Thing
from regulars.base.workspace.models import Account, Branch, Staff, Store


class OnlyForOwners(Refusal):
    message = gettext_lazy("Only an owner can make, change or remove an owner.")
    status = 403


class OutOfReach(Refusal):
    message = gettext_lazy("You can place people in your own branch and in your own stores only.")
    status = 403


class LastOwner(Refusal):
    message = gettext_lazy("Somebody has to own this installation. Make another person owner first.")


def members(by: Staff) -> QuerySet[Staff]:
    """Those who work here now, as far as `by` may see them."""
    mine = Staff.objects.filter(circle=by.circle_id, left_at=None).select_related("account", "branch", "circle")
    match by.reach(Act.SEE, Thing.STAFF):
        case Scope.ALL:
            return mine
        case Scope.BRANCH:
            return mine.filter(branch=by.branch_id, branch__isnull=False)
        case _:
            return mine.none()


@transaction.atomic
def invite(*, email: str, role: Role, branch: Branch | None, by: Staff, at: datetime) -> tuple[Staff, str]:
    """
    A new member of staff and the token of their invitation; who sees one branch invites into it.

    :raises OnlyForOwners: if the role is owner and `by` is none.
    :raises ClosedBranch: if the branch takes nobody in.
    :raises AlreadyStaff: if the address already has a role here.
    """
    refuse_unless_owner(by, role)
    place = branch if by.reach(Act.EDIT, Thing.STAFF) == Scope.ALL else by.branch
    branches.checked_open(place)
    member, token = staff.invite(by.circle, email=email, role=role, branch=place, at=at)
    note(member, "invite", by=by, at=at, role=role.value, branch=place.name if place else "")
    return member, token


@transaction.atomic
def accept(token: str, *, password: str, at: datetime, name: str | None = None) -> Account:
    """
    Spend an invitation or a reset and set the password; every session of the account ends.

    :raises LinkSpent: if the link has been used meanwhile.
    """
    link = keys.spend_link(token, [LinkPurpose.INVITE, LinkPurpose.RESET], at=at)
    account = link.account
    account.name = account.name if name is None else name
    account.set_password(password)
    account.save(update_fields=["name", "password"])
    if member := staff.working(account):
        act = "accept_invitation" if link.purpose == LinkPurpose.INVITE else "set_password_by_link"
        audit.note(AuditKind.ENTRY, act, circle=member.circle, by=member, at=at)
    return account


@transaction.atomic
def reset(member: Staff, *, by: Staff, at: datetime) -> str:
    """
    The token of a link by which a member sets a new password.

    :raises OnlyForOwners: if the member is an owner and `by` is none.
    """
    refuse_unless_owner(by, Role(member.role))
    purpose = LinkPurpose.RESET if member.account.has_usable_password() else LinkPurpose.INVITE
    note(member, "make_link", by=by, at=at)
    return keys.make_link(member.account, purpose, at=at)


@transaction.atomic
def place(
    member: Staff,
    *,
    role: Role,
    branch: Branch | None,
    stores: Iterable[Store] | None,
    by: Staff,
    at: datetime,
) -> None:
    """
    Set what a member may do, and how far: role, branch, and of which stores; `None` is all stores.

    :raises OnlyForOwners: if the old or the new role is owner and `by` is none.
    :raises LastOwner: if nobody else is owner.
    :raises OutOfReach: if `by` may not place people there.
    :raises ClosedBranch: if the branch takes nobody in.
    """
    kept = list(stores) if stores is not None else None
    if role != member.role:
        give_role(member, role, by=by, at=at)
    if (branch.id if branch else None) != member.branch_id:
        give_branch(member, branch, by=by, at=at)
    if kept is not None or member.is_limited:
        give_stores(member, kept, by=by, at=at)


@transaction.atomic
def give_role(member: Staff, role: Role, *, by: Staff, at: datetime) -> None:
    """
    Change what a member may do.

    :raises OnlyForOwners: if the old or the new role is owner and `by` is none.
    :raises LastOwner: if nobody else is owner.
    """
    refuse_unless_owner(by, Role(member.role), role)
    if role != Role.OWNER:
        keep_an_owner(member)
    note(member, "give_role", by=by, at=at, before=member.role, role=role.value)
    member.role = role
    member.save(update_fields=["role"])


@transaction.atomic
def give_branch(member: Staff, branch: Branch | None, *, by: Staff, at: datetime) -> None:
    """
    Let a member work in a branch, or in none.

    :raises OutOfReach: if `by` places people in one branch only, and this is another one.
    :raises ClosedBranch: if the branch takes nobody in.
    """
    refuse_unless_owner(by, Role(member.role))
    if by.reach(Act.EDIT, Thing.STAFF) != Scope.ALL and (branch.id if branch else None) != by.branch_id:
        raise OutOfReach
    branches.checked_open(branch)
    before = member.branch.name if member.branch else ""
    note(member, "give_branch", by=by, at=at, before=before, branch=branch.name if branch else "")
    member.branch = branch
    member.save(update_fields=["branch"])


@transaction.atomic
def give_stores(member: Staff, stores: Iterable[Store] | None, *, by: Staff, at: datetime) -> None:
    """
    Limit a member to some stores, or with `None` to none of them.

    :raises OutOfReach: if `by` is limited and gives what they do not see.
    """
    refuse_unless_owner(by, Role(member.role))
    wanted = None if stores is None else sorted(store.id for store in stores)
    before = sorted(member.only_stores.values_list("id", flat=True)) if member.is_limited else None
    if before == wanted:
        return
    known = dict(Store.objects.filter(circle=member.circle_id).values_list("id", "name"))
    mine = set(Store.objects.visible_to(by).values_list("id", flat=True))
    if not mine.issuperset(known if wanted is None else wanted):
        raise OutOfReach
    said = {"before": names(before, known), "stores": names(wanted, known)}
    note(member, "give_stores", by=by, at=at, **said)
    member.is_limited = wanted is not None
    member.save(update_fields=["is_limited"])
    member.only_stores.set(wanted or [])


def names(ids: list[int] | None, known: dict[int, str]) -> list[str] | None:
    return None if ids is None else [known[id] for id in ids if id in known]


@transaction.atomic
def speak(member: Staff, language: Language | None, *, by: Staff, at: datetime) -> None:
    """Set the language of a member's pages; without one they follow the store."""
    refuse_unless_owner(by, Role(member.role))
    account, wanted = member.account, language.value if language else ""
    if account.language != wanted:
        note(member, "set_language", by=by, at=at, before=account.language, language=wanted)
        account.language = wanted
        account.save(update_fields=["language"])


@transaction.atomic
def part(member: Staff, *, by: Staff, at: datetime) -> None:
    """
    Let a member go: the role ends, and the account can no longer be used here.

    :raises OnlyForOwners: if the member is an owner and `by` is none.
    :raises LastOwner: if nobody else is owner.
    """
    refuse_unless_owner(by, Role(member.role))
    keep_an_owner(member)
    note(member, "let_go", by=by, at=at, role=member.role)
    member.left_at = at
    member.save(update_fields=["left_at"])


def refuse_unless_owner(by: Staff, *roles: Role) -> None:
    if Role.OWNER in roles and by.role != Role.OWNER:
        raise OnlyForOwners


def keep_an_owner(member: Staff) -> None:
    owners = Staff.objects.select_for_update().filter(circle=member.circle_id, role=Role.OWNER, left_at=None)
    if member.role == Role.OWNER and {owner.id for owner in owners} == {member.id}:
        raise LastOwner


def note(member: Staff, act: str, *, by: Staff, at: datetime, **facts: Any) -> None:
    audit.note(AuditKind.RIGHTS, act, circle=member.circle, by=by, at=at, about=member, **facts)
