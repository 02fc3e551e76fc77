"""Find the store that a command names, or open it with what the place tells."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.commands import console

if TYPE_CHECKING:
    from regulars.base.workspace.models import Store

LAST_RESORT = "USD"


class NoSuchStore(Refusal):
    message = "There is no store “%(name)s”; there is: %(known)s."


def store(name: str, *, timezone: str | None, currency: str | None, quiet: bool = False) -> "Store":
    """
    The store of that name; a new one takes the machine's time zone, and the currency of that zone.

    :raises UnknownZone: if there is no such time zone.
    :raises UnknownCurrency: if there is no such currency.
    """
    from regulars.base.workspace import stores

    known = stores.find_store(name)
    if known is not None:
        return known
    place = timezone or zone_of_machine()
    opened = stores.open_store(
        name, currency=currency or currency_of(clock.zone(place).key), timezone=place, at=clock.now()
    )
    if not quiet:
        console.say(
            f"“{name}” is a new store: {opened.currency}, {opened.timezone} (change it under Settings, Stores)."
        )
    return opened


def known_stores(name: str | None) -> list["Store"]:
    """
    The store of a name, public id or number, or all stores.

    :raises NoSuchStore: if there is none of that name.
    """
    from regulars.base.workspace import stores
    from regulars.base.workspace.models import Store

    if name is None:
        return list(Store.objects.select_related("circle").order_by("id"))
    found = stores.find_store(name)
    if found is None and name.isdecimal():
        found = Store.objects.select_related("circle").filter(id=int(name)).first()
    if found is None:
        everyone = ", ".join(Store.objects.order_by("id").values_list("name", flat=True)) or "none yet"
        raise NoSuchStore(name=name, known=everyone)
    return [found]


def zone_of_machine() -> str:
    """The IANA name that `TZ` or /etc/localtime gives; UTC where neither does."""
    named = os.environ.get("TZ", "").lstrip(":")
    if named:
        return named
    _, found, zone = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return zone if found and not zone.startswith("Etc/") else "UTC"


def currency_of(zone: str) -> str:
    """The currency of the country that a time zone lies in (Unicode CLDR)."""
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    territory = get_global("zone_territories").get(zone)
    currencies = get_territory_currencies(territory) if territory else []
    return currencies[0] if currencies else LAST_RESORT
