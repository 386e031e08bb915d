"""Who asks for a page of the workspace."""

from django.http import HttpRequest

from disputes.models import User


def staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the workspace lets only its people in"
    return request.user
