"""Who asks for a page."""

from django.http import HttpRequest

from disputes.models import User


def signed_in(request: HttpRequest) -> User:
    """For what lies behind `login_required`, or in the workspace: the person who is signed in."""
    assert isinstance(request.user, User), "only who is signed in comes here"
    return request.user
