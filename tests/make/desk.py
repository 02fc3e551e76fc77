"""What members of staff have on their desks."""

from datetime import UTC, datetime
from typing import Any

from regulars.base.workspace import notices, saved_views
from regulars.base.workspace.models import SavedView, Staff

MADE = datetime(2026, 3, 1, tzinfo=UTC)


def view(staff: Staff, name: str = "Loyal", query: str = "stage=loyal", **facts: Any) -> SavedView:
    return saved_views.save("customers", name, query, by=staff, at=MADE, **facts)


def notice(staff: Staff, message: str = "The import of %(file)s is done.", **values: Any) -> None:
    notices.tell([staff], message, at=MADE, **(values or {"file": "orders.csv"}))
