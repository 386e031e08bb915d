"""The pages of one piece of evidence: changing it, and its receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disputes import access, clock, wording
from disputes.bodies import takes_files
from disputes.errors import Code, Refused
from disputes.forms import UploadBox, UploadError, add_refusal
from disputes.forms.revisions import RevisionForm
from disputes.kernel.evidence_audit import holds, versions_of
from disputes.models import Attachment, Dispute, Event, Evidence, User
from disputes.permissions import Actor, refusal, relied_on
from disputes.presenters.evidence_items import evidence_url
from disputes.presenters.form_keys import REFERENCE, opens
from disputes.presenters.parts import case_url, party_label
from disputes.states import Party, Verb
from disputes.verbs.evidence_revisions import change_evidence
from disputes.views.people import signed_in


@dataclass
class Place:
    """A file of the statement, and where another one can take its place."""

    file: Attachment
    caption: BoundField
    box: UploadBox


@dataclass
class Revision:
    """What somebody is about to make of a statement."""

    actor: Actor
    dispute: Dispute
    evidence: Evidence
    form: RevisionForm
    places: Sequence[Place]
    more: UploadBox
    outdated: bool = False  # somebody else on this side came first

    @property
    def boxes(self) -> list[UploadBox]:
        return [*(place.box for place in self.places), self.more]


@dataclass(frozen=True)
class Receipt:
    """One file, and the line of the history that has held it from the start."""

    file: Attachment
    line: Event


@takes_files()
@login_required
def change_page(request: HttpRequest, reference: str, number: int, party: Party) -> HttpResponse:
    """Another version of an own statement: shown by GET, made by POST."""
    user = signed_in(request)
    actor = Actor(user, party)
    dispute = access.dispute_of_side(user, party, reference)
    evidence = _own(dispute, number, party)
    if request.method == "POST":
        revision = _revision(
            actor, dispute, evidence, RevisionForm(request.POST, evidence=evidence)
        )
        taken = [box.take_from(request) for box in revision.boxes]
        if any(taken):
            # It was about the files: what was typed stays, and is not judged yet.
            revision.form.errors.clear()
        elif revision.form.is_valid():
            refused = _refused(revision)
            if refused is None:
                messages.success(request, told(_("Your evidence is changed."), party, evidence))
                return redirect(case_url(party, dispute))
            revision = _explained(request, revision, refused)
    else:
        form = RevisionForm(evidence=evidence)
        revision = _revision(actor, dispute, evidence, form)
        if refused := _not_possible(revision):
            messages.warning(request, refused.message)
            return redirect(case_url(party, dispute))
    return _show(request, revision)


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


def told(sentence: object, party: Party, evidence: Evidence) -> SafeString:
    """What was done, with the way to the receipt."""
    return format_html(
        '{} <a href="{}">{}</a>',
        sentence,
        evidence_url(party, evidence, "receipt"),
        _("See the receipt"),
    )


def _own(dispute: Dispute, number: int, party: Party) -> Evidence:
    evidence = dispute.evidence.filter(number=number, party=party).first()
    if evidence is None:
        raise Http404
    return evidence


def _revision(actor: Actor, dispute: Dispute, evidence: Evidence, form: RevisionForm) -> Revision:
    assert actor.user is not None, "evidence is changed by somebody"
    key = f"{dispute.reference}-{actor.party}-evidence-{evidence.number}"
    mine = Attachment.objects.filter(evidence__dispute=dispute, evidence__party=actor.party)
    box = partial(UploadBox, actor.user, in_case=mine.count())
    places = [
        Place(
            file,
            form.caption_field(place),
            box(
                f"{key}-{place}",
                name=f"files-{place}",
                max_files=1,
                label=_("A photo in its place") if file.is_photo else _("A document in its place"),
            ),
        )
        for place, file in enumerate(form.standing, start=1)
    ]
    return Revision(actor, dispute, evidence, form, places, box(f"{key}-more"))


@opens(
    rf"(?P<reference>{REFERENCE})-(?P<party>buyer|seller)"
    r"-evidence-(?P<number>\d{1,4})-(?P<place>\d{1,4}|more)"
)
def _check_form(user: User, key: str, reference: str, party: str, number: str, place: str) -> None:
    """One of the boxes of a statement that can be changed now."""
    actor = Actor(user, Party(party))
    dispute = access.dispute_of_side(user, actor.party, reference)
    evidence = dispute.evidence.filter(number=int(number), party=actor.party).first()
    if evidence is None:
        raise access.not_found()
    revision = _revision(actor, dispute, evidence, RevisionForm(evidence=evidence))
    if key not in {box.key for box in revision.boxes}:
        raise access.not_found()
    if refused := _not_possible(revision):
        raise refused


def _not_possible(revision: Revision) -> Refused | None:
    dispute, now = revision.dispute, clock.now()
    refused = refusal(dispute, Verb.CHANGE_EVIDENCE, revision.actor, now)
    return refused or relied_on(dispute, revision.evidence)


def _refused(revision: Revision) -> Refused | None:
    """Try the change; why not, if so."""
    revision.evidence.version = revision.form.cleaned_data["version"]  # what the page showed
    try:
        change_evidence(
            revision.actor,
            revision.dispute,
            revision.evidence,
            text=revision.form.cleaned_data["text"],
            captions=revision.form.captions,
            replacements={
                place.file: sent[0] for place in revision.places if (sent := place.box.sent)
            },
            files=revision.more.sent,
        )
    except Refused as refused:
        return refused
    return None


def _explained(request: HttpRequest, revision: Revision, refused: Refused) -> Revision:
    """The same form beside the evidence as it is now, with why it was refused; nothing is lost.

    Whoever has seen that somebody else came first can save again.
    """
    actor, dispute = revision.actor, revision.dispute
    assert actor.user is not None, "evidence is changed by somebody"
    dispute = access.dispute_of_side(actor.user, actor.party, dispute.reference)
    evidence = _own(dispute, revision.evidence.number, actor.party)
    typed = request.POST.copy()
    if refused.code == Code.STALE:
        typed["version"] = str(evidence.version)
    again = _revision(actor, dispute, evidence, RevisionForm(typed, evidence=evidence))
    again.outdated = refused.code == Code.STALE
    if refused.field == "files":
        again.more.errors.append(UploadError("", refused.message))
    else:
        add_refusal(again.form, refused)
    return again


def _show(request: HttpRequest, revision: Revision) -> HttpResponse:
    dispute, party = revision.dispute, revision.actor.party
    possible = _not_possible(revision) is None
    context = {
        "revision": revision,
        "dispute": dispute,
        "line": dispute.snapshot,
        "form": revision.form,
        "consequences": wording.consequences(Verb.CHANGE_EVIDENCE, dispute, None)
        if possible
        else [],
        "case_url": case_url(party, dispute),
        "possible": possible,
    }
    status = 200 if possible else 409
    return render(request, "disputes/change_evidence.html", context, status=status)
