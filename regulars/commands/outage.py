"""Tell a database that went away from every other fault."""

from collections.abc import Iterator
from contextlib import contextmanager

from regulars.base.kit.refusal import Refusal

NAMES = {"OperationalError", "InterfaceError"}
STATES = ("08", "57P")
"""Classes of SQLSTATE: the connection failed; the server was stopped."""
WORDS = (
    "server closed the connection", "no connection to the server", "Connection refused", "the connection is lost",
    "connection is closed", "could not receive data from server", "No such file or directory\n\tIs the server",
    "the database system is", "connection is bad", "connection failed",
)  # fmt: skip


class DatabaseWentAway(Refusal):
    message = (
        "The database went away in the middle of it. Nothing is lost: when it is back, say the same again, "
        "and it goes on from there."
    )


def is_behind(error: BaseException | None) -> bool:
    """Whether a lost database is what is behind an error of Django, psycopg or ADBC."""
    if error is None:
        return False
    state = getattr(error, "sqlstate", None)
    if type(error).__name__ in NAMES and (state or "").startswith(STATES):
        return True
    return any(words in str(error) for words in WORDS) or is_behind(error.__cause__ or error.__context__)


@contextmanager
def told() -> Iterator[None]:
    """
    Work on the database inside the block.

    :raises DatabaseWentAway: if it does.
    """
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        if is_behind(error):
            raise DatabaseWentAway from error
        raise
