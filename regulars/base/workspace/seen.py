"""What a member of staff has looked at lately: people, orders, products."""

from collections.abc import Sequence
from datetime import datetime

from regulars.base.kit import query
from regulars.base.workspace.models import Seen, Staff

KEPT = 50
NOTE = """
    with noted as (
        insert into workspace_seen (staff_id, kind, object_id, at) values (%(staff)s, %(kind)s, %(id)s, %(at)s)
        on conflict (staff_id, kind, object_id) do update set at = excluded.at
    )
    delete from workspace_seen where staff_id = %(staff)s and at < (
        select at from workspace_seen where staff_id = %(staff)s order by at desc offset %(others)s limit 1
    )
"""


def note(staff: Staff, kind: str, id: str, *, at: datetime) -> None:
    """Remember that the page of `id` was looked at, and forget what lies further back than fifty."""
    query.run(NOTE, staff=staff.id, kind=kind, id=id, at=at, others=KEPT - 2)


def of(staff: Staff) -> Sequence[tuple[str, str]]:
    """Kinds and public ids, the latest first, fifty at most."""
    rows = Seen.objects.filter(staff=staff).order_by("-at", "-id").values_list("kind", "object_id")
    return list(rows[:KEPT])
