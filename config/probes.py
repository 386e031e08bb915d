"""The probes' short way, ahead of whatever could send them elsewhere."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve

from config import draining

# Asked by machines, by whatever name or number they know this one.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


class Probes:
    """Answers the probes ahead of the check of the host, and of whatever else could send them away.

    They ask by address, which ALLOWED_HOSTS does not list. Nothing else goes past that check.
    A process that is about to end says so here, while all its other pages go on as before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PROBES:
            return self._get_response(request)
        request.resolver_match = match = resolve(request.path_info)
        if match.view_name == "readyz" and draining.begun():
            return JsonResponse({"ready": False}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer
