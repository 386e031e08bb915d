"""Files on their way into a form: sent one by one by the page's script, described, dropped."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from disputes.bodies import MOST_OF_ONE, RETRY_AFTER, takes_files
from disputes.errors import Code, Refused
from disputes.models import Attachment
from disputes.presenters.form_keys import check_form
from disputes.verbs import uploads
from disputes.views.people import signed_in

Given = ParamSpec("Given")
_STATUS = {Code.NOT_FOUND: 404, Code.BUSY: 503}
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]


def _for_scripts(view: View[Given]) -> View[Given]:
    """Only posts of somebody; a refusal is a sentence that the script can show."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            status = _STATUS.get(refused.code, 422)
            answer = JsonResponse({"error": refused.message}, status=status)
            if refused.code == Code.BUSY:
                answer["Retry-After"] = str(RETRY_AFTER)
            return answer

    return login_required(require_POST(answer))


@takes_files(MOST_OF_ONE)
@_for_scripts
def add_upload(request: HttpRequest, key: str) -> HttpResponse:
    """Take in one file for a form, before the form itself: 201, or 200 for one that lies there.

    Only for a form that this person can open now: nothing is stored under any other key.
    """
    upload = _the_file(request)
    user = signed_in(request)
    check_form(user, key)
    before = set(uploads.uploads_of(user, key).values_list("pk", flat=True))
    file = uploads.add_upload(user, key, upload)
    return JsonResponse(_told(file), status=200 if file.pk in before else 201)


@_for_scripts
def describe_upload(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what an upload shows: its caption, its shot, or both."""
    caption, shot = request.POST.get("caption"), request.POST.get("shot")
    if "\0" in (caption or "") + (shot or ""):
        raise Refused(
            Code.NOT_ALLOWED, _("There is a character in it that cannot be kept. Please retype it.")
        )
    uploads.describe_upload(signed_in(request), public_id, caption=caption, shot=shot)
    return HttpResponse(status=204)


@_for_scripts
def remove_upload(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a file away that waits for a form."""
    uploads.remove_upload(signed_in(request), public_id)
    return HttpResponse(status=204)


def _the_file(request: HttpRequest) -> UploadedFile[bytes]:
    """The one that came, in whatever field; which of several is meant, nobody can say."""
    came = [file for _name, sent in request.FILES.lists() for file in sent]
    if len(came) > 1:
        raise Refused(
            Code.TOO_MANY_FILES, _("Several files arrived at once. Please send them one by one.")
        )
    if not came:
        raise Refused(Code.FILE_EMPTY, _("No file arrived. Please try again."))
    return came[0]


def _told(file: Attachment) -> dict[str, object]:
    return {
        "id": str(file.public_id),
        "name": file.name,
        "kind": file.kind,
        "size_label": file.size_label,
        "thumbnail_url": file.thumbnail_url if file.is_photo else "",
        "remove_url": file.remove_url,
        "describe_url": file.describe_url,
        "animated": file.animated,
    }
