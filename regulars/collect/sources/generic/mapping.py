"""Mappings in JSONata, bounded in time and depth, since an expression may go on for ever.

Time is looked at between two steps, and a regular expression is one step: so RE2 matches them, whose time grows with
the text and no faster. It knows neither looking around nor references back.

https://docs.jsonata.org, https://github.com/google/re2/wiki/Syntax
"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.collect.kinds import Fault
from regulars.collect.messages import Unfit

if TYPE_CHECKING:
    from jsonata.regex_engine import CompiledPattern, RegexFlags

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
        Jsonata(expression, regex_engine=linear)
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
        found = Jsonata(expression, regex_engine=linear, timeout=MOST_MILLISECONDS, stack=DEEPEST).evaluate(content)
    except (RecursionError, Exception) as error:
        raise Unfit(Fault.NO_MAPPING, str(error)[:300]) from None
    return plain(found)


def linear(pattern: str, flags: "RegexFlags") -> "CompiledPattern":
    """A regular expression of a mapping, for RE2."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not flags.case_insensitive
    found: CompiledPattern = re2.compile(f"(?m){pattern}" if flags.multiline else pattern, options)
    return found


def plain(value: Any) -> Any:
    """JSONata has lists of its own kind."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
