"""Where somebody wants to get mails."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MailAddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send a link there. The address counts once you have followed the link."),
    )
