"""The page on which a side reports a message to the platform."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from disputes import access, clock
from disputes.errors import Refused
from disputes.forms import ReportForm
from disputes.permissions import Actor
from disputes.presenters.conversation import shown_message
from disputes.presenters.parts import case_url
from disputes.selectors import dispute_view
from disputes.states import ReportReason
from disputes.verbs.message_reports import report_message, reportable
from disputes.views.action import ActionPage
from disputes.views.people import signed_in


class ReportMessage(LoginRequiredMixin, ActionPage[ReportForm]):
    """What is reported stands above the form."""

    template_name = "disputes/act.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return  # `dispatch` leads to the sign-in
        self.actor = Actor(signed_in(request), kwargs["party"])
        self.number: int = kwargs["number"]
        dispute = access.dispute_of_side(signed_in(request), self.actor.party, kwargs["reference"])
        self.view = dispute_view(dispute, self.actor, clock.now())

    @property
    def after(self) -> str:
        return f"{case_url(self.actor.party, self.view.dispute)}#message-{self.number}"

    def refusal(self) -> Refused | None:
        try:
            reportable(self.actor, self.view.dispute, self.number)
        except Refused as refused:
            return refused
        return None

    def form(self, data: QueryDict | None) -> ReportForm:
        return ReportForm(data)

    def consequences(self, form: ReportForm) -> Sequence[str]:
        return [
            _("The platform's people read your report with the message."),
            _("Whoever wrote it is not told, and nothing else in the case changes."),
        ]

    def perform(self, form: ReportForm) -> str:
        reason = ReportReason(form.cleaned_data["reason"])
        text = form.cleaned_data["text"]
        report_message(self.actor, self.view.dispute, self.number, reason=reason, text=text)
        return _("Your report is with the platform.")

    def context(self, form: ReportForm) -> dict[str, Any]:
        [message] = [each for each in self.view.messages if each.number == self.number]
        return {
            "case": self.view,
            "dispute": self.view.dispute,
            "line": self.view.dispute.snapshot,
            "title": _("Report this message"),
            "label": _("Report message"),
            "message": shown_message(self.view, message),
            "consequences": self.consequences(form),
            "case_url": self.after,
            "possible": self.refusal() is None,
        }
