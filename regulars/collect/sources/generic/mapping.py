"""Mappings in JSONata, bounded in time and depth, since an expression may go on for ever.

https://docs.jsonata.org
"""

from typing import Any

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.collect.kinds import Fault
from regulars.collect.messages import Unfit

MOST_MILLISECONDS = 500
DEEPEST = 200
LONGEST = 20_000


class BadMapping(Refusal):
    message = gettext_lazy("The mapping is no expression in JSONata: %(reason)s")
    status = 422


def checked(expression: str) -> str:
    """
    :raises BadMapping: if it cannot be read.
    """
    from jsonata import Jsonata

    if len(expression) > LONGEST:
        raise BadMapping(reason=f"> {LONGEST:,}")
    try:
        Jsonata(expression)
    except Exception as error:  # the library has no class of its own for all of them
        raise BadMapping(reason=str(error)[:300]) from error
    return expression


def applied(expression: str, content: Any) -> Any:
    """
    What a mapping makes of a message, in plain values.

    :raises Unfit: if it cannot, or takes too long.
    """
    from jsonata import Jsonata

    try:
        found = Jsonata(expression, timeout=MOST_MILLISECONDS, stack=DEEPEST).evaluate(content)
    except (RecursionError, Exception) as error:
        raise Unfit(Fault.NO_MAPPING, str(error)[:300]) from None
    return plain(found)


def plain(value: Any) -> Any:
    """JSONata has lists of its own kind."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
