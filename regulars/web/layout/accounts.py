"""How staff sign in: nobody signs up by themselves, people are invited; what happens at the door is written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse

from regulars.base.kit import clock
from regulars.base.workspace import audit, staff
from regulars.base.workspace.kinds import AuditKind
from regulars.base.workspace.models import Account


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the public sign-up; the first owner and invitations have pages of their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Account, **values: Any) -> HttpResponse:
        ways = [way for record in get_authentication_records(request, user) if (way := way_of(record))]
        note(user, "log_in", ways=list(dict.fromkeys(ways)))
        answer: HttpResponse = super().post_login(request, user, **values)
        return answer

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Account):
            note(request.user, "log_out")
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password is kept with the account that it was tried on; one for no account is about nobody."""
        tried = Account.objects.filter(email__iexact=credentials.get("email") or "").first()
        member = staff.working(tried) if tried else None
        if member is not None:
            moment, circle = clock.now(), member.circle
            audit.note(AuditKind.ENTRY, "log_in_failed", circle=circle, by=None, at=moment, actor="", about=member)

    def send_notification_mail(self, template_prefix: str, user: Account, *given: Any, **values: Any) -> None:
        """Allauth tells here what has changed about how an account is guarded, such as `mfa/email/totp_activated`."""
        note(user, template_prefix.rpartition("/")[2])
        super().send_notification_mail(template_prefix, user, *given, **values)


def way_of(record: dict[str, Any]) -> str:
    """By what somebody proved who they are: `password`, `totp`, `webauthn`, `recovery_codes`."""
    return str(record.get("type") or record.get("method") or "")


def note(account: Account, act: str, **facts: Any) -> None:
    """Keep what somebody did at the door, if they work here."""
    if member := staff.working(account):
        audit.note(AuditKind.ENTRY, act, circle=member.circle, by=member, at=clock.now(), **facts)
