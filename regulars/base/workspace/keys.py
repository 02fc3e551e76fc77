"""Make and check API keys and one-time links; only hashes of their secrets are stored."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import access, audit
from regulars.base.workspace.kinds import AuditKind, LinkPurpose
from regulars.base.workspace.models import Account, ApiKey, Circle, OneTimeLink, Staff

USED_AT_STEP = timedelta(minutes=5)
LIFE_OF_LINKS = {
    LinkPurpose.SIGN_IN: timedelta(minutes=10),
    LinkPurpose.INVITE: timedelta(days=7),
    LinkPurpose.RESET: timedelta(hours=2),
}


class UnknownScope(Refusal):
    message = gettext_lazy("“%(scope)s” is no scope of an API key.")
    status = 422


class LinkSpent(Refusal):
    message = gettext_lazy("This link has been used or is too old. Ask for a new one.")


@transaction.atomic
def make(circle: Circle, *, name: str, scopes: Sequence[str], by: Staff | None, at: datetime) -> tuple[ApiKey, str]:
    """
    A new key and its secret, which is shown only this once.

    :raises UnknownScope: if a scope does not exist.
    """
    known = set(access.scope_names())
    for scope in scopes:
        if scope not in known:
            raise UnknownScope(scope=scope)
    token = f"rgl_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        circle=circle, made_by=by, name=name, token_hash=hashed(token), scopes=list(scopes), made_at=at
    )
    note(key, "make_key", by=by, at=at)
    return key, token


def find(token: str, *, at: datetime) -> ApiKey | None:
    """The live key of a secret; remembers, to five minutes, when it was last used."""
    key = ApiKey.objects.live().select_related("circle").filter(token_hash=hashed(token)).first()
    if key is not None and (key.used_at is None or at - key.used_at > USED_AT_STEP):
        ApiKey.objects.filter(id=key.id).update(used_at=at)
    return key


def make_link(account: Account, purpose: LinkPurpose, *, at: datetime) -> str:
    """The token of a new one-time link, which is shown only this once."""
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        account=account,
        purpose=purpose,
        token_hash=hashed(token),
        made_at=at,
        expires_at=at + LIFE_OF_LINKS[purpose],
    )
    return token


@transaction.atomic
def spend_link(token: str, purposes: Sequence[LinkPurpose], *, at: datetime) -> OneTimeLink:
    """
    Use a link up, and give it back with its account.

    :raises LinkSpent: if it is unknown, used, too old, or for something else.
    """
    links = OneTimeLink.objects.select_for_update(of=("self",)).select_related("account")
    link = links.filter(token_hash=hashed(token), purpose__in=purposes).first()
    if link is None or not link.is_open(at) or not link.account.is_active:
        raise LinkSpent
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link


def peek_link(token: str, purposes: Sequence[LinkPurpose], *, at: datetime) -> OneTimeLink | None:
    """The open link of a token, without using it; None if there is none."""
    link = OneTimeLink.objects.select_related("account").filter(token_hash=hashed(token), purpose__in=purposes).first()
    return link if link is not None and link.is_open(at) else None


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def revoke(key: ApiKey, *, by: Staff | None, at: datetime) -> None:
    """Close a key for good; closing it twice keeps the first moment."""
    if ApiKey.objects.filter(id=key.id, revoked_at=None).update(revoked_at=at):
        note(key, "revoke_key", by=by, at=at)


def note(key: ApiKey, act: str, *, by: Staff | None, at: datetime) -> None:
    facts: dict[str, Any] = {"name": key.name, "key": key.public_id, "scopes": key.scopes}
    audit.note(AuditKind.KEYS, act, circle=key.circle, by=by, at=at, **facts)
