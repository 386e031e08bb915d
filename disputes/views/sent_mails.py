"""The demo sends no mail: its pages show those that would have been sent."""

import base64
import re
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from disputes.mail.message import message_of
from disputes.models import Mail
from disputes.pages import FirstPages

_PAGE = 30
_STYLES = re.compile(r'<style>(.*?)</style>|\sstyle="([^"]*)"', re.DOTALL)


@require_safe
def sent_mails(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first."""
    pages = FirstPages(_shown().order_by("-created_at", "-id"), _PAGE)
    return render(
        request, "disputes/sent_mails.html", {"page": pages.get_page(request.GET.get("page"))}
    )


@require_safe
def sent_mail(request: HttpRequest, number: int) -> HttpResponse:
    """One, as plain text and, in a frame, as HTML."""
    mail = get_object_or_404(_shown(), pk=number)
    headers = message_of(mail, mail.rendered_at or mail.created_at).items()
    page = render(request, "disputes/sent_mail.html", {"mail": mail, "headers": headers})
    policy = "; ".join(
        f"{name} {' '.join(sources)}"
        for name, sources in (
            settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"frame-src": ["'self'"]}
        ).items()
    )
    page["Content-Security-Policy"] = policy
    return page


@xframe_options_sameorigin
@require_safe
def sent_html(request: HttpRequest, number: int) -> HttpResponse:
    """The HTML as it is. What it loads is nothing, and the only styles are those that it has."""
    html = get_object_or_404(_shown(), pk=number).html
    page = HttpResponse(html)
    page["Content-Security-Policy"] = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        f"style-src 'unsafe-hashes' {' '.join(sorted(hashes_of_styles(html)))}"
    )
    return page


def hashes_of_styles(html: str) -> set[str]:
    """What a content policy calls the styles in this HTML, whole and of single elements."""
    found = {in_head or of_element for in_head, of_element in _STYLES.findall(html)}
    return {f"'sha256-{base64.b64encode(sha256(s.encode()).digest()).decode()}'" for s in found}


def _shown() -> QuerySet[Mail]:
    """Those that were written. Outside the demo there is no such page: a mail is for the person to
    whom it was sent."""
    if not settings.DEMO:
        raise Http404
    return Mail.objects.select_related("person", "dispute").exclude(rendered_at=None)
