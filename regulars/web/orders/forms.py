"""The staff's note on an order."""

from django import forms
from django.utils.translation import gettext_lazy

LONGEST_NOTE = 5_000


class NoteForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Note for the staff"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Only people who work here see it. The change can be undone."),
    )
