"""The whole case as one PDF, to keep, to print or to hand on."""

import logging

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from disputes import access, clock
from disputes.case_pdf.document import case_pdf
from disputes.errors import Refused
from disputes.models import User
from disputes.permissions import Actor
from disputes.selectors import DisputeView, dispute_view
from disputes.states import Party
from disputes.views.files import GUARD
from disputes.views.people import signed_in
from disputes.views.seen import record_shown

access_log = logging.getLogger("disputes.files.access")


@login_required
@require_GET
def case_pdf_page(request: HttpRequest, reference: str, party: Party) -> HttpResponse:
    """The PDF for somebody on that side, who has then seen the evidence in it, as on the case
    page."""
    user = signed_in(request)
    try:
        dispute = access.dispute_of_side(user, party, reference)
    except Refused:
        _log_access(user, "no case", allowed=False)
        raise
    actor = Actor(user, party)
    view = dispute_view(dispute, actor, clock.now())
    response = case_pdf_response(user, view)
    record_shown(request, actor, view)
    return response


def case_pdf_response(user: User, view: DisputeView) -> HttpResponse:
    """The file, for somebody who may read the case; like files, every one leaves a line."""
    reference = view.dispute.reference
    _log_access(user, reference, allowed=True)
    name = content_disposition_header(True, f"case-{reference}.pdf")
    headers = GUARD | {"Content-Disposition": str(name)}
    return HttpResponse(case_pdf(view), content_type="application/pdf", headers=headers)


def _log_access(user: User, reference: str, *, allowed: bool) -> None:
    about = {"copy": "case file", "user": user.pk, "allowed": allowed}
    access_log.info(
        "%(copy)s (%(reference)s) for user %(user)s: %(answer)s",
        about | {"reference": reference, "answer": "given" if allowed else "refused"},
        extra=about,
    )
