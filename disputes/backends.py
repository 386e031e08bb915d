"""Who somebody is: looked at within limits, whatever page or program asks."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from disputes.models import User
from disputes.rules.networks import network_of
from disputes.verbs import sign_ins


class LimitedBackend(ModelBackend):
    """Django's own, but a password is only looked at within `verbs.sign_ins.attempt`.

    `authenticate` raises `TooManyAttempts` instead of trying. A wrong password ends the search: no
    other backend would look at it once more.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if username is None:
            username = kwargs.get(get_user_model().USERNAME_FIELD)
        if username is None or password is None:
            return None
        with sign_ins.attempt(username, network(request)) as attempt:
            found = super().authenticate(request, username, password, **kwargs)
            attempt.right = found is not None
        if found is None:
            raise PermissionDenied
        assert isinstance(found, User), "AUTH_USER_MODEL"
        return found


def network(request: HttpRequest | None) -> str:
    """Where a request comes from; see `rules.networks.network_of`."""
    if request is None:
        return ""
    peer, forwarded_for = request.META.get("REMOTE_ADDR", ""), request.headers.get(_FORWARDED, "")
    return network_of(peer, forwarded_for, settings.PROXIES)


_FORWARDED = "X-Forwarded-For"
