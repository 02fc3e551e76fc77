"""Custom fields: define, change, put in order, archive; the kind and the key of one never change."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy

from regulars.base.events import operations
from regulars.base.kit import money, query, text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle, Staff
from regulars.collect.reading import headings
from regulars.collect.reading.plan import CUSTOM, UNREAD
from regulars.identity import acts
from regulars.profile.kinds import FREE_TEXT, WITH_CHOICES, FieldKind
from regulars.profile.models import Field

MOST = 500
LONGEST_KEY = 60

RENAME_CHOICE = """
    update profile_fieldvalue
    set text = case when text = %(old)s then %(new)s else text end, words = array_replace(words, %(old)s, %(new)s)
    where field_id = %(field)s and (text = %(old)s or words @> array[%(old)s]::varchar[])
"""


class FieldExists(Refusal):
    message = gettext_lazy("There is a field “%(name)s” already.")


class TooManyFields(Refusal):
    message = gettext_lazy("There are %(most)s custom fields, which is as many as there can be.")


class NeedsChoices(Refusal):
    message = gettext_lazy("Name at least one thing to choose from, each once, with at most 120 characters.")
    status = 422


class NeedsName(Refusal):
    message = gettext_lazy("A field has a name of 1 to 120 characters.")
    status = 422


def define(
    circle: Circle,
    *,
    name: str,
    kind: FieldKind,
    help: str = "",
    choices: Sequence[str] = (),
    currency: str = "",
    is_masked: bool | None = None,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> Field:
    """
    A new field at the end of the list; its key is made from its name and stays.

    :param is_masked: whether it is hidden from those who do not see contact details; free text is, unless said.
    :raises Refusal: if the name is taken, or what the kind needs is missing.
    """
    called = checked_name(circle, name)
    known = Field.objects.filter(circle=circle)
    if known.count() >= MOST:
        raise TooManyFields(most=MOST)
    last = known.aggregate(last=Max("place"))["last"]
    with acts.doing("define_field", circle, by=by, actor=actor, at=at, field=called):
        return Field.objects.create(
            circle=circle, name=called, key=key(called, known.values_list("key", flat=True)), kind=kind, help=help,
            choices=checked_choices(choices) if kind in WITH_CHOICES else [],
            currency=money.checked_currency(currency) if kind == FieldKind.MONEY else "",
            is_masked=kind in FREE_TEXT if is_masked is None else is_masked, place=(last or 0) + 1,
        )  # fmt: skip


def change(
    field: Field,
    *,
    name: str,
    help: str,
    choices: Sequence[str],
    is_masked: bool,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> Field:
    """
    Say anew what a field is called, how it is explained, and what can be chosen; values stay as they are.

    :raises Refusal: if the name is taken, or no choice is left.
    """
    field.name = checked_name(field.circle, name, but=field)
    field.help, field.is_masked = help, is_masked
    field.choices = checked_choices(choices) if field.kind in WITH_CHOICES else []
    with acts.doing("change_field", field.circle, by=by, actor=actor, at=at, field=field.name):
        field.save(update_fields=["name", "help", "choices", "is_masked"])
    return field


def rename_choice(
    field: Field, *, old: str, new: str, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> int:
    """
    Call a choice by another name wherever it was chosen; how many people had chosen it.

    :raises NeedsChoices: if there is no such choice, or the new name is one already.
    """
    if old not in field.choices:
        raise NeedsChoices
    field.choices = checked_choices([new if choice == old else choice for choice in field.choices])
    with acts.doing("rename_choice", field.circle, by=by, actor=actor, at=at, field=field.name):
        field.save(update_fields=["choices"])
        return query.run(RENAME_CHOICE, field=field.id, old=old, new=text.squeeze(new))


def arrange(
    circle: Circle, ids: Sequence[str], *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> None:
    """Put the fields in the order of these public ids; those not named come after them as they were."""
    place = {id: number for number, id in enumerate(ids)}
    fields = sorted(
        Field.objects.filter(circle=circle).order_by("place", "id"), key=lambda f: place.get(f.public_id, MOST)
    )
    for number, field in enumerate(fields, 1):
        field.place = number
    with acts.doing("arrange_fields", circle, by=by, actor=actor, at=at):
        Field.objects.bulk_update(fields, ["place"])


def archive(field: Field, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Field:
    """Show a field nowhere, and keep its values."""
    return put_away(field, at, "archive_field", by=by, at=at, actor=actor)


def revive(field: Field, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Field:
    """Show an archived field again."""
    return put_away(field, None, "revive_field", by=by, at=at, actor=actor)


def put_away(field: Field, since: datetime | None, act: str, *, by: Staff | None, at: datetime, actor: str) -> Field:
    field.archived_at = since
    with acts.doing(act, field.circle, by=by, actor=actor, at=at, field=field.name):
        field.save(update_fields=["archived_at"])
    return field


def suggested(circle: Circle, names: Iterable[str]) -> dict[str, Field]:
    """Which headings of a file name a custom field, by its key after `custom:`, its name or its key."""
    called: dict[str, Field] = {}
    for field in Field.objects.live().filter(circle=circle).order_by("-place"):
        called |= {headings.key(field.key): field, headings.key(field.name): field}
    read = [name for name in names if not name.startswith(UNREAD)]
    found = {name: called.get(headings.key(name.removeprefix(CUSTOM))) for name in read}
    return {name: field for name, field in found.items() if field is not None}


def key(name: str, taken: Iterable[str]) -> str:
    """A plain key for a name: `Shoe size` is `shoe_size`, a second one `shoe_size_2`."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.fold(name)).strip("_")[: LONGEST_KEY - 8]
    stem = plain if plain[:1].isalpha() else f"field_{plain}".rstrip("_")
    others = set(taken)
    return next(k for k in (stem, *(f"{stem}_{number}" for number in range(2, MOST + 2))) if k not in others)


def checked_name(circle: Circle, name: str, *, but: Field | None = None) -> str:
    called = text.squeeze(name)
    if not called or len(called) > 120:
        raise NeedsName
    other = Field.objects.filter(circle=circle, name__iexact=called).first()
    if other is not None and other != but:
        raise FieldExists(name=called)
    return called


def checked_choices(choices: Sequence[str]) -> list[str]:
    named = [plain for choice in choices if (plain := text.squeeze(choice))]
    if not named or len(set(named)) < len(named) or max(map(len, named)) > 120:
        raise NeedsChoices
    return named
