"""The table of the acts: what each one asks for, and which service does it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disputes.errors import Code, Refused
from disputes.forms import AcceptanceForm, ProposalForm, StatementForm, TrackingForm
from disputes.models import Attachment, Dispute
from disputes.permissions import Actor
from disputes.selectors import DisputeView
from disputes.states import OTHER_SIDE, Verb
from disputes.verbs import appeals, evidence, negotiation, opening, returns

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass
class Submission:
    """An act that somebody confirmed: who, in which case, with what filled in."""

    actor: Actor
    dispute: Dispute
    form: forms.Form
    files: list[Attachment] = field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.form.cleaned_data["text"])


def _no_form(view: DisputeView, data: QueryDict | None) -> forms.Form:
    return forms.Form(data)


@dataclass(frozen=True)
class ActPage:
    """How the page of one act looks and what it does.

    `done` is said afterwards. `files`: None where there are none, else the hint above them.
    """

    perform: Callable[[Submission], None]
    done: "StrPromise"
    form: Callable[[DisputeView, QueryDict | None], forms.Form] = _no_form
    files: "StrPromise | None" = None
    photos_required: bool = False
    danger: bool = False


def _acceptance(view: DisputeView, data: QueryDict | None) -> forms.Form:
    return AcceptanceForm(data, offered=view.offered)


def _request(view: DisputeView, data: QueryDict | None) -> forms.Form:
    return ProposalForm(
        data,
        paid_minor=view.dispute.snapshot.paid_minor,
        currency=view.dispute.currency,
        may_return=view.dispute.may_return,
        offer=view.request.offer,
        initial={"text": view.request.text},
    )


def _proposal(view: DisputeView, data: QueryDict | None) -> forms.Form:
    mine = view.latest(view.viewer)
    return ProposalForm(
        data,
        paid_minor=view.dispute.snapshot.paid_minor,
        currency=view.dispute.currency,
        may_return=view.dispute.may_return,
        may_refuse=True,
        offer=mine.offer if mine else view.request.offer,
    )


def _statement(
    label: "StrPromise", *, required: bool = True
) -> Callable[[DisputeView, QueryDict | None], forms.Form]:
    return lambda case, data: StatementForm(data, label=label, required=required)


def _tracking(view: DisputeView, data: QueryDict | None) -> forms.Form:
    return TrackingForm(data)


def _accept(act: Submission) -> None:
    theirs = act.dispute.proposals.filter(party=OTHER_SIDE[act.actor.party])
    read = theirs.filter(version=act.form.cleaned_data["version"]).first()
    if read is None:
        raise Refused(Code.STALE, gettext("There is no such proposal. Look at the case again."))
    negotiation.accept(act.actor, act.dispute, read)


def _change(act: Submission) -> None:
    assert isinstance(act.form, ProposalForm), "see the table"
    opening.change_request(act.actor, act.dispute, offer=act.form.offer, text=act.text)


def _propose(act: Submission) -> None:
    assert isinstance(act.form, ProposalForm), "see the table"
    negotiation.propose(act.actor, act.dispute, offer=act.form.offer, text=act.text)


def _ship(act: Submission) -> None:
    returns.ship_return(act.actor, act.dispute, **act.form.cleaned_data)


ACT_PAGES: dict[Verb, ActPage] = {
    Verb.ACCEPT: ActPage(_accept, _("You accepted. It is being carried out."), form=_acceptance),
    Verb.CHANGE: ActPage(_change, _("Your request is changed."), form=_request),
    Verb.PROPOSE: ActPage(_propose, _("Your proposal is on the table."), form=_proposal),
    Verb.REJECT: ActPage(
        lambda act: negotiation.reject(act.actor, act.dispute, text=act.text, files=act.files),
        _("You rejected the request."),
        form=_statement(_("Why do you reject it?")),
        files=_("Photos that show the item as you sent it help the platform to decide."),
        danger=True,
    ),
    Verb.ESCALATE: ActPage(
        lambda act: negotiation.escalate(act.actor, act.dispute),
        _("The platform is asked to decide. Add your evidence now."),
    ),
    Verb.ADD_EVIDENCE: ActPage(
        lambda act: evidence.add_evidence(act.actor, act.dispute, text=act.text, files=act.files),
        _("Your evidence is in the file."),
        form=_statement(_("What does it show?"), required=False),
        files=_("Show the whole item, then the detail that matters."),
    ),
    Verb.FINISH_EVIDENCE: ActPage(
        lambda act: evidence.finish_evidence(act.actor, act.dispute),
        _("Noted: you have nothing to add."),
    ),
    Verb.APPEAL: ActPage(
        lambda act: appeals.appeal(act.actor, act.dispute, text=act.text, files=act.files),
        _("Your appeal is in. Another arbitrator looks at the case."),
        form=_statement(_("What did the ruling get wrong?")),
        files=_("New evidence, if there is any."),
    ),
    Verb.SHIP_RETURN: ActPage(
        _ship, _("The seller now knows that the item is on its way back."), form=_tracking
    ),
    Verb.CONFIRM_RETURN: ActPage(
        lambda act: returns.confirm_return(act.actor, act.dispute),
        _("You confirmed the return. The refund will be paid."),
    ),
    Verb.CONTEST_RETURN: ActPage(
        lambda act: returns.contest_return(act.actor, act.dispute, text=act.text, files=act.files),
        _("You contested the return. The platform hears both sides."),
        form=_statement(_("What is wrong with the return?")),
        files=_("Show what came back: the parcel, its label, the item."),
        photos_required=True,
        danger=True,
    ),
    Verb.WITHDRAW: ActPage(
        lambda act: opening.withdraw(act.actor, act.dispute),
        _("Your request is withdrawn."),
        danger=True,
    ),
}
