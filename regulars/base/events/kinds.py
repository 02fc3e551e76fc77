"""The fixed choices of the log and of operations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class Mode(TextChoices):
    """How an event came: as it happened, from a file, or read again."""

    LIVE = "live", gettext_lazy("Live")
    HISTORY = "history", gettext_lazy("History")
    REPLAY = "replay", gettext_lazy("Replay")


class Family(TextChoices):
    """How long an event stays: behavior is dropped after its retention, records are kept."""

    BEHAVIOR = "behavior", gettext_lazy("Behavior")
    RECORD = "record", gettext_lazy("Record")


class OperationKind(TextChoices):
    EDIT = "edit", gettext_lazy("Edit")
    ERASURE = "erasure", gettext_lazy("Erasure")
    IMPORT = "import", gettext_lazy("Import")
    MERGE = "merge", gettext_lazy("Merge")
    RULE = "rule", gettext_lazy("Rule")
    SYSTEM = "system", gettext_lazy("System")
    UNDO = "undo", gettext_lazy("Undo")


class ChangeKind(TextChoices):
    UPDATED = "updated", gettext_lazy("Changed")
    DELETED = "deleted", gettext_lazy("Removed")


LIVE = frozenset({Mode.LIVE})
ANY_MODE = frozenset(Mode)
