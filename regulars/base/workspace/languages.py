"""Which languages a workspace offers, and in which one somebody is spoken to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace import audit
from regulars.base.workspace.kinds import AuditKind, Language
from regulars.base.workspace.models import Account, Circle, Staff, Store


class NoLanguage(Refusal):
    message = gettext_lazy("Offer at least one language.")
    status = 422


class StoreSpeaksIt(Refusal):
    message = gettext_lazy("“%(store)s” would speak a language that is not offered.")


def spoken_to(account: Account, circle: Circle | None, store: Store | None, *, cookie: str, browser: str) -> str:
    """
    The language of the pages: one's own choice, then that of the browser's cookie, of the store, of the browser.

    What the workspace does not offer counts for nothing.
    """
    offered = circle.languages if circle is not None else Language.values
    wished = (account.language, cookie, store.language if store is not None else "", browser)
    return next((each for each in wished if each in offered), offered[0])


def choices(circle: Circle | None) -> list[tuple[str, str]]:
    """The languages that are offered, with their own names."""
    offered = circle.languages if circle is not None else Language.values
    return [(value, label) for value, label in Language.choices if value in offered]


def speakers(circle: Circle) -> list[tuple[str, int]]:
    """How many who work here have chosen each language for themselves, and under an empty name how many none."""
    rows = Staff.objects.filter(circle=circle, left_at=None).values_list("account__language")
    counts = dict(rows.annotate(members=Count("id")))
    named = [(str(label), counts.get(value, 0)) for value, label in Language.choices]
    return [*named, ("", counts.get("", 0))]


@transaction.atomic
def offer(circle: Circle, languages: Sequence[str], *, of_stores: Mapping[Store, str], by: Staff, at: datetime) -> None:
    """
    Set which languages the circle offers, and which one each of these stores speaks.

    :raises NoLanguage: if none is offered.
    :raises StoreSpeaksIt: if a store of the circle would speak another one.
    """
    offered = [value for value in Language.values if value in set(languages)]
    if not offered:
        raise NoLanguage
    stores = list(Store.objects.select_for_update().filter(circle=circle))
    said = {store.id: of_stores.get(store, store.language) for store in stores}
    if stray := next((store for store in stores if said[store.id] not in offered), None):
        raise StoreSpeaksIt(store=stray.name)
    before, circle.languages = circle.languages, offered
    circle.save(update_fields=["languages"])
    changed = {store.name: [store.language, said[store.id]] for store in stores if store.language != said[store.id]}
    for store in stores:
        store.language = said[store.id]
        store.save(update_fields=["language"])
    if changed or before != offered:
        facts: dict[str, Any] = {"changed": {"": [before, offered]} | changed}
        audit.note(AuditKind.SETTINGS, "offer_languages", circle=circle, by=by, at=at, **facts)
