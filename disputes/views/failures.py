"""The pages for what went wrong.

Those of a failure stand on nothing that could fail as well: no template, no database, no list of
the static files. They are made when this module is loaded, before the first request; their style
sheet is found by its plain name. The pages of what was only refused (403, 404) are those of the
site, with these in reserve.
"""

import logging
import sys
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from disputes.views import kept_forms

log = logging.getLogger(__name__)

# Seconds until a load balancer or a script may ask again.
RETRY_AFTER = 30

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>{title} · Redress</title>
    <link rel="stylesheet" href="{static}css/failure.css">
  </head>
  <body>
    <main>
      <p class="brand">Redress</p>
      <h1>{title}</h1>
      {paragraphs}
      <p><a href="/">{start}</a></p>
    </main>
  </body>
</html>
"""


@dataclass(frozen=True)
class Failure:
    """What is said of a failure: a heading, and some sentences."""

    title: str
    sentences: tuple[str, ...]

    def page(self) -> bytes:
        """In the language that is active."""
        return _PAGE.format(
            language=translation.get_language() or settings.LANGUAGE_CODE,
            direction="rtl" if translation.get_language_bidi() else "ltr",
            static=escape(settings.STATIC_URL),
            title=escape(self.title),
            paragraphs="\n      ".join(f"<p>{escape(each)}</p>" for each in self.sentences),
            start=escape(_("Go to the start page")),
        ).encode()


def _failures() -> dict[HTTPStatus, Failure]:
    """In the language that is active."""
    return {
        HTTPStatus.BAD_REQUEST: Failure(
            _("This request could not be understood"),
            (
                _("It was broken, or only a part of it has arrived."),
                _("Nothing was changed. Go back, load the page again and try once more."),
            ),
        ),
        HTTPStatus.FORBIDDEN: Failure(
            _("You may not open this page"),
            (_("Nothing was changed. You may have signed in or out since you opened it."),),
        ),
        HTTPStatus.NOT_FOUND: Failure(
            _("This page does not exist"),
            (_("The address may be mistyped, or what it leads to may belong to somebody else."),),
        ),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Failure(
            _("That is too much at once"),
            (_("Nothing was changed. Go back, and send less of it: fewer files or words."),),
        ),
        HTTPStatus.INTERNAL_SERVER_ERROR: Failure(
            _("Something went wrong on our side"),
            (
                _(
                    "We have been told. Please try again in a few minutes. What you already "
                    "submitted is safe, and a deadline is judged by when you acted."
                ),
            ),
        ),
        HTTPStatus.SERVICE_UNAVAILABLE: Failure(
            _("Please try again in a minute"),
            (
                _("Redress is being restarted or is very busy at this moment."),
                _(
                    "What you submitted before is safe. If you were sending something just now, "
                    "look at your case first: it may have arrived."
                ),
            ),
        ),
    }


def _prepared() -> dict[tuple[str, HTTPStatus], bytes]:
    pages: dict[tuple[str, HTTPStatus], bytes] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pages |= {(language, status): each.page() for status, each in _failures().items()}
    return pages


_PAGES = _prepared()


def plain_page(status: HTTPStatus) -> HttpResponse:
    """The page that nothing can keep from being shown."""
    language = translation.get_language() or ""
    page = _PAGES.get((language, status)) or _PAGES[settings.LANGUAGE_CODE, status]
    return HttpResponse(page, status=status)


def failed(request: HttpRequest) -> HttpResponse:
    """While the database is away, or all connections to it are taken, it is enough to wait."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return plain_page(HTTPStatus.INTERNAL_SERVER_ERROR)
    page = plain_page(HTTPStatus.SERVICE_UNAVAILABLE)
    page["Retry-After"] = str(RETRY_AFTER)
    return page


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is broken, cut off, or too much of it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return plain_page(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return plain_page(HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _site_page(request, HTTPStatus.FORBIDDEN, "403.html")


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, or with that of somebody else; or of an earlier session, in the
    middle of a long text."""
    if kept := kept_forms.stale(request):
        return kept
    return _site_page(request, HTTPStatus.FORBIDDEN, "403_csrf.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _site_page(request, HTTPStatus.NOT_FOUND, "404.html")


def _site_page(request: HttpRequest, status: HTTPStatus, template: str) -> HttpResponse:
    """The page with the navigation of its viewer, if that can be shown."""
    try:
        return HttpResponse(loader.render_to_string(template, {}, request), status=status)
    except Exception:  # whatever it is, an answer must come
        log.exception("the page of a %d could not be shown", status)
        return plain_page(status)
