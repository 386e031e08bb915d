"""The pages of the evidence, of the appeal that brings more of it, and of accepting the ruling."""

from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.forms import StatementForm
from disputes.presenters.rulings import asked_of_viewer, ruling_cards
from disputes.rules import clocks
from disputes.rules.instants import instant
from disputes.selectors import DisputeView
from disputes.states import State, Verb
from disputes.verbs import appeals, evidence
from disputes.views.actions.joint import JointAction
from disputes.views.actions.side import SideAction, WithoutForm
from disputes.wording.answers import answer_consequences
from disputes.wording.rulings import after_acceptance


class AddEvidence(JointAction[StatementForm]):
    verb = Verb.ADD_EVIDENCE
    done = gettext_lazy("Your evidence is in the file.")
    files = gettext_lazy("Show the whole item, then the detail that matters.")

    def form(self, data: QueryDict | None) -> StatementForm:
        return StatementForm(data, label=_("What does it show?"), required=False)

    def beside(self) -> dict[str, Any]:
        return {"asked": asked_of_viewer(self.view)}

    def consequences_now(self) -> list[str]:
        return [
            _("The other side and the platform see it at once. It cannot be taken back."),
            _("You can change it until the evidence closes. Earlier versions stay readable."),
            *answer_consequences(self.view.dispute, self.actor.party, self.view.now),
        ]

    def do(self, form: StatementForm) -> None:
        text = form.cleaned_data["text"]
        evidence.add_evidence(self.actor, *self.disputes, text=text, files=self.sent)


class FinishEvidence(JointAction[Form], WithoutForm):
    verb = Verb.FINISH_EVIDENCE
    done = gettext_lazy("Noted: you have nothing to add.")

    def beside(self) -> dict[str, Any]:
        return {"asked": asked_of_viewer(self.view)}

    def consequences_now(self) -> list[str]:
        if self.view.dispute.state == State.APPEALED:
            return [
                _("When the other side has nothing to add either, the platform can rule at once."),
                _("If the other side adds something after this, you can answer it."),
            ]
        return [
            _("When the other side has nothing to add either, the file closes at once."),
            _("If the other side adds something before that, you can answer it."),
            _("An arbitrator then decides on what is in the file."),
        ]

    def do(self, form: Form) -> None:
        evidence.finish_evidence(self.actor, *self.disputes)


class Appeal(SideAction[StatementForm]):
    verb = Verb.APPEAL
    done = gettext_lazy("Your appeal is in. Another arbitrator looks at the case.")
    files = gettext_lazy("New evidence, if there is any.")

    def form(self, data: QueryDict | None) -> StatementForm:
        return StatementForm(data, label=_("What did the ruling get wrong?"))

    def beside(self) -> dict[str, Any]:
        return _about(self.view, _("The ruling that you appeal"))

    def consequences_now(self) -> list[str]:
        return [
            _("Somebody who has not ruled in this case looks at all of it again."),
            _("The other side can answer until %(instant)s. Nothing is ruled before that.")
            % {"instant": instant(self._answered_by())},
            _("The result can be better or worse for you."),
            _("You can appeal once in a case. No money moves meanwhile."),
        ]

    def _answered_by(self) -> datetime:
        dispute = self.view.dispute
        rests = dispute.rests_in(State.APPEALED)
        return clocks.answer(dispute.policy, self.view.now, rests)

    def do(self, form: StatementForm) -> None:
        text = form.cleaned_data["text"]
        appeals.appeal(self.actor, self.view.dispute, text=text, files=self.sent)


class AcceptRuling(WithoutForm):
    verb = Verb.ACCEPT_RULING
    style = "primary"
    done = gettext_lazy("You accepted the ruling.")

    def beside(self) -> dict[str, Any]:
        return _about(self.view, _("The ruling that you accept"))

    def consequences_now(self) -> list[str]:
        dispute, ruling = self.view.dispute, self.view.ruling
        assert ruling is not None, "only what was ruled can be accepted"
        assert dispute.due_at is not None, "the time to appeal runs"
        until = instant(dispute.due_at)
        return after_acceptance(dispute, ruling.proposal.offer, self.view.viewer, until)

    def do(self, form: Form) -> None:
        appeals.accept_ruling(self.actor, self.view.dispute)


def _about(view: DisputeView, title: str) -> dict[str, Any]:
    """The ruling that stands."""
    return {"ruling": ruling_cards(view)[0] if view.rulings else None, "ruling_title": title}
