"""Which rows were made or changed since a moment, by the operations that did it.

An import is one operation and may write for hours after it began, so operations of the day before count as well:
who asks again and again may get a row twice, but never misses one.
"""

from datetime import datetime, timedelta

from django.db.models import Model, Q, QuerySet

from regulars.base.events.models import Change, Operation
from regulars.base.workspace.models import ApiKey

LONGEST_WORK = timedelta(days=1)


def written[Row: Model](rows: QuerySet[Row], since: datetime, *, key: ApiKey) -> QuerySet[Row]:
    """The rows of a tracked table that operations have made or changed since a moment."""
    lately = Operation.objects.filter(circle=key.circle_id, begun_at__gte=earlier(since)).values("id")
    changed = Change.objects.filter(operation__in=lately, table=rows.model._meta.db_table, changed_at__gte=since)
    return rows.filter(Q(operation__in=lately) | Q(id__in=changed.values("key")))


def earlier(moment: datetime) -> datetime:
    """A day before, or the moment itself at the very beginning of time."""
    beginning = datetime.min.replace(tzinfo=moment.tzinfo)
    return moment - LONGEST_WORK if moment - beginning > LONGEST_WORK else moment
