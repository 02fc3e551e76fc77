"""What speaks for two people being one, in words; also of links that hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.identity.kinds import IdentifierKind
from regulars.web.components import show

type Words = str | Promise

FIELDS: dict[str, Words] = {
    "given": gettext_lazy("Given name"), "family": gettext_lazy("Family name"), "birth": gettext_lazy("Birthday"),
    "email": gettext_lazy("E-mail"), "phone": gettext_lazy("Phone"), "document": gettext_lazy("Id document"),
    "street": gettext_lazy("Street"), "place": gettext_lazy("Postcode and city"),
    "number": gettext_lazy("Customer number"), "company": gettext_lazy("Company"),
}  # fmt: skip
LEVELS: dict[str, Words] = {
    "same": gettext_lazy("the same"), "swapped": gettext_lazy("swapped"), "nickname": gettext_lazy("a nickname"),
    "misspelt": gettext_lazy("nearly the same"), "alike": gettext_lazy("alike"),
    "mailbox": gettext_lazy("the same before the @"), "road": gettext_lazy("the same street"),
    "postcode": gettext_lazy("the same postcode"), "city": gettext_lazy("the same city"),
    "different": gettext_lazy("different"),
}  # fmt: skip
STRONG, CLEAR = 8.0, 2.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """How far a field agrees, and how much that says."""

    field: str
    label: Words
    level: Words
    weight: Words
    tone: str


def of(evidence: Mapping[str, Any]) -> list[Spoken]:
    """What was compared, as far as it is known."""
    return [
        Spoken(
            reason["field"], FIELDS.get(reason["field"], reason["field"]), LEVELS.get(reason["level"], reason["level"]),
            *weight(reason["bits"]),
        )
        for reason in evidence.get("reasons", [])
    ]  # fmt: skip


def weight(bits: float) -> tuple[Words, str]:
    """How much it says in words, and whether that is good or bad."""
    if bits >= STRONG:
        return _("speaks strongly for it"), "good"
    if bits >= CLEAR:
        return _("speaks for it"), "good"
    if bits > -CLEAR:
        return _("says little"), ""
    return _("speaks against it"), "bad"


def summary(evidence: Mapping[str, Any], probability: float | None = None) -> str:
    """Why two are held to be one, in one line."""
    told = []
    chance = evidence.get("probability", probability)
    if chance is not None:
        told.append(_("%(share)s likely") % {"share": likely(chance)})
    if evidence.get("by_itself"):
        told.append(_("merged without asking"))
    if evidence.get("through"):
        told.append(_("both are probably one with a third"))
    if evidence.get("kind") in IdentifierKind.values:
        told.append(_("both came with the same %(kind)s") % {"kind": IdentifierKind(evidence["kind"]).label})
    told += [f"{spoken.label}: {spoken.level}" for spoken in of(evidence) if spoken.tone == "good"]
    if evidence.get("said"):
        told.append(str(evidence["said"]))
    return " · ".join(told) or _("somebody said so")


def likely(probability: float) -> str:
    """A probability that never claims to be certain."""
    return show.share(min(probability, 0.999)) if probability < 0.995 else f">{show.share(0.99)}"


def named(reasons: Sequence[Spoken]) -> dict[str, Spoken]:
    return {spoken.field: spoken for spoken in reasons}
