"""Tell a member of staff something, and know whether it was seen."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from regulars.base.workspace.models import Notice, Staff

KEPT = 200


def tell(people: Iterable[Staff], message: str, *, at: datetime, link: str = "", **values: Any) -> None:
    """
    Put a notice on the desks of `people`.

    `message` is an English msgid, marked with `gettext_noop` where it is written; it is said in the reader's language
    when it is read, with the values put in.
    """
    Notice.objects.bulk_create(
        Notice(staff=member, message=message, values=values, link=link, made_at=at) for member in people
    )


def of(staff: Staff) -> QuerySet[Notice]:
    """The newest first, two hundred at most."""
    return Notice.objects.filter(staff=staff).order_by("-id")[:KEPT]


def unseen(staff: Staff) -> int:
    """How many are new."""
    return Notice.objects.filter(staff=staff, seen_at=None).count()


def waiting() -> Coalesce:
    """The same as a column of a query on staff, so that no page asks for it apart."""
    mine = Notice.objects.filter(staff=OuterRef("pk"), seen_at=None).order_by().values("staff")
    return Coalesce(Subquery(mine.annotate(number=Count("id")).values("number")), 0)


def see(staff: Staff, *, at: datetime) -> None:
    """Count all as seen."""
    Notice.objects.filter(staff=staff, seen_at=None).update(seen_at=at)


def said(notice: Notice) -> str:
    """The notice in the language that is now active."""
    return str(gettext(notice.message) % notice.values)
