"""The pages of one piece of evidence: changing it, and its receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disputes import access, clock
from disputes.bodies import takes_files
from disputes.errors import Code, Refused
from disputes.forms import UploadBox
from disputes.forms.revisions import RevisionForm
from disputes.kernel.evidence_audit import holds, versions_of
from disputes.models import Attachment, Dispute, Event, Evidence, User
from disputes.permissions import Actor, refusal, relied_on
from disputes.presenters.evidence_items import with_receipt
from disputes.presenters.form_keys import REFERENCE, opens
from disputes.presenters.parts import case_url, party_label
from disputes.states import Party, Verb
from disputes.verbs.evidence_revisions import change_evidence
from disputes.views.action import ActionPage
from disputes.views.people import signed_in
from disputes.wording.answers import answer_consequences


@dataclass(frozen=True)
class Place:
    """A file of the statement, and where another one can take its place."""

    file: Attachment
    caption: BoundField
    box: UploadBox


@dataclass(frozen=True)
class Receipt:
    """One file, and the line of the history that has held it from the start."""

    file: Attachment
    line: Event


class ChangeEvidence(ActionPage[RevisionForm]):
    """Another version of an own statement."""

    template_name = "disputes/change_evidence.html"
    outdated = False  # somebody else on this side came first

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.statement = _Statement.find(Actor(signed_in(request), kwargs["party"]), kwargs)

    @property
    def after(self) -> str:
        return case_url(self.statement.actor.party, self.statement.dispute)

    @property
    def boxes(self) -> Sequence[UploadBox]:
        return self.statement.boxes

    def refusal(self) -> Refused | None:
        return self.statement.refusal()

    def form(self, data: QueryDict | None) -> RevisionForm:
        return RevisionForm(data, evidence=self.statement.evidence)

    def consequences(self, form: RevisionForm) -> Sequence[str]:
        return [
            _("The other side and the platform see the new version at once."),
            _("The earlier version stays in the history, where both sides can read it."),
            *answer_consequences(self.statement.dispute, self.statement.actor.party, clock.now()),
        ]

    def perform(self, form: RevisionForm) -> str:
        actor, evidence = self.statement.actor, self.statement.evidence
        evidence.version = form.cleaned_data["version"]  # what the page showed
        *of_places, more = self.boxes
        change_evidence(
            actor,
            self.statement.dispute,
            evidence,
            text=form.cleaned_data["text"],
            captions=form.captions,
            replacements={
                file: sent[0]
                for file, box in zip(form.current, of_places, strict=True)
                if (sent := box.sent)
            },
            files=more.sent,
        )
        return with_receipt(_("Your evidence is changed."), actor.party, evidence)

    def show_refused(self, form: RevisionForm, refused: Refused) -> HttpResponse:
        """The same form beside the evidence as it is now. Whoever has seen that somebody else came
        first can save again."""
        self.statement = _Statement.find(self.statement.actor, self.kwargs)
        typed = self.request.POST.copy()
        if refused.code == Code.STALE:
            self.outdated = True
            typed["version"] = str(self.statement.evidence.version)
        return super().show_refused(self.form(typed), refused)

    def context(self, form: RevisionForm) -> dict[str, Any]:
        possible = self.refusal() is None
        *of_places, more = self.boxes
        files = enumerate(zip(form.current, of_places, strict=True), start=1)
        return {
            "dispute": self.statement.dispute,
            "line": self.statement.dispute.snapshot,
            "evidence": self.statement.evidence,
            "outdated": self.outdated,
            "places": [
                Place(file, form.caption_field(number), box) for number, (file, box) in files
            ],
            "more": more,
            "consequences": self.consequences(form) if possible else [],
            "case_url": self.after,
            "possible": possible,
        }

    def render(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return super().render(template, context, status if context["possible"] else 409)


change_page = takes_files()(login_required(ChangeEvidence.as_view()))


@login_required
@require_safe
def receipt_page(request: HttpRequest, reference: str, number: int, party: Party) -> HttpResponse:
    """What was taken in, when, and how anybody can check that it is still the same."""
    dispute = access.dispute_of_side(signed_in(request), party, reference)
    evidence = dispute.evidence.filter(number=number).first()
    if evidence is None:
        raise Http404
    versions = versions_of(number, list(dispute.events.all()))
    context = {
        "dispute": dispute,
        "evidence": evidence,
        "party_label": party_label(evidence.party, party),
        "versions": versions,
        "receipts": [Receipt(file, holds(versions, file)) for file in evidence.files.all()],
        "case_url": case_url(party, dispute),
    }
    return render(request, "disputes/receipt.html", context)


@dataclass(frozen=True)
class _Statement:
    """An own statement that somebody changes, with a box for another file in the place of each,
    and one for more."""

    actor: Actor
    dispute: Dispute
    evidence: Evidence
    boxes: Sequence[UploadBox]

    @classmethod
    def find(cls, actor: Actor, address: Mapping[str, Any]) -> "_Statement":
        assert actor.user is not None, "evidence is changed by somebody"
        dispute = access.dispute_of_side(actor.user, actor.party, address["reference"])
        evidence = dispute.evidence.filter(number=address["number"], party=actor.party).first()
        if evidence is None:
            raise Http404
        key = f"{dispute.reference}-{actor.party}-evidence-{evidence.number}"
        mine = Attachment.of_side(dispute, actor.party)
        box = partial(UploadBox, actor.user, in_case=mine.count())
        of_places = [
            box(
                f"{key}-{place}",
                name=f"files-{place}",
                max_files=1,
                label=_("A photo in its place") if file.is_photo else _("A document in its place"),
            )
            for place, file in enumerate(evidence.current_attachments, start=1)
        ]
        return cls(actor, dispute, evidence, [*of_places, box(f"{key}-more")])

    def refusal(self) -> Refused | None:
        """Why it cannot be changed now."""
        refused = refusal(self.dispute, Verb.CHANGE_EVIDENCE, self.actor, clock.now())
        return refused or relied_on(self.dispute, self.evidence)


@opens(
    rf"(?P<reference>{REFERENCE})-(?P<party>buyer|seller)"
    r"-evidence-(?P<number>\d{1,4})-(?P<place>\d{1,4}|more)"
)
def _check_form(user: User, key: str, reference: str, party: str, number: str, place: str) -> None:
    """One of the boxes of a statement that can be changed now."""
    try:
        address = {"reference": reference, "number": int(number)}
        statement = _Statement.find(Actor(user, Party(party)), address)
    except Http404:
        raise access.not_found() from None
    if key not in {box.key for box in statement.boxes}:
        raise access.not_found()
    if refused := statement.refusal():
        raise refused
