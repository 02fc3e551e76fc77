"""Expected refusals: what a person asked for and cannot have, said in one sentence."""

from typing import Any

from django.utils.functional import Promise


class Refusal(Exception):
    """Base of every expected "no".

    A subclass carries a translatable `message` with named placeholders; the values are given
    when it is raised. It becomes a 409 or 422 on the web and exit code 2 on the command line.
    """

    message: str | Promise = "This cannot be done."
    status: int = 409

    def __init__(self, **values: Any) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values

    @property
    def code(self) -> str:
        """The stable name that machines match on, such as `nobody_to_reach`."""
        name = type(self).__name__
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
