"""Signing in, and where that leads to."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from disputes.demo_accounts import DEMO_ACCOUNTS
from disputes.forms.kept import read
from disputes.forms.sign_in import OwnPasswordForm, SignInForm
from disputes.models import User
from disputes.views.kept_forms import send_again
from disputes.views.people import signed_in


class SignIn(LoginView):
    """One door for all; whoever is signed in already is sent on, or signs in as somebody else."""

    template_name = "disputes/sign_in.html"
    authentication_form = SignInForm

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # With a `next`, somebody came from a place that this account may not enter: sending them
        # back there would go round in circles.
        if isinstance(request.user, User) and not self.get_redirect_url():
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """What was typed before the session ended is shown once more, and sent by a button."""
        onwards = super().form_valid(form)
        fields = read(self.request.POST.get("kept", ""))
        if not fields:
            return onwards
        return send_again(self.request, fields, self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"kept": self.request.POST.get("kept", "")} | super().get_context_data(**kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return _come_back_later(super().form_invalid(form), form)

    def get_default_redirect_url(self) -> str:
        return home_of(signed_in(self.request))


class OwnPassword(PasswordChangeView):
    """A new password, for whoever knows the old one."""

    form_class = OwnPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        return _come_back_later(super().form_invalid(form), form)


def _come_back_later(page: HttpResponse, form: BaseForm) -> HttpResponse:
    """The page of a form whose password was not looked at says so to programs, too."""
    refused = getattr(form, "refused", None)
    if refused is not None:
        page.status_code, page["Retry-After"] = 429, refused.retry_after
    return page


def home_of(user: User) -> str:
    """The portal that somebody most likely came for."""
    if user.is_staff:
        return "/admin/"
    return "/seller/" if user.memberships.exists() else "/buyer/"


def start(request: HttpRequest) -> HttpResponse:
    """The front door: in the demo it says whom to play, else it leads to the own portal."""
    if settings.DEMO:
        return render(request, "disputes/start.html", {"demo_accounts": DEMO_ACCOUNTS})
    if isinstance(request.user, User):
        return HttpResponseRedirect(home_of(request.user))
    return redirect("sign-in")
