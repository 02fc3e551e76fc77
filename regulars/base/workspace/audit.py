"""
Write down who did what, when and from where: log-ins, rights, keys, settings, exports.

Edits are operations already, and are not written twice; `origin()` says for both from where a request came.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple

from regulars.base.workspace.kinds import AuditKind
from regulars.base.workspace.models import AuditEntry, Circle, Staff

SYSTEM, COMMAND = "system", "command"
LONGEST_ADDRESS, LONGEST_PROGRAM = 45, 200


class Origin(NamedTuple):
    """From where somebody acts: a network address and a program; both empty for what no request has asked for."""

    address: str = ""
    program: str = ""


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


@contextmanager
def coming_from(address: str, program: str) -> Iterator[None]:
    """Let all that is written down inside say that it came from here."""
    token = _origin.set(Origin(address[:LONGEST_ADDRESS], program[:LONGEST_PROGRAM]))
    try:
        yield
    finally:
        _origin.reset(token)


def origin() -> Origin:
    return _origin.get()


def note(
    kind: AuditKind,
    act: str,
    *,
    circle: Circle,
    by: Staff | None,
    at: datetime,
    actor: str = SYSTEM,
    about: Staff | None = None,
    personal: dict[str, Any] | None = None,
    **facts: Any,
) -> AuditEntry:
    """
    Keep that something was done, in the caller's transaction.

    :param about: the member of staff whom it was done to.
    :param personal: what tells something about a customer, such as the words of a search.
    """
    return AuditEntry.objects.create(
        circle=circle, at=at, kind=kind, act=act, by=by, actor=by.public_id if by is not None else actor, about=about,
        facts=facts, personal=personal or {}, address=origin().address, program=origin().program,
    )  # fmt: skip


def difference(old: dict[str, Any], new: dict[str, Any]) -> dict[str, list[Any]]:
    """What a setting said before and says now, by name, where it is not the same."""
    return {name: [old[name], value] for name, value in new.items() if old[name] != value}
