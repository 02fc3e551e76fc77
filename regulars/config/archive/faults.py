"""What can keep a backup from being written or read, in words for the person who asked."""

from regulars.base.kit.refusal import Refusal


class ArchiveFault(Refusal):
    """Base of everything below."""

    message = "The backup failed."


class CannotWrite(ArchiveFault):
    message = "The backup cannot be written to %(path)s: %(reason)s."


class CannotDump(ArchiveFault):
    message = "The database could not be copied: %(reason)s."


class LakeChanged(ArchiveFault):
    message = "A file of the lake was removed during the backup (%(name)s). Start it again."


class NotABackup(ArchiveFault):
    message = "%(path)s is not a backup of Regulars, or it is damaged: %(reason)s."


class WrongKey(ArchiveFault):
    message = "The key does not open %(path)s. Give the one it was made with: --key FILE."


class NoKey(ArchiveFault):
    message = "There is no key in %(path)s. Give the one the backup was made with: --key FILE."


class NewerVersion(ArchiveFault):
    message = "The backup was made by Regulars %(made_by)s, and this is %(ours)s. Install that version first."


class NotEmpty(ArchiveFault):
    message = "%(place)s is not empty, so nothing was restored. Choose another home, or add --replace."


class InUse(ArchiveFault):
    message = "%(count)s others use the database. Stop Regulars first."


class CannotRestore(ArchiveFault):
    message = "The database could not be restored: %(reason)s."


class WrongCount(ArchiveFault):
    message = "The table %(table)s holds %(found)s rows after restoring, and %(expected)s were saved."
