"""`regulars link`: a way in without a mail server, for whoever can use this machine."""

from typing import Annotated

import typer

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.commands import console, session

Email = Annotated[str, typer.Argument(help="The address of the account; the owner's where none is given.")]


class NoSuchAccount(Refusal):
    message = "Nobody works here under “%(email)s”."


class NoOwnerYet(Refusal):
    message = "There is no owner yet. Open the pages; the first one asks who you are."


def link(email: Email = "") -> None:
    """Print a link that lets somebody set a new password, once, within two hours."""
    with console.refusals(), session.database():
        from django.conf import settings

        from regulars.base.workspace import audit, keys
        from regulars.base.workspace.kinds import AuditKind, LinkPurpose, Role
        from regulars.base.workspace.models import Staff

        working = Staff.objects.select_related("account", "circle").filter(left_at=None).order_by("id")
        chosen = working.filter(account__email__iexact=email) if email else working.filter(role=Role.OWNER)
        member = chosen.first()
        if member is None:
            raise NoSuchAccount(email=email) if email else NoOwnerYet
        now = clock.now()
        token = keys.make_link(member.account, LinkPurpose.RESET, at=now)
        audit.note(
            AuditKind.RIGHTS, "make_link", circle=member.circle, by=None, at=now, actor=audit.COMMAND, about=member
        )
        console.say(f"{settings.PUBLIC_URL.rstrip('/')}/enter/{token}/")
        console.say(f"Lets {member.account.email} set a new password, once, within two hours.")
