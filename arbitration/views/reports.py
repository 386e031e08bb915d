"""A supervisor says what they found in a message that was reported."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from arbitration.forms.reports import FindingForm
from arbitration.verbs.reports import handle_report, may_handle
from arbitration.views.supervisor_page import SupervisorPage
from disputes.errors import Refused
from disputes.models import MessageReport
from disputes.permissions import oversees
from disputes.views.people import signed_in


class HandleReport(SupervisorPage[FindingForm]):
    """One step: what was reported, what was found, and what it comes to."""

    template_name = "arbitration/report.html"
    list_name = gettext_noop("Reports")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        reports = MessageReport.objects.select_related("message__dispute")
        self.report = get_object_or_404(reports, pk=kwargs["report"])

    @property
    def after(self) -> str:
        return reverse("admin:disputes_messagereport_changelist")

    def refusal(self) -> Refused | None:
        return may_handle(self.user, self.report)

    def form(self, data: QueryDict | None) -> FindingForm:
        return FindingForm(data, label_suffix="")

    def consequences(self, form: FindingForm) -> Sequence[str]:
        return [
            _("Whoever reported it reads that the platform has looked at it, and no more."),
            _("Nothing else in the case changes. A penalty is given on the page of the store."),
        ]

    def perform(self, form: FindingForm) -> str:
        handle_report(self.user, self.report, finding=form.cleaned_data["finding"])
        return _("The report is looked at.")

    def context(self, form: FindingForm) -> dict[str, Any]:
        return self.page(
            _("Look at a report"),
            report=self.report,
            message_url=message_url(self.report),
            consequences=self.consequences(form),
        )


def news(request: HttpRequest) -> int:
    """How many reports wait, for whoever reads their list."""
    if not oversees(signed_in(request)):
        return 0
    return MessageReport.objects.filter(handled_at=None).count()


def message_url(report: MessageReport) -> str:
    """Where the message stands in its case."""
    message = report.message
    return f"{reverse('admin:case', args=[message.dispute.reference])}#message-{message.number}"
