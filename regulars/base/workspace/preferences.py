"""What a member of staff has chosen for themselves: columns of a list, hints put away."""

from typing import Any

from django.db.models import F, Func, JSONField, Value

from regulars.base.workspace.models import Staff


def of(staff: Staff, name: str) -> Any:
    """What was chosen under a name such as `columns:customers`; None where nothing was."""
    return staff.preferences.get(name)


def keep(staff: Staff, name: str, value: Any) -> None:
    """Choose, without touching what is chosen under other names meanwhile."""
    Staff.objects.filter(id=staff.id).update(preferences=joined(F("preferences"), {name: value}))
    staff.preferences = {**staff.preferences, name: value}


def joined(column: F, added: dict[str, Any]) -> Func:
    return Func(column, Value(added, JSONField()), template="%(expressions)s", arg_joiner=" || ")
