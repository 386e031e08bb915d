"""The forms in which somebody says who they are by a password."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from disputes.errors import TooManyAttempts


class SignInForm(AuthenticationForm):
    """`refused` says afterwards that the password was not looked at, and when to come back."""

    refused: TooManyAttempts | None = None

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except TooManyAttempts as refused:
            self.refused = refused
            raise ValidationError(refused.message) from refused


class OwnPasswordForm(PasswordChangeForm):
    """A new password for the one who knows the old one: asked for within the same limits."""

    required_css_class = "required"
    refused: TooManyAttempts | None = None

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    @sensitive_variables("old")
    def clean_old_password(self) -> str:
        old = str(self.cleaned_data["old_password"])
        name = self.user.get_username()
        try:
            found = authenticate(self.request, username=name, password=old)
        except TooManyAttempts as refused:
            self.refused = refused
            raise ValidationError(refused.message) from refused
        if found is None:
            raise ValidationError(self.error_messages["password_incorrect"], "password_incorrect")
        return old
