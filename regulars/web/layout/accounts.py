"""How staff sign in: nobody signs up by themselves, people are invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the public sign-up; the first owner and invitations have pages of their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
