"""Form widgets beside Django's own; `{% field %}` dresses each by its `kind`.

All of them are plain inputs that work without a script.
"""

from collections.abc import Iterable
from typing import Any

from django import forms


class MoneyInput(forms.TextInput):
    """An amount, with its currency before it."""

    kind = "money"

    def __init__(self, currency: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})
        self.currency = currency


class DayInput(forms.DateInput):
    """A day, chosen or typed."""

    kind = "day"
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Combobox(forms.TextInput):
    """Text with proposals; others may be typed."""

    kind = "combobox"

    def __init__(self, options: Iterable[str] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.options = list(options)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        given["list"] = f"{given.get('id', name)}_options"
        return context


class WordyChoice(forms.RadioSelect):
    """One of a few, each with a sentence, below each other."""

    kind = "wordy"


class WordyChoices(forms.CheckboxSelectMultiple):
    """Any of a few, each with a sentence, below each other."""

    kind = "wordy"


class GroupedChoices(forms.CheckboxSelectMultiple):
    """Any of many, in groups: a line for each group, its name before its choices."""

    kind = "grouped"


class FileDrop(forms.FileInput):
    """A file, chosen or dropped onto the field."""

    kind = "drop"


class Switch(forms.CheckboxInput):
    """On or off, at once understood as such."""

    kind = "switch"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"role": "switch", **(attrs or {})})
