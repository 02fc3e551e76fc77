"""Why a whole file cannot be read, each in one sentence."""

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal


class Unreadable(Refusal):
    """Base of everything that is wrong with a file as a whole."""

    message = gettext_lazy("The file %(file)s cannot be read.")
    status = 422


class NoSuchFile(Unreadable):
    message = gettext_lazy("There is no file %(file)s, or it may not be opened.")


class EmptyFile(Unreadable):
    message = gettext_lazy("The file %(file)s is empty.")


class HeadingsOnly(Unreadable):
    message = gettext_lazy("The file %(file)s holds headings, but no rows below them.")


class NoHeadings(Unreadable):
    message = gettext_lazy("No row of headings was found in the first lines of %(file)s.")


class BinaryFile(Unreadable):
    message = gettext_lazy(
        "The file %(file)s is not text, a spreadsheet, JSON Lines or Parquet (found at byte %(byte)s)."
    )


class DamagedFile(Unreadable):
    message = gettext_lazy("The file %(file)s is damaged or was cut off: %(detail)s.")


class UnknownEncoding(Unreadable):
    message = gettext_lazy(
        "The text of %(file)s is in no encoding that fits all of it (line %(line)s). "
        "Save it as UTF-8, or name the encoding."
    )


class TooWide(Unreadable):
    message = gettext_lazy("The file %(file)s has %(columns)s columns; %(most)s are the most that can be read.")


class GiganticCell(Unreadable):
    message = gettext_lazy(
        "A cell in line %(line)s of %(file)s is larger than %(most)s characters; "
        "perhaps a quotation mark is not closed."
    )


class OpenQuote(Unreadable):
    message = gettext_lazy("The quotation mark that opens in line %(line)s of %(file)s is never closed.")


class BadRow(Unreadable):
    message = gettext_lazy("Line %(line)s of %(file)s cannot be read: %(detail)s.")


class MissingColumn(Unreadable):
    message = gettext_lazy(
        "The file %(file)s has no column for %(role)s. Its headings are: %(headings)s. "
        "Name the column in a mapping file."
    )


class WrongHeading(Unreadable):
    message = gettext_lazy("The mapping names the column “%(heading)s”, which %(file)s does not have.")


class BadMapping(Unreadable):
    message = gettext_lazy("The mapping file %(file)s cannot be used: %(detail)s.")


class UnknownPreset(Unreadable):
    message = gettext_lazy("There is no preset “%(preset)s” for %(kind)s. There are: %(presets)s.")


class AskDateOrder(Unreadable):
    """The caller asks the person once, remembers the answer for the source, and tries again."""

    message = gettext_lazy(
        "In the column “%(column)s” of %(file)s day and month cannot be told apart (for example %(example)s). "
        "Say which comes first: --dates %(choices)s."
    )


class DatesContradict(Unreadable):
    message = gettext_lazy(
        "The column “%(column)s” of %(file)s holds dates in different orders (for example %(one)s and %(other)s). "
        "Say which is right: --dates %(choices)s; the others will be rejected."
    )


class NoDates(Unreadable):
    message = gettext_lazy("The column “%(column)s” of %(file)s holds no dates (for example %(example)s).")


class AskDecimalMark(Unreadable):
    """The caller asks the person once, remembers the answer for the source, and tries again."""

    message = gettext_lazy(
        "In the column “%(column)s” of %(file)s it cannot be told whether %(example)s has decimals or thousands. "
        "Say which: --decimal point|comma."
    )


class DiskFull(Unreadable):
    message = gettext_lazy("There is not enough room on the disk at %(place)s to read %(file)s.")
