"""`regulars migrate`: bring database and static files to this version; `up` does it by itself."""

from regulars.commands import console, session


def migrate() -> None:
    """Bring the database to this version."""
    with console.refusals(), session.database():
        from regulars.config import schema

        schema.collect_static_files()
