"""What a search finds, whatever it is."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its public id, its words, a smaller line beside them, and its page."""

    id: str
    words: str | Promise
    address: str
    below: str | Promise = ""
    icon: str = "user"
