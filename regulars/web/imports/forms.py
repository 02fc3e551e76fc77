"""A new file, and what is said about how it is to be read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from regulars.base.kit import money
from regulars.collect import incoming
from regulars.collect.kinds import DateOrder, DecimalMark, Kind
from regulars.collect.models import Draft
from regulars.collect.reading.look import Trust
from regulars.collect.reading.plan import CUSTOM, UNREAD, Answers
from regulars.profile.kinds import FieldKind
from regulars.web.components.widgets import Combobox, FileDrop
from regulars.web.imports import labels, questions
from regulars.web.imports.custom import NEW, Custom, looks_like

type Column = Mapping[str, str]


class FileForm(forms.Form):
    """A file from the browser, or, for an owner, one that lies on the server."""

    kind = forms.ChoiceField(label=gettext_lazy("What is in the file"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=FileDrop,
        help_text=gettext_lazy("CSV, TSV, Excel (XLSX), JSON Lines or Parquet, also gzipped."),
    )
    path = forms.CharField(label=gettext_lazy("Or a file on the server"), required=False, max_length=1_000)

    def __init__(self, *args: Any, has_path: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(key, label) for key, (label, _) in labels.KINDS.items()]
        kind.initial = Kind.ORDERS
        if has_path:
            self.fields["path"].widget = Combobox(incoming.names())
            self.fields["path"].help_text = gettext_lazy("Below the folder %(folder)s of the computer it runs on.") % {
                "folder": incoming.folder()
            }
        else:
            del self.fields["path"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("file")) == bool(given.get("path")) and not self.errors:
            raise forms.ValidationError(gettext_lazy("Choose one file."))
        return given


class ReadingForm(forms.Form):
    """One choice per column of the file, and the answers to what it leaves open."""

    timezone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        help_text=gettext_lazy("For times without one."),
        widget=Combobox(sorted(available_timezones())),
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"), max_length=3, help_text=gettext_lazy("For amounts without one.")
    )
    dates = forms.ChoiceField(
        label=gettext_lazy("Dates in numbers"), required=False, choices=[("", gettext_lazy("as found")),
        *DateOrder.choices],
    )  # fmt: skip
    decimal = forms.ChoiceField(
        label=gettext_lazy("Numbers"), required=False, choices=[("", gettext_lazy("as found")), *DecimalMark.choices]
    )
    encoding = forms.CharField(label=gettext_lazy("Encoding"), required=False, max_length=40)

    def __init__(self, draft: Draft, custom: Custom, given: QueryDict | None = None) -> None:
        said = draft.answers
        initial = {"timezone": draft.timezone, "currency": draft.currency, **said}
        super().__init__(given, initial=initial)
        self.draft = draft
        self.trust: list[Trust] = []
        for place, column in enumerate(draft.headings):
            used, trust = meaning(column, draft, custom)
            self.trust.append(trust)
            self.fields[f"role_{place}"] = forms.ChoiceField(
                label=column["heading"],
                required=False,
                choices=[*labels.roles(draft.kind), *custom.options(looks_like(draft, place))],
                initial=used,
                widget=forms.Select({"class": "input"}),
            )
        questions.sharpen(self, draft)

    def clean_currency(self) -> str:
        return money.checked_currency(self.cleaned_data["currency"])

    def columns(self, define: Callable[[str, FieldKind], str]) -> dict[str, str]:
        """
        What was said of the columns: a heading for each meaning that stands elsewhere than found, or nowhere.

        :param define: makes a new custom field, and gives its key.
        """
        chosen = [self.cleaned_data.get(f"role_{place}", "") for place in range(len(self.draft.headings))]
        said = mapping(self.draft.headings, without_custom(chosen), said=without_fields(self.draft.columns))
        for place, (column, role) in enumerate(zip(self.draft.headings, chosen, strict=True)):
            heading, was = column["heading"], str(self.fields[f"role_{place}"].initial)
            if role.startswith(NEW):
                key = define(heading, FieldKind(role.removeprefix(NEW)))
                said[f"{CUSTOM}{key}"] = heading
            elif role.startswith(CUSTOM):
                said[role] = heading
            elif not role and (was.startswith(CUSTOM) or f"{UNREAD}{heading}" in self.draft.columns):
                said[f"{UNREAD}{heading}"] = heading
        return said

    def answers(self) -> Answers:
        given = {name: self.cleaned_data.get(name, "") for name in ("dates", "decimal", "encoding")}
        return Answers.from_json(given)


def meaning(column: Column, draft: Draft, custom: Custom) -> tuple[str, Trust]:
    """What a column means now; a guess counts for nothing until somebody agrees."""
    trust = Trust(column["trust"])
    if column["role"] and trust != Trust.GUESS:
        return column["role"], trust
    own, why = custom.meaning(column["heading"], draft.columns)
    return (own, why) if own else ("", trust)


def without_custom(chosen: Sequence[str]) -> list[str]:
    return ["" if role.startswith((CUSTOM, NEW)) else role for role in chosen]


def without_fields(said: Mapping[str, str]) -> dict[str, str]:
    return {role: heading for role, heading in said.items() if not role.startswith(CUSTOM)}


def mapping(columns: Sequence[Column], chosen: Sequence[str], *, said: Mapping[str, str]) -> dict[str, str]:
    """
    The mapping that makes each column mean what was chosen for it.

    Only what differs from what was found is said, so that an export with several columns of one meaning, of which the
    first that is filled counts, stays as it is known. Where two columns are given one meaning, the last counts.
    """
    told = dict(said)
    now = [column["role"] if column["trust"] != Trust.GUESS else "" for column in columns]
    for role in {before for before, after in zip(now, chosen, strict=True) if before and before != after}:
        left = [column["heading"] for column, after in zip(columns, chosen, strict=True) if after == role]
        told[role] = left[0] if left else ""
    for column, before, after in zip(columns, now, chosen, strict=True):
        if after and after != before:
            told[after] = column["heading"]
    return told
