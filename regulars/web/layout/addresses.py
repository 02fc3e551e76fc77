"""What may stand in an address; anything else is not found, without asking the database."""

from django.urls.converters import StringConverter


class PublicId(StringConverter):
    regex = "[a-z]{3}_[0-9a-z]{1,36}"


class Token(StringConverter):
    """The secret of a one-time link."""

    regex = "[A-Za-z0-9_-]{1,100}"
