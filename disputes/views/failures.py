"""The page for what nobody foresaw."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

# Seconds until a load balancer or a script may ask again.
RETRY_AFTER = 30


@requires_csrf_token
def failed(request: HttpRequest) -> HttpResponse:
    """While the database is away, or all connections to it are taken, it is enough to wait.

    The page itself asks the database for nothing, not even who looks at it.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return server_error(request)
    page = loader.get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
