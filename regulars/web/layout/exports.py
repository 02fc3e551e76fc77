"""Write down who took what away as a file."""

from typing import Any

from regulars.base.workspace import audit
from regulars.base.workspace.kinds import AuditKind
from regulars.web.layout.middleware import StaffRequest


def note(request: StaffRequest, what: str, kind: str, *, query: str = "", **facts: Any) -> None:
    """Keep that `what` was taken as a file of a `kind`; the query may name people, and is kept apart."""
    store = request.store.name if request.store else ""
    audit.note(
        AuditKind.EXPORT, "export", circle=request.staff.circle, by=request.staff, at=request.now, what=what, file=kind,
        store=store, personal={"query": query} if query else None, **facts,
    )  # fmt: skip
