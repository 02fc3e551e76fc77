"""Add the sources of a store, and close them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff, Store
from regulars.collect.kinds import SourceKind
from regulars.collect.models import Source
from regulars.collect.sources import keyring, platforms
from regulars.collect.sources.receivers import RECEIVERS


class SourceExists(Refusal):
    message = gettext_lazy("%(store)s has a source “%(name)s” already.")


def add(
    store: Store, kind: SourceKind, *, name: str = "", settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None, by: Staff | None, at: datetime,
) -> Source:  # fmt: skip
    """
    A new source with a write key of its own and, where it signs what it sends, a secret.

    :param name: how people call it; what it is, with a number if need be, if they do not say.
    :param settings: what its platform has to be told, such as the address of a shop.
    :param secrets: by their names; `signing` is made by us if it is not given.
    :raises SourceExists: if an open source of the store is called so.
    :raises MissingSetting: if its platform cannot do without one.
    :raises Refusal: if a setting is none that can be used.
    """
    told = platforms.checked(kind, settings or {})
    given = dict(secrets or {})
    if kind.value in RECEIVERS:
        given.setdefault(keyring.SIGNING, keyring.made(kind))
    called = name.strip()[:120] or _free_name(store, kind)
    facts = {"act": "add_source", "kind": kind.value}
    try:
        with operations.doing(OperationKind.EDIT, store=store, by=by, at=at, facts=facts):
            made = Source.objects.create(
                store=store, kind=kind, name=called, settings=told, made_by=by, made_at=at
            )  # fmt: skip
            for word, value in given.items():
                keyring.give(made, word, value, at=at)
            return made
    except IntegrityError as error:
        raise SourceExists(store=store.name, name=called) from error


@transaction.atomic
def close(source: Source, *, by: Staff | None, at: datetime) -> None:
    """Take nothing more from a source; what has come stays. Closing it twice keeps the first moment."""
    with operations.doing(OperationKind.EDIT, store=source.store, by=by, at=at, facts={"act": "close_source"}):
        Source.objects.filter(id=source.id, closed_at=None).update(closed_at=at)


def _free_name(store: Store, kind: SourceKind) -> str:
    taken = set(Source.objects.open().filter(store=store).values_list("name", flat=True))
    label = str(kind.label)
    return next(name for n in range(1, len(taken) + 2) if (name := label if n == 1 else f"{label} {n}") not in taken)
