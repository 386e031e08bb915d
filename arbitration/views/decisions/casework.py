"""The pages on which a case goes to somebody else, or back to its sides for more, and on which a
fact is noted."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from arbitration import wording
from arbitration.forms import (
    EvidenceRequestForm,
    HandBackForm,
    MessageToSidesForm,
    ReassignForm,
    ReturnDeliveredForm,
)
from arbitration.verbs import assignment, evidence_requests
from arbitration.views.decisions.decision import Decision
from disputes.states import Party, Verb
from disputes.verbs import messages, returns
from disputes.wording.messages import message_consequences


class RequestEvidence(Decision[EvidenceRequestForm]):
    verb = Verb.REQUEST_EVIDENCE
    key = "e"
    form_class = EvidenceRequestForm

    def consequences(self, form: EvidenceRequestForm) -> Sequence[str]:
        within_days = form.cleaned_data["within_days"]
        return wording.request_consequences(form.dispute, form.parties, within_days, self.view.now)

    def perform(self, form: EvidenceRequestForm) -> str:
        evidence_requests.request_evidence(
            self.user,
            form.dispute,
            of=form.parties,
            kinds=form.asked_for,
            text=form.cleaned_data["text"],
            within_days=form.cleaned_data["within_days"],
        )
        if len(form.parties) > 1:
            return _("Both sides are asked for evidence.")
        if form.parties == [Party.BUYER]:
            return _("The buyer is asked for evidence.")
        return _("The seller is asked for evidence.")


class WriteToSides(Decision[MessageToSidesForm]):
    verb = Verb.SEND_MESSAGE
    key = "t"
    form_class = MessageToSidesForm

    def consequences(self, form: MessageToSidesForm) -> Sequence[str]:
        return message_consequences(form.dispute, Party.PLATFORM)

    def perform(self, form: MessageToSidesForm) -> str:
        form.dispute.read_to = self.read_to
        messages.send_message(self.actor, form.dispute, text=form.cleaned_data["text"])
        return _("Your message is sent to both sides.")


class HandBack(Decision[HandBackForm]):
    verb = Verb.HAND_BACK
    key = "b"
    form_class = HandBackForm

    def consequences(self, form: HandBackForm) -> Sequence[str]:
        return wording.hand_back_consequences(form.dispute)

    def perform(self, form: HandBackForm) -> str:
        assignment.hand_back(self.user, form.dispute, comment=form.cleaned_data["comment"])
        return _("The case waits for the next arbitrator.")


class Reassign(Decision[ReassignForm]):
    verb = Verb.REASSIGN
    key = "m"
    form_class = ReassignForm
    final = False

    def consequences(self, form: ReassignForm) -> Sequence[str]:
        return wording.reassign_consequences(form.dispute, form.cleaned_data["to"])

    def perform(self, form: ReassignForm) -> str:
        assignment.reassign(self.user, form.dispute, to=form.cleaned_data["to"])
        return _("The case has another arbitrator now.")


class NoteReturnDelivered(Decision[ReturnDeliveredForm]):
    verb = Verb.REPORT_RETURN_DELIVERED
    key = "d"
    form_class = ReturnDeliveredForm

    def consequences(self, form: ReturnDeliveredForm) -> Sequence[str]:
        return wording.return_delivered_consequences(form.dispute, self.view.now)

    def perform(self, form: ReturnDeliveredForm) -> str:
        returns.report_return_delivered(
            self.actor,
            form.dispute,
            delivered_at=form.delivery,
            source=form.cleaned_data["source"],
        )
        return _("The delivery is noted. The seller's time to look at the return has begun.")
