"""Let people in: the first owner, invitations, roles, resets."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import audit, keys, notices
from regulars.base.workspace.kinds import AuditKind, LinkPurpose, Role
from regulars.base.workspace.models import Account, Branch, Circle, Staff
from regulars.base.workspace.stores import MAIN_CIRCLE

FIRST_RUN_LOCK = 7_204_001


class AlreadyOwned(Refusal):
    message = gettext_lazy("This installation already has an owner. Sign in instead.")


class AlreadyStaff(Refusal):
    message = gettext_lazy("%(email)s already works here.")


def has_owner() -> bool:
    return Staff.objects.filter(role=Role.OWNER, left_at=None).exists()


@transaction.atomic
def found(*, email: str, name: str, password: str | None, at: datetime) -> Staff:
    """
    Create the owner of a new installation; only the first caller succeeds.

    :raises AlreadyOwned: if somebody was faster.
    :raises django.core.exceptions.ValidationError: if the password is too weak.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [FIRST_RUN_LOCK])
    if has_owner():
        raise AlreadyOwned
    if password is not None:
        validate_password(password)
    circle, _ = Circle.objects.get_or_create(name=MAIN_CIRCLE, defaults={"created_at": at})
    account = Account.objects.create_superuser(email, password, name=name)
    owner = Staff.objects.create(account=account, circle=circle, role=Role.OWNER, joined_at=at)
    audit.note(AuditKind.RIGHTS, "found", circle=circle, by=owner, at=at, about=owner)
    return owner


@transaction.atomic
def invite(circle: Circle, *, email: str, role: Role, branch: Branch | None, at: datetime) -> tuple[Staff, str]:
    """
    A new member of staff and the token of the link by which they set their password.

    :raises AlreadyStaff: if the address already has a role in the circle.
    """
    account = Account.objects.filter(email__iexact=email).first() or Account.objects.create_user(email)
    if Staff.objects.filter(account=account, circle=circle, left_at=None).exists():
        raise AlreadyStaff(email=email)
    member = Staff.objects.create(account=account, circle=circle, branch=branch, role=role, joined_at=at)
    return member, keys.make_link(account, LinkPurpose.INVITE, at=at)


def working(account: Account) -> Staff | None:
    """The role in which an account works now, with how many notices wait; None if it has left or never joined."""
    roles = Staff.objects.select_related("account", "circle", "branch").annotate(unseen_notices=notices.waiting())
    return roles.filter(account=account, left_at=None).order_by("id").first()
