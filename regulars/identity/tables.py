"""What identity gives to the lake: every original person, with the canonical one to join by, and who is but a visitor.

A visitor is somebody of whom nothing is known but browsers.
"""

from regulars.base.lake.table import Source, Table, Type

PEOPLE = Source(
    key="person",
    notes={"person": ""},
    reads={
        # A day needs a zone, and a person none has of their own: that of the circle's first store.
        "read_people": """
            select p.id as person, p.circle_id as circle, p.canonical_id as canonical,
                   (p.first_seen_at at time zone coalesce(first.timezone, 'UTC'))::date as first_seen_on,
                   exists (select from identity_identifier i where i.person_id = p.id)
                   and not exists (select from identity_identifier i
                                   where i.person_id = p.id and i.kind <> 'anonymous') as is_visitor
            from {identity_person.id} p
            left join (select distinct on (circle_id) circle_id, timezone from workspace_store order by circle_id, id)
                as first on first.circle_id = p.circle_id
        """
    },
    tables=(
        Table(
            name="people",
            columns={
                "person": Type.BIGINT,
                "circle": Type.BIGINT,
                "canonical": Type.BIGINT,
                "first_seen_on": Type.DATE,
            },
            select="select * from read_people",
        ),
        Table(
            name="visitors",
            columns={"person": Type.BIGINT, "circle": Type.BIGINT},
            select="select person, circle from read_people where is_visitor",
        ),
    ),
)
TABLES = (PEOPLE,)
