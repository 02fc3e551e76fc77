"""Change who works here: accept invitations, give roles, let people go."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import keys, staff
from regulars.base.workspace.kinds import Act, LinkPurpose, Role, Scope, Thing
from regulars.base.workspace.models import Account, Branch, Staff


class OnlyForOwners(Refusal):
    message = gettext_lazy("Only an owner can make, change or remove an owner.")
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


def invite(*, email: str, role: Role, branch: Branch | None, by: Staff, at: datetime) -> tuple[Staff, str]:
    """
    A new member of staff and the token of their invitation; who sees one branch invites into it.

    :raises OnlyForOwners: if the role is owner and `by` is none.
    :raises AlreadyStaff: if the address already has a role here.
    """
    refuse_unless_owner(by, role)
    place = branch if by.reach(Act.EDIT, Thing.STAFF) == Scope.ALL else by.branch
    return staff.invite(by.circle, email=email, role=role, branch=place, at=at)


@transaction.atomic
def accept(token: str, *, password: str, at: datetime, name: str | None = None) -> Account:
    """
    Spend an invitation or a reset and set the password; every session of the account ends.

    :raises LinkSpent: if the link has been used meanwhile.
    """
    account = keys.spend_link(token, [LinkPurpose.INVITE, LinkPurpose.RESET], at=at).account
    account.name = account.name if name is None else name
    account.set_password(password)
    account.save(update_fields=["name", "password"])
    return account


def reset(member: Staff, *, by: Staff, at: datetime) -> str:
    """
    The token of a link by which a member sets a new password.

    :raises OnlyForOwners: if the member is an owner and `by` is none.
    """
    refuse_unless_owner(by, Role(member.role))
    purpose = LinkPurpose.RESET if member.account.has_usable_password() else LinkPurpose.INVITE
    return keys.make_link(member.account, purpose, at=at)


@transaction.atomic
def give_role(member: Staff, role: Role, *, by: Staff) -> None:
    """
    Change what a member may do.

    :raises OnlyForOwners: if the old or the new role is owner and `by` is none.
    :raises LastOwner: if nobody else is owner.
    """
    refuse_unless_owner(by, Role(member.role), role)
    if role != Role.OWNER:
        keep_an_owner(member)
    member.role = role
    member.save(update_fields=["role"])


@transaction.atomic
def part(member: Staff, *, by: Staff, at: datetime) -> None:
    """
    Let a member go: the role ends, and the account can no longer be used here.

    :raises OnlyForOwners: if the member is an owner and `by` is none.
    :raises LastOwner: if nobody else is owner.
    """
    refuse_unless_owner(by, Role(member.role))
    keep_an_owner(member)
    member.left_at = at
    member.save(update_fields=["left_at"])


def refuse_unless_owner(by: Staff, *roles: Role) -> None:
    if Role.OWNER in roles and by.role != Role.OWNER:
        raise OnlyForOwners


def keep_an_owner(member: Staff) -> None:
    owners = Staff.objects.select_for_update().filter(circle=member.circle_id, role=Role.OWNER, left_at=None)
    if member.role == Role.OWNER and {owner.id for owner in owners} == {member.id}:
        raise LastOwner
