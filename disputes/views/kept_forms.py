"""The pages that keep a form whose sender has to sign in, or has signed in anew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from disputes.forms import kept, kept_files
from disputes.forms.sign_in import SignInForm


def sign_in_and_keep(request: HttpRequest) -> HttpResponse | None:
    """The sign-in with what was sent; nothing where nothing was typed."""
    fields = kept.typed_in(request)
    if not fields:
        return None
    files = kept_files.keep(request)
    context = {
        "form": SignInForm(request),
        "next": request.get_full_path(),
        "kept": kept.written(fields + (files or [])),
        "lost_files": files is None,
    }
    return _private(render(request, "disputes/sign_in.html", context, status=403))


def send_again(
    request: HttpRequest,
    fields: kept.Fields,
    address: str,
    *,
    status: int = 200,
    lost_files: bool = False,
) -> HttpResponse:
    """What was typed, to be read once more and sent by a button."""
    files = [value for name, value in fields if name == kept_files.FIELD]
    context = {
        "fields": fields,
        "shown": [value for name, value in fields if name != kept_files.FIELD and len(value) > 20],
        "files": kept_files.names_of(files),
        "address": address,
        "lost_files": lost_files,
        "stale": status != 200,
    }
    return _private(render(request, "disputes/send_again.html", context, status=status))


def stale(request: HttpRequest) -> HttpResponse | None:
    """A form of ours with the token of an earlier session: nothing is done, and nothing lost.
    Nothing where the browser does not say that it comes from a page of ours."""
    if not _is_own(request):
        return None
    if not request.user.is_authenticated:
        return sign_in_and_keep(request)
    fields = kept.typed_in(request)
    if not fields:
        return None
    files = kept_files.keep(request)
    return send_again(
        request,
        fields + (files or []),
        request.get_full_path(),
        status=403,
        lost_files=files is None,
    )


def _is_own(request: HttpRequest) -> bool:
    """As browsers say and no script can: so nobody else's page puts words into somebody's mouth."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _private(page: HttpResponse) -> HttpResponse:
    add_never_cache_headers(page)
    return page
