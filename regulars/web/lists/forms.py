"""The form of a saved view."""

from django import forms
from django.utils.translation import gettext_lazy

from regulars.web.components.widgets import Switch


class ViewForm(forms.Form):
    """What a view is called, and who sees it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    is_shared = forms.BooleanField(label=gettext_lazy("Share with colleagues"), required=False, widget=Switch)
    query = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)
