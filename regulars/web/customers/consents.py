"""What a person agreed to, as the page says it: what holds and why, each word with its proof, and what files say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.profile import standing
from regulars.profile.consent import Matter
from regulars.profile.kinds import Ground, Manner, Medium, Purpose, Regime, Standing
from regulars.profile.models import Consent, Profile, Wording
from regulars.profile.standing import Held
from regulars.web.components import show
from regulars.web.components.widgets import DayInput

TONES = {True: "good", False: "bad", None: ""}
MAY: dict[bool | None, str | Promise] = {
    True: gettext_lazy("One may"), False: gettext_lazy("One may not"), None: gettext_lazy("Nobody knows"),
}  # fmt: skip
SHOWN = 50
BY_HAND = (Manner.PHONE, Manner.PERSON, Manner.PAPER, Manner.MESSAGE, Manner.FORM, Manner.CHECKOUT)


@dataclass(frozen=True, slots=True)
class Line:
    """One matter, what holds of it, and why."""

    label: Any
    standing: Any
    ground: Any
    may: Any
    tone: str


@dataclass(frozen=True, slots=True)
class Given:
    """One word of the ledger with its proof."""

    label: Any
    word: Any
    said_at: datetime
    proof: Sequence[tuple[Any, str]]
    shown: str
    stands: bool
    link: str


def label(medium: str, purpose: str) -> Any:
    if purpose == Purpose.MARKETING:
        return format_lazy("{}: {}", Purpose.MARKETING.label, Medium(medium).label)
    return Purpose(purpose).label


def lines(person: Person, store: Store | None, at: datetime) -> list[Line]:
    """Two statements: the matters of the store, and others on which something was said."""
    asked = standing.rules(store).purposes or [Purpose.MARKETING.value]
    held = standing.of([person.id], store=store, at=at)[person.id]
    return [
        line(matter, each)
        for matter, each in held.items()
        if matter[1] in asked or each.standing != Standing.UNKNOWN
    ]  # fmt: skip


def line(matter: standing.Matter, held: Held) -> Line:
    ground = "" if held.standing in (Standing.PENDING, Standing.EXPIRED) else Ground(held.ground).label
    return Line(label(*matter), held.standing.label, ground, MAY[held.may], TONES[held.may])


def is_not_personal(person: Person, store: Store | None, at: datetime) -> bool:
    """Whether offers to this person must not be chosen by what is known of them."""
    if standing.rules(store).regime != Regime.PIPL:
        return False
    held = standing.of([person.id], store=store, at=at)[person.id]
    return held["", Purpose.PERSONAL.value].may is not True


def ledger(person: Person, staff: Staff, link_of: Any) -> list[Given]:
    """The words of a person, the newest first; addresses for those alone who may see them."""
    rows = Consent.objects.of(person).with_undoing()[:SHOWN]
    return [word(row, staff, link_of) for row in rows]


def word(row: Consent, staff: Staff, link_of: Any) -> Given:
    proof = [
        (_("How"), str(row.get_manner_display())),
        (_("Where"), row.place if staff.sees_contact_details else ""),
        (_("Address"), row.address if staff.sees_contact_details else ""),
        (_("Version shown"), row.wording.version if row.wording else ""),
        (_("Store"), row.store.name if row.store else _("all stores")),
        (_("Written down by"), str(row.by.account) if row.by else ""),
        (_("Holds until"), show.day(row.expires_at.date()) if row.expires_at else ""),
        (_("Reason"), row.reason if staff.sees_contact_details else ""),
    ]
    return Given(
        label(row.medium, row.purpose), row.get_word_display(), row.said_at, [each for each in proof if each[1]],
        row.wording.text if row.wording else "", not getattr(row, "is_undone", False), link_of(row),
    )  # fmt: skip


def imported(person: Person, store: Store | None, at: datetime) -> list[str]:
    """What files say, with the time and the place that they give, where people have said nothing themselves."""
    held = standing.of([person.id], store=store, at=at)[person.id]
    said = []
    for profile in Profile.objects.filter(person__canonical=person).order_by("person"):
        for medium, flag, moment in (
            (Medium.EMAIL, profile.accepts_email, profile.email_consent_at),
            (Medium.SMS, profile.accepts_sms, profile.sms_consent_at),
        ):
            if flag is not None and held[medium.value, Purpose.MARKETING.value].ground == Ground.IMPORTED:
                words = _("%(medium)s: yes") if flag else _("%(medium)s: no")
                parts = [words % {"medium": medium.label}, show.moment(moment) if moment else _("no time given")]
                said.append(" · ".join([*parts, *filter(None, [profile.consent_source])]))
    return said


class WordForm(forms.Form):
    """What somebody writes down of what a person said."""

    matter = forms.ChoiceField(label=gettext_lazy("On what"))
    word = forms.ChoiceField(label=gettext_lazy("What they said"))
    manner = forms.ChoiceField(label=gettext_lazy("How"), choices=[(m.value, m.label) for m in BY_HAND])
    said_on = forms.DateField(label=gettext_lazy("When"), widget=DayInput())
    reason = forms.CharField(
        label=gettext_lazy("How you know"), max_length=300,
        help_text=gettext_lazy("Such as the call, the letter or the counter. It stays with the word as its proof."),
    )  # fmt: skip
    wording = forms.ChoiceField(label=gettext_lazy("What they were shown"), required=False)
    everywhere = forms.BooleanField(label=gettext_lazy("For all stores"), required=False)

    def __init__(self, *given: Any, store: Store | None, has_stores: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        self.store = store
        rules = standing.rules(store)
        purposes = rules.purposes or [Purpose.MARKETING.value]
        matters = [m for m in standing.MATTERS if m[1] in purposes]
        self.wordings = {str(w.id): w for w in wordings(store)}
        self.fields["matter"].choices = [(f"{m[0]}:{m[1].value}", label(m[0], m[1].value)) for m in matters]  # type: ignore[attr-defined]
        self.fields["word"].choices = [  # type: ignore[attr-defined]
            ("given", _("They agree")), ("withdrawn", _("They do not agree")),
            ("asked", _("They agree, and confirm it by a link")),
        ]  # fmt: skip
        self.fields["wording"].choices = [  # type: ignore[attr-defined]
            ("", _("nothing in writing")), *((id, f"{w.version}: {w.text[:80]}") for id, w in self.wordings.items()),
        ]  # fmt: skip
        if not has_stores:
            del self.fields["everywhere"]
        if not self.wordings:
            del self.fields["wording"]

    @property
    def said(self) -> Matter:
        medium, purpose = self.cleaned_data["matter"].split(":")
        store = None if self.cleaned_data.get("everywhere") else self.store
        return Matter(purpose=Purpose(purpose), medium=Medium(medium) if medium else None, store=store)

    @property
    def shown(self) -> Wording | None:
        return self.wordings.get(self.cleaned_data.get("wording", ""))


def wordings(store: Store | None) -> list[Wording]:
    """The texts that a store shows, the newest version first."""
    return list(Wording.objects.filter(store=store).order_by("-id")[:SHOWN]) if store else []
