"""Giving, changing and confirming the address to which one gets mails."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from disputes.errors import Refused
from disputes.forms.mail_address import MailAddressForm
from disputes.verbs import mail_addresses
from disputes.views.people import signed_in


@login_required
def mail_address(request: HttpRequest) -> HttpResponse:
    """The address of now, and a form for another one."""
    user = signed_in(request)
    form = MailAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        try:
            mail_addresses.ask_for_address(user, address)
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            said = _("A link is on its way to %(address)s. Please open it within %(days)d days.")
            days = mail_addresses.CONFIRM_WITHIN.days
            messages.success(request, said % {"address": address, "days": days})
            return redirect("mail-address")
    return render(request, "disputes/mail_address.html", {"form": form})


@never_cache
@login_required
def confirm_mail_address(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of the mail leads. Reading it changes nothing: programs that look for harm
    open every link in a mail."""
    user = signed_in(request)
    if request.method == "POST":
        address = mail_addresses.confirm_address(user, token)
        messages.success(request, _("Mails go to %(address)s now.") % {"address": address})
        return redirect("mail-address")
    context = {"address": mail_addresses.address_in(user, token)}
    return render(request, "disputes/confirm_mail_address.html", context)
