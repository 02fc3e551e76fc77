"""What profile gives to the lake: of a person's traits only those that analysis needs."""

from regulars.base.lake.table import Source, Table, Type

PROFILES = Source(
    key="person",
    notes={"profile": ""},
    reads={
        "read_profiles": """
            select p.person_id as person, nullif(p.country, '') as country, nullif(p.language, '') as language
            from {profile_profile.person_id} p
        """
    },
    tables=(
        Table(
            name="profiles",
            columns={"person": Type.BIGINT, "country": Type.TEXT, "language": Type.TEXT},
            select="select * from read_profiles",
        ),
    ),
)
TABLES = (PROFILES,)
