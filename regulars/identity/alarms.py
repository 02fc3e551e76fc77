"""Tell those who look after people that something gathers what no person has: a till, a shared machine, a test."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_noop

from regulars.base.kit import query
from regulars.base.workspace import notices
from regulars.base.workspace.kinds import Act, Scope, Thing
from regulars.base.workspace.models import Circle, Notice, Staff, Store

FULL = gettext_noop(
    "%(person)s has gathered as many addresses, browsers or visitors as anybody may. What comes further is kept apart."
    " It may be a till, a shared machine or a test account."
)
SHARED = gettext_noop(
    "%(store)s sent %(values)s e-mails, phones or customer numbers that too many people share. They identify nobody."
)
NAMES = "select public_id from identity_person where id = any(%(ids)s) order by id limit %(most)s"
MOST_AT_ONCE = 20


def watching(circle: Circle) -> list[Staff]:
    """The members of staff who look after all people of a circle."""
    members = Staff.objects.filter(circle=circle, left_at=None).select_related("account")
    return [member for member in members if member.reach(Act.EDIT, Thing.PEOPLE) == Scope.ALL]


def of_shared(store: Store, values: int, *, at: datetime) -> None:
    """Say that something came with too many people to belong to anybody."""
    notices.tell(watching(store.circle), SHARED, at=at, store=store.name, values=values)


def of_full(circle: Circle, people: Sequence[int], *, at: datetime) -> int:
    """Say of these people, by their ids, that nothing more is given to them; of each once."""
    names = [name for (name,) in query.rows(NAMES, ids=list(people), most=MOST_AT_ONCE)]
    told = Notice.objects.filter(staff__circle=circle, message=FULL, values__person__in=names)
    new = sorted({*names} - {*told.values_list("values__person", flat=True)})
    for name in new:
        notices.tell(watching(circle), FULL, at=at, person=name)
    return len(new)
