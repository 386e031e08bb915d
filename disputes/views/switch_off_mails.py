"""Where a link of a mail leads that switches such mails off: without signing in, and by POST only.

Programs of readers of mail post there by themselves, once somebody pressed their button (RFC 8058):
from elsewhere, without cookies. Programs that look for harm open every link, so that GET only asks.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from disputes.mail.switching_off import whose_and_which
from disputes.verbs.notices import switch_off


@csrf_exempt  # the token in the address is what proves it, and nothing else can be done with it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def switch_off_mails(request: HttpRequest, token: str) -> HttpResponse:
    found = whose_and_which(token)
    if found is None:
        raise Http404
    person, kind = found
    done = request.method == "POST"
    if done:
        switch_off(person, kind)
    return render(request, "disputes/switch_off_mails.html", {"kind": kind.label, "done": done})
