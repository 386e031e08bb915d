"""The whole case as one PDF, as the two sides get it, for people of the platform."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from arbitration.access import dispute_for_staff
from arbitration.kernel.access_log import log_access
from arbitration.models import AccessLog
from disputes import clock
from disputes.permissions import Actor
from disputes.selectors import dispute_view
from disputes.states import Party
from disputes.views.case_pdf import case_pdf_response
from disputes.views.people import signed_in


@require_GET
def case_pdf_page(request: HttpRequest, reference: str) -> HttpResponse:
    """People with an interest in the case do not get in; every reading by others is logged."""
    user = signed_in(request)
    dispute = dispute_for_staff(user, reference)
    log_access(user, dispute, AccessLog.Page.CASE_PDF)
    view = dispute_view(dispute, Actor(user, Party.PLATFORM), clock.now())
    return case_pdf_response(user, view)
