"""The forms for a new source: what each kind has to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from regulars.collect.kinds import SourceKind

TEXT = forms.Textarea({"rows": 8, "spellcheck": "false", "autocomplete": "off"})
HIDDEN = forms.PasswordInput({"autocomplete": "off"}, render_value=True)
MESSAGE = forms.Textarea({"rows": 16, "spellcheck": "false"})
WORDS: dict[str, tuple[Any, Any, bool, forms.Widget | None]] = {
    "shop": (gettext_lazy("Address of the shop"), gettext_lazy("Such as name.myshopify.com or https://shop.example."),
             True, None),
    "signing": (gettext_lazy("Secret with which it signs"),
                gettext_lazy("If the platform shows you one; leave it empty and we make one for you to enter there."),
                False, HIDDEN),
    "token": (gettext_lazy("Access token"),
              gettext_lazy("Of your app, so that what the shop holds already can be fetched."), False, HIDDEN),
    "key": (gettext_lazy("Consumer key and secret"), gettext_lazy("With a colon between: ck_…:cs_…"), False, HIDDEN),
    "mapping": (gettext_lazy("Mapping"),
                gettext_lazy("An expression in JSONata that brings a message into our words; none if it has them."),
                False, TEXT),
    "sql": (gettext_lazy("Query"),
            gettext_lazy("A row for each record. :since stands for the moment up to which all has come."), True, TEXT),
    "database": (gettext_lazy("Address of the database"),
                 gettext_lazy("postgresql://user:password@host/name or mysql://…; a user who may only read is best."),
                 True, HIDDEN),
}  # fmt: skip
"""Label, help, whether it must be given, and how it is entered."""
FIELDS: dict[SourceKind, tuple[str, ...]] = {
    SourceKind.EVENTS: (),
    SourceKind.SHOPIFY: ("shop", "signing", "token"),
    SourceKind.WOOCOMMERCE: ("shop", "signing", "key"),
    SourceKind.STRIPE: ("signing",),
    SourceKind.WEBHOOK: ("signing", "mapping"),
    SourceKind.FOLDER: (),
    SourceKind.QUERY: ("database", "sql", "mapping"),
}
SECRETS = frozenset({"signing", "token", "key", "database"})


class SourceForm(forms.Form):
    """A new source of one kind."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, required=False, help_text=gettext_lazy("How you call it.")
    )

    def __init__(self, kind: SourceKind, *args: Any) -> None:
        super().__init__(*args)
        for word in FIELDS[kind]:
            label, help_text, required, widget = WORDS[word]
            self.fields[word] = forms.CharField(
                label=label, help_text=help_text, required=required, widget=widget, max_length=20_000
            )

    @property
    def told(self) -> dict[str, dict[str, str]]:
        """Settings and secrets, as far as they were given."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "name" and value}
        return {
            "settings": {name: value for name, value in given.items() if name not in SECRETS},
            "secrets": {name: value for name, value in given.items() if name in SECRETS},
        }


class MessageForm(forms.Form):
    """A message that was set aside, to be mended."""

    body = forms.CharField(label=gettext_lazy("Message"), widget=MESSAGE, max_length=5_242_880, strip=False)
