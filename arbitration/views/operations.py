"""For machines that watch: is everything ready, and the numbers."""

from dataclasses import asdict

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from arbitration.operations.metrics import exposition
from arbitration.operations.readiness import NAMES, check


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when all checks pass and 503 otherwise. What each has found is for those who watch and
    show the METRICS_TOKEN; others get yes or no. Nobody is signed in here: probes have no session,
    and people of the platform have a page of their own.

    `?exclude=broker&exclude=sweep` leaves checks out. A load balancer should ask with
    `?exclude=broker&exclude=sweep&exclude=outbox`: pages need the database only, and must not be
    taken away because the broker or the workers are down.
    """
    excluded = set(request.GET.getlist("exclude"))
    if not excluded.issubset(NAMES):
        known = ", ".join(NAMES)
        return JsonResponse({"error": f"exclude takes one of these: {known}."}, status=400)
    found = check([name for name in NAMES if name not in excluded])
    fine = all(one.ok for one in found.values())
    answer: dict[str, object] = {"ready": fine}
    if _shows_token(request):
        answer["checks"] = {name: asdict(one) for name, one in found.items()}
    return JsonResponse(answer, status=200 if fine else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, which shows the METRICS_TOKEN. Where none is set there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not _shows_token(request):
        wanted = {"WWW-Authenticate": "Bearer"}
        return _plain("Show the METRICS_TOKEN as a bearer token.", 401, wanted)
    try:
        return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
    except DatabaseError:
        return _plain("The database does not answer.", 503)


def _shows_token(request: HttpRequest) -> bool:
    """False, too, where no token is set: nobody can show it then."""
    shown = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and constant_time_compare(shown, wanted)


def _plain(text: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(text, status=status, headers=headers, content_type="text/plain")
