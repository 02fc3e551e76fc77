"""Requests by law that are due soon, for Home."""

from datetime import date, timedelta

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.profile import requests
from regulars.profile.models import RightsRequest

SHOWN = 5


def soon(staff: Staff, day: date) -> list[RightsRequest]:
    """Open requests that are due within a week or were before; none for who cannot answer them."""
    if not staff.may(Act.EDIT, Thing.PEOPLE):
        return []
    until = day + timedelta(days=requests.SOON_DAYS)
    rows = RightsRequest.objects.visible_to(staff).open().filter(due_on__lte=until)
    return list(rows.select_related("person__canonical").order_by("due_on", "id")[:SHOWN])
