"""Open stores and the circles they share."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from regulars.base.kit import clock, money
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import audit
from regulars.base.workspace.kinds import AuditKind, Language
from regulars.base.workspace.models import Circle, Staff, Store

MAIN_CIRCLE = "Main"


class NameTaken(Refusal):
    message = gettext_lazy("There already is a store named “%(name)s”.")


@transaction.atomic
def open_store(
    name: str,
    *,
    currency: str,
    timezone: str,
    at: datetime,
    language: str = Language.ENGLISH,
    circle: str = MAIN_CIRCLE,
    is_demo: bool = False,
    by: Staff | None = None,
) -> Store:
    """
    The store of that name in its circle, opened now if it does not exist.

    :raises UnknownCurrency: if the currency is not in ISO 4217.
    :raises UnknownZone: if the time zone does not exist.
    """
    clock.zone(timezone)
    ring, _ = Circle.objects.get_or_create(name=circle, defaults={"created_at": at})
    if store := Store.objects.filter(circle=ring, name__iexact=name).first():
        return store
    opened = Store.objects.create(
        circle=ring,
        name=name,
        currency=money.checked_currency(currency),
        timezone=timezone,
        language=language,
        is_demo=is_demo,
        created_at=at,
    )
    said: dict[str, Any] = {"name": name, "currency": opened.currency, "timezone": timezone}
    audit.note(AuditKind.SETTINGS, "open_store", circle=ring, by=by, at=at, **said)
    return opened


def find_store(name: str) -> Store | None:
    """The store of a name or public id, in whichever circle; None if there is none."""
    stores = Store.objects.select_related("circle").order_by("id")
    return stores.filter(public_id=name).first() or stores.filter(name__iexact=name).first()


def check_name(circle: Circle, name: str, *, but: Store | None = None) -> None:
    """
    See that no store of the circle, other than `but`, is called so.

    :raises NameTaken: if one is.
    """
    others = Store.objects.filter(circle=circle, name__iexact=name)
    if (others if but is None else others.exclude(id=but.id)).exists():
        raise NameTaken(name=name)


@transaction.atomic
def change(store: Store, *, by: Staff, at: datetime, **given: Any) -> Store:
    """
    Change what a store is called and how it reckons.

    :raises UnknownCurrency: if the currency is not in ISO 4217.
    :raises UnknownZone: if the time zone does not exist.
    :raises NameTaken: if another store of the circle has that name.
    """
    given["currency"] = money.checked_currency(given["currency"])
    clock.zone(given["timezone"])
    check_name(store.circle, given["name"], but=store)
    if changed := audit.difference({field: getattr(store, field) for field in given}, given):
        audit.note(
            AuditKind.SETTINGS, "change_store", circle=store.circle, by=by, at=at, name=store.name, changed=changed
        )
    for field, value in given.items():
        setattr(store, field, value)
    store.save(update_fields=list(given))
    return store
