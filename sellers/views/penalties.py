"""One penalty: its record, and the appeal against it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disputes import access, clock
from disputes.bodies import takes_files
from disputes.errors import Refused
from disputes.forms import UploadBox, UploadError, add_refusal
from disputes.models import Policy, Store, User
from disputes.presenters.form_keys import opens
from disputes.views.people import signed_in
from sellers.access import penalty_of_member
from sellers.forms.appeals import PenaltyAppealForm
from sellers.models import Penalty
from sellers.permissions import refuse_appeal
from sellers.selectors.record import PenaltyRecord, penalty_record
from sellers.verbs.appeals import appeal_penalty
from sellers.views.members import for_members
from sellers.views.standing import case_url
from sellers.wording.penalties import appeal_consequences, given_by


@require_safe
@for_members
def penalty_page(request: HttpRequest, stores: list[Store], number: int) -> HttpResponse:
    """Everything about one penalty."""
    penalty = penalty_of_member(signed_in(request), number)
    context = {"record": _record(penalty), "given_by": given_by(penalty.breach)}
    return render(request, "sellers/penalty.html", context)


@takes_files()
@for_members
def appeal_page(request: HttpRequest, stores: list[Store], number: int) -> HttpResponse:
    """The form of an appeal: shown by GET, sent by POST. Nothing that was typed or uploaded is
    lost when it is not taken."""
    user = signed_in(request)
    penalty, policy = penalty_of_member(user, number), Policy.objects.latest()
    form = PenaltyAppealForm(request.POST or None)
    box = UploadBox(
        user,
        _form_key(penalty),
        hint=penalty.rule.proof,
        seen_by=_(
            "The platform sees photos without the place and time that are stored in them, and "
            "documents as they are."
        ),
    )
    if request.method == "POST":
        if box.take_from(request):
            # It was about the files: what was typed stays, and is not judged yet.
            form = PenaltyAppealForm(initial=request.POST.dict())
        elif form.is_valid() and _appealed(request, penalty, form, box):
            return redirect("sellers:penalty", number)
    elif refused := refuse_appeal(user, penalty, policy, clock.now()):
        messages.warning(request, refused.message)
        return redirect("sellers:penalty", number)
    context = {
        "record": _record(penalty),
        "form": form,
        "files": box,
        "consequences": appeal_consequences(policy),
    }
    return render(request, "sellers/appeal.html", context)


def _form_key(penalty: Penalty) -> str:
    return f"penalty-{penalty.pk}-appeal"


@opens(r"penalty-(?P<number>\d{1,18})-appeal")
def _check_form(user: User, key: str, number: str) -> None:
    """The appeal of a penalty of an own store, while it can be made."""
    penalty = penalty_of_member(user, int(number))
    if key != _form_key(penalty):
        raise access.not_found()
    if refused := refuse_appeal(user, penalty, Policy.objects.latest(), clock.now()):
        raise refused


def _appealed(
    request: HttpRequest, penalty: Penalty, form: PenaltyAppealForm, box: UploadBox
) -> bool:
    """Try; when it is refused, the reason lies in the form."""
    try:
        appeal_penalty(signed_in(request), penalty, text=form.cleaned_data["text"], files=box.sent)
    except Refused as refused:
        if refused.field == "files":
            box.errors.append(UploadError("", refused.message))
        else:
            add_refusal(form, refused)
        return False
    messages.success(request, _("Your appeal is in. A supervisor decides on it."))
    return True


def _record(penalty: Penalty) -> PenaltyRecord:
    dispute = penalty.breach.dispute
    return penalty_record(penalty, clock.now(), case_url(dispute.reference) if dispute else "")
