"""Who is nearly called so; `layout/typos.py` says what a slip is."""

from psycopg import sql

from regulars.base.kit import query, text
from regulars.base.workspace.models import Staff
from regulars.web.layout import typos

MOST_EACH = 200
ASK = sql.SQL(
    "(select p.canonical_id, f.search, f.name from profile_profile f join identity_person p on p.id = f.person_id"
    " where search_grams(f.search) @> {grams}::text[] and p.circle_id = {circle} limit {most})"
)


def near(typed: str, *, staff: Staff) -> list[int]:
    """The canonical people whose words come near, the nearest first; masked roles are told by names alone."""
    asked = typos.questions(typed)
    if not asked:
        return []
    parts = [question(grams, staff.circle_id) for grams in asked]
    found: dict[int, float] = {}
    for person, known, name in query.rows(sql.SQL(" union ").join(parts)):
        score = typos.likeness(typed, known if staff.sees_contact_details else text.fold(name))
        if score:
            found[person] = max(score, found.get(person, 0))
    return sorted(found, key=lambda person: (-found[person], person))


def question(grams: list[str], circle: int) -> sql.Composed:
    """Whose words hold all of these grams."""
    return ASK.format(grams=sql.Literal(grams), circle=sql.Literal(circle), most=sql.Literal(MOST_EACH))
