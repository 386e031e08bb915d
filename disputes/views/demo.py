"""The demo's clock: wait five days in a second, and watch the platform step in."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from disputes import clock

STEPS = {"1": timedelta(hours=1), "24": timedelta(days=1), "120": timedelta(days=5)}


@require_POST
def skip_time(request: HttpRequest) -> HttpResponse:
    """Move the demo's clock ahead by the `hours` that were chosen, for everybody in it."""
    step = STEPS.get(request.POST.get("hours", ""))
    if not settings.DEMO or step is None:
        raise Http404
    clock.skip(step)
    messages.success(
        request, _("The demo's clock was moved ahead. Deadlines that passed are enforced now.")
    )
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back if safe else "/")
