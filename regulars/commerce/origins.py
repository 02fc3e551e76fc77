"""In which lines of which lists of customers people stand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from regulars.base.kit import query
from regulars.commerce.kinds import Supported

LINES = """
    select s.row_id, i.public_id, i.file_name, array_agg(distinct line order by line)
    from commerce_support s
    join collect_import i on i.id = s.import_id
    cross join lateral jsonb_path_query(s.said, '$.lines[*][*]') as found
    cross join lateral (select found::bigint as line) l
    where s.kind = %(person)s and s.said ? 'lines' and s.row_id = any(%(people)s)
    group by s.row_id, i.id, i.public_id, i.file_name order by i.id
"""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one file, counted as an editor counts them: the headings are usually line 1."""

    import_id: str
    file: str
    lines: Sequence[int]


def of(people: Sequence[int]) -> dict[int, list[Lines]]:
    """The lines that speak of each of these people, by file."""
    found: dict[int, list[Lines]] = defaultdict(list)
    for person, *where in query.rows(LINES, person=Supported.PERSON.value, people=list(people)):
        found[person].append(Lines(*where))
    return found
