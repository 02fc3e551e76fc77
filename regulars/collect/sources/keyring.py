"""The secrets of a source: with which it signs what it sends, and by which it lets us ask."""

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import seal
from regulars.base.workspace.models import Staff
from regulars.collect.kinds import SourceKind
from regulars.collect.models import Source, SourceSecret

SIGNING = "signing"
GOOD_AFTER = timedelta(hours=1)
"""How long the secret before still opens, since what is on its way was signed with it."""


def made(kind: SourceKind) -> str:
    """A new secret, written as senders of this kind expect one."""
    if kind is SourceKind.WEBHOOK:
        return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    return secrets.token_urlsafe(32)


def give(source: Source, name: str, value: str, *, at: datetime) -> SourceSecret:
    """Keep a secret, sealed; the one before is good for an hour more, and those before it for nothing."""
    with transaction.atomic():
        known = SourceSecret.objects.select_for_update().filter(source=source, name=name)
        known.exclude(valid_until=None).delete()
        known.update(valid_until=at + GOOD_AFTER)
        return SourceSecret.objects.create(
            source=source, name=name, sealed=seal.sealed(value, settings.SEAL_KEY), made_at=at
        )


def renew(source: Source, value: str = "", *, by: Staff | None, at: datetime) -> str:
    """Give a source another secret to sign with, one of ours if none is given, and say it, this once."""
    secret = value or made(SourceKind(source.kind))
    facts = {"act": "renew_secret", "source": source.public_id}
    with operations.doing(OperationKind.EDIT, store=source.store, by=by, at=at, facts=facts):
        give(source, SIGNING, secret, at=at)
    return secret


def read(source: Source) -> Mapping[str, str]:
    """
    The secrets of a source that are in use, by their names.

    :raises Unreadable: if they were sealed with the key of another installation.
    """
    known = SourceSecret.objects.filter(source=source, valid_until=None)
    return {secret.name: seal.opened(secret.sealed, settings.SEAL_KEY) for secret in known}


def sweep(*, at: datetime) -> int:
    """Forget the secrets that open nothing any more, and say how many."""
    gone, _ = SourceSecret.objects.filter(Q(valid_until__lt=at)).delete()
    return gone
