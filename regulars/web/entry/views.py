"""The pages before the house: the first run, the log-in, and links that open once."""

from allauth.account.views import login as allauth_login
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from regulars.base.kit import clock
from regulars.base.workspace import keys, staff, team
from regulars.base.workspace.kinds import LinkPurpose
from regulars.base.workspace.models import Account
from regulars.web.entry.forms import FirstRunForm, NewPasswordForm, WelcomeForm
from regulars.web.layout import accounts

BACKEND = "django.contrib.auth.backends.ModelBackend"
FORMS = {LinkPurpose.INVITE: WelcomeForm, LinkPurpose.RESET: NewPasswordForm}


@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Allauth's page, once there is somebody who can sign in."""
    return allauth_login(request) if staff.has_owner() else redirect("first_run")


@never_cache
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Create the owner; closed for good afterwards."""
    if staff.has_owner():
        return redirect("account_login")
    form = FirstRunForm(request.POST or None)
    if not form.is_valid():
        return render(request, "web/entry/first_run.html", {"form": form})
    owner = staff.found(**form.cleaned_data, at=clock.now())
    let_in(request, owner.account)
    messages.success(request, _("Welcome. This installation is yours now."))
    return redirect("home")


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """
    A link that opens once. Looking at it spends nothing, because mail programs look at every link;
    only the button does.
    """
    link = keys.peek_link(token, list(LinkPurpose), at=clock.now())
    if link is None:
        return render(request, "web/entry/spent.html", status=410)
    purpose = LinkPurpose(link.purpose)
    if purpose == LinkPurpose.SIGN_IN:
        return open_door(request, token, link.account)
    form = FORMS[purpose](request.POST or None, account=link.account)
    if not form.is_valid():
        return render(
            request,
            "web/entry/password.html",
            {"form": form, "link": link, "is_invitation": purpose == LinkPurpose.INVITE},
        )
    account = team.accept(token, at=clock.now(), **form.cleaned_data)
    if purpose == LinkPurpose.RESET:
        messages.success(request, _("Your new password is set. Sign in with it."))
        return redirect("account_login")
    let_in(request, account)
    return redirect("home")


def open_door(request: HttpRequest, token: str, account: Account) -> HttpResponse:
    if request.method != "POST":
        return render(request, "web/entry/sign_in.html", {"account": account})
    spent = keys.spend_link(token, [LinkPurpose.SIGN_IN], at=clock.now())
    let_in(request, spent.account)
    accounts.note(spent.account, "log_in", ways=["link"])
    return redirect("home")


def let_in(request: HttpRequest, account: Account) -> None:
    """Sign in, and keep the session among those that can be ended from another place."""
    login(request, account, BACKEND)
    UserSession.objects.create_from_request(request)
