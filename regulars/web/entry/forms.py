"""The forms at the door."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy

from regulars.base.workspace.models import Account

PASSWORD_HELP = gettext_lazy("At least eight characters, and not a common word.")


def new_password() -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(
        label=gettext_lazy("Password"), widget=widget, strip=False, max_length=200, help_text=PASSWORD_HELP
    )


class FirstRunForm(forms.Form):
    """The owner of a new installation."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "username"}))
    password = new_password()

    def clean(self) -> None:
        password, email = self.cleaned_data.get("password"), self.cleaned_data.get("email")
        if password and email:
            check(self, password, Account(email=email, name=self.cleaned_data.get("name", "")))


class WelcomeForm(forms.Form):
    """Name and password of somebody who follows an invitation."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = new_password()

    def __init__(self, *args: object, account: Account, **values: object) -> None:
        super().__init__(*args, **values)  # type: ignore[arg-type]
        self.account = account

    def clean(self) -> None:
        if password := self.cleaned_data.get("password"):
            check(self, password, self.account)


class NewPasswordForm(WelcomeForm):
    """A new password of somebody who already has a name."""

    name = None  # type: ignore[assignment]


def check(form: forms.Form, password: str, account: Account) -> None:
    """Put what Django has against a password beside its field."""
    try:
        validate_password(password, account)
    except forms.ValidationError as fault:
        form.add_error("password", fault)
