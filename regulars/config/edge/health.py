"""Tell a load balancer, or a person with curl, whether this installation works."""

import time

import psycopg

from regulars.config.edge.pages import Pages

# Asking costs a connection, and anybody may ask.
REMEMBERED_SECONDS = 2
CONNECT_SECONDS = 5


class Health:
    """Whether database and pages answer, remembered for a moment."""

    def __init__(self, database: str, pages: Pages) -> None:
        self._database = database
        self._pages = pages
        self._found: dict[str, bool] = {}
        self._asked_at = float("-inf")

    async def ask(self) -> dict[str, bool]:
        if time.monotonic() - self._asked_at > REMEMBERED_SECONDS:
            self._found = {"database": await self._has_database(), "pages": await self._pages.are_ready()}
            self._asked_at = time.monotonic()
        return self._found

    async def _has_database(self) -> bool:
        try:
            connection = await psycopg.AsyncConnection.connect(
                self._database, autocommit=True, connect_timeout=CONNECT_SECONDS
            )
            async with connection:
                await connection.execute("select 1")
        except (psycopg.Error, OSError):
            return False
        return True
