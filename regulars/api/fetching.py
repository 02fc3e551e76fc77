"""Fetch one row by its public id, or say that there is none."""

from django.db.models import Model, QuerySet

from regulars.api.problems import NotFound


def one[Row: Model](rows: QuerySet[Row], public_id: str) -> Row:
    """
    The row of that public id among those that the key may see.

    :raises NotFound: if there is none; whether another circle has it is not told.
    """
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound(thing=rows.model._meta.verbose_name)
    return row
