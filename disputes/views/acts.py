"""One page for each act: it says what will happen, takes what the act needs, and does it.

A page is reached by a link, so that nothing which cannot be undone happens by one click.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from disputes import access, clock, wording
from disputes.bodies import takes_files
from disputes.errors import Refused
from disputes.forms import UploadBox, UploadError, add_refusal
from disputes.models import Dispute, User
from disputes.permissions import Actor, refusal
from disputes.presenters.form_keys import REFERENCE, opens
from disputes.presenters.parts import PreviewChoices, case_url, preview_nothing, proposal_card
from disputes.presenters.rulings import asked_of_viewer, ruling_cards
from disputes.selectors import DisputeView, dispute_view
from disputes.states import Party, Verb
from disputes.views.act_pages import ACT_PAGES, ActPage, Submission
from disputes.views.evidence import told
from disputes.views.people import signed_in

_BY_SLUG = {verb.slug: verb for verb in ACT_PAGES}
# What a side can answer a request of the arbitrator with.
_ANSWERS = frozenset({Verb.ADD_EVIDENCE, Verb.FINISH_EVIDENCE})


@takes_files()
@login_required
def act_page(
    request: HttpRequest,
    reference: str,
    verb: str,
    party: Party,
    choice_previews: PreviewChoices = preview_nothing,
) -> HttpResponse:
    """The page of one act of one side: shown by GET, done by POST."""
    user = signed_in(request)
    if verb not in _BY_SLUG:
        raise Http404
    chosen = _BY_SLUG[verb]
    actor = Actor(user, party)
    dispute = access.dispute_of_side(user, party, reference)
    view = dispute_view(dispute, actor, clock.now())
    page = ACT_PAGES[chosen]
    form = page.form(view, request.POST if request.method == "POST" else None)
    box = _upload_box(page, actor, view, chosen)
    if request.method == "POST":
        if box is not None and box.take_from(request):
            # It was about the photos: what was typed stays, and is not judged yet.
            form = page.form(view, None)
            form.initial.update(request.POST.dict())
        elif _done(request, Submission(actor, dispute, form), page, box):
            return redirect(case_url(party, dispute))
        else:
            # Somebody else may have come first: the page shows the case as it is now.
            dispute = access.dispute_of_side(user, party, reference)
            view = dispute_view(dispute, actor, clock.now())
    elif refused := refusal(dispute, chosen, actor, view.now):
        messages.warning(request, refused.message)
        return redirect(case_url(party, dispute))
    return _show(request, view, chosen, form, box, choice_previews)


def _done(request: HttpRequest, act: Submission, page: ActPage, box: UploadBox | None) -> bool:
    """Try the act; when it is refused, the reason lies in the form and nothing is lost."""
    if not act.form.is_valid():
        return False
    act.files = box.sent if box else []
    try:
        page.perform(act)
    except Refused as refused:
        if box is not None and refused.field == "files":
            box.errors.append(UploadError("", refused.message))
        else:
            add_refusal(act.form, refused)
        return False
    party = act.actor.party
    said = None if box is None else act.dispute.evidence.filter(party=party).last()
    messages.success(request, told(page.done, party, said) if said else page.done)
    return True


def _upload_box(page: ActPage, actor: Actor, view: DisputeView, verb: Verb) -> UploadBox | None:
    if page.files is None or actor.user is None:
        return None
    key = _form_key(view.dispute, actor.party, verb)
    own = [statement for statement in view.evidence if statement.party == actor.party]
    return UploadBox(
        actor.user,
        key,
        required=page.photos_required,
        hint=page.files,
        in_case=sum(len(statement.files.all()) for statement in own),
    )


def _form_key(dispute: Dispute, party: Party, verb: Verb) -> str:
    return f"{dispute.reference}-{party}-{verb.slug}"


@opens(rf"(?P<reference>{REFERENCE})-(?P<party>buyer|seller)-(?P<slug>[a-z-]+)")
def _check_form(user: User, key: str, reference: str, party: str, slug: str) -> None:
    """The page of an act that takes files, while the act is possible."""
    verb = _BY_SLUG.get(slug)
    if verb is None or ACT_PAGES[verb].files is None:
        raise access.not_found()
    dispute = access.dispute_of_side(user, Party(party), reference)
    if refused := refusal(dispute, verb, Actor(user, Party(party)), clock.now()):
        raise refused


def _show(
    request: HttpRequest,
    view: DisputeView,
    verb: Verb,
    form: forms.Form,
    box: UploadBox | None,
    choice_previews: PreviewChoices,
) -> HttpResponse:
    # Between two queries the other side may have put something on the table.
    possible = verb in view.allowed and (verb != Verb.ACCEPT or view.offered is not None)
    offered = view.offered if verb in (Verb.ACCEPT, Verb.PROPOSE, Verb.REJECT) else None
    consequences = wording.consequences(verb, view.dispute, view.offered) if possible else []
    context = {
        "case": view,
        "dispute": view.dispute,
        "line": view.dispute.snapshot,
        "title": wording.label(verb, view.viewer),
        "page": ACT_PAGES[verb],
        "form": form,
        "files": box,
        "offered": proposal_card(offered, view.viewer) if offered else None,
        "consequences": consequences,
        "case_url": case_url(view.viewer, view.dispute),
        "asked": asked_of_viewer(view) if verb in _ANSWERS else None,
        "ruling": ruling_cards(view)[0] if verb == Verb.APPEAL and view.rulings else None,
        "possible": possible,
        "choice_preview": next(
            (
                choice_preview
                for choice_preview in choice_previews(view)
                if choice_preview.verb == verb
            ),
            None,
        ),
    }
    return render(request, "disputes/act.html", context, status=200 if possible else 409)
