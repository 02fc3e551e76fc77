"""Gather the people whom one act is about, however many, where the statements of the act find them.

A crowd is a query: `Person.objects.visible_to(staff).filter(…)`. It is asked once; the canonical people it names are
put in a table of the transaction, so that what is done, counted and told is about the same people.
"""

from django.db.models import QuerySet

from regulars.base.kit import query
from regulars.identity.models import Person

CHOSEN = "chosen_person"
NOBODY = f"create temp table {CHOSEN} (id bigint primary key) on commit drop"


def gather(people: QuerySet[Person]) -> int:
    """Put the ids of the canonical people into `chosen_person` until the transaction ends, and say how many."""
    query.run(f"drop table if exists {CHOSEN}")
    query.run(NOBODY)
    chosen = people.order_by().values_list("canonical_id", flat=True).distinct()
    if chosen.query.is_empty():
        return 0
    statement, params = chosen.query.sql_with_params()
    count = query.run(f"insert into {CHOSEN} {statement}", params)
    query.run(f"analyze {CHOSEN}")
    return count


def one(person: Person) -> QuerySet[Person]:
    """The crowd of a single person."""
    return Person.objects.filter(id=person.id)
