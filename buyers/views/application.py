"""Applying for a refund: the steps that ask, one page each."""

from dataclasses import replace

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buyers.forms import EvidenceForm
from buyers.selectors.applications import Application, application_of
from buyers.verbs import drafts
from buyers.views import steps
from disputes import access
from disputes.bodies import takes_files
from disputes.errors import Code, Refused
from disputes.forms import UploadBox, UploadError
from disputes.models import User
from disputes.presenters.form_keys import opens
from disputes.views.people import signed_in


@login_required
def resume(request: HttpRequest, order: str, number: int) -> HttpResponse:
    """The door to an application: on to the first step that has no good answer yet."""
    application = application_of(signed_in(request), order, number)
    if application.dispute is not None:
        return steps.already_applied(request, application.dispute)
    step = steps.first_open_step(application)
    return steps.obstacle(request, application, step) or redirect(steps.step_url(application, step))


@login_required
def step_page(request: HttpRequest, order: str, number: int, step: str) -> HttpResponse:
    """A step of choices: kept when it is good, and then on to the next open one."""
    if step not in steps.FORMS:
        raise Http404
    application = application_of(signed_in(request), order, number)
    if application.dispute is not None:
        return steps.already_applied(request, application.dispute)
    if request.method == "POST":
        form: forms.Form = steps.FORMS[step](application, request.POST)
        if form.is_valid():
            drafts.keep(signed_in(request), application.item, _typed(form, request.POST))
            return redirect("buyers:apply", order, number)
    else:
        form = steps.form_as_kept(application, step)
    instead = steps.obstacle(request, application, step)
    return instead or steps.show(request, application, step, form)


@takes_files()
@login_required
def evidence_page(request: HttpRequest, order: str, number: int) -> HttpResponse:
    """The step of text and files: whatever is good of it is kept, also when the rest is not."""
    application = application_of(signed_in(request), order, number)
    if application.dispute is not None:
        return steps.already_applied(request, application.dispute)
    box = _upload_box(application)
    form: forms.Form = steps.form_as_kept(application, "evidence")
    if request.method == "POST":
        drafts.keep(signed_in(request), application.item, {"text": request.POST.get("text", "")})
        box.take_from(request)
        form = EvidenceForm(replace(application, files=box.uploads), request.POST)
        if _stays(request):
            if not (box.errors or box.notices):
                return redirect("buyers:apply-step", order, number, "evidence")
        elif not box.errors and form.is_valid():
            return redirect("buyers:apply", order, number)
    box.errors += [UploadError("", str(sentence)) for sentence in form.non_field_errors()]
    instead = steps.obstacle(request, application, "evidence")
    return instead or steps.show(request, application, "evidence", form, files=box)


@opens(r"apply-(?P<order>[\w-]+)-(?P<number>\d{1,4})")
def _check_form(user: User, key: str, order: str, number: str) -> None:
    """An application for an own item, while it can be made."""
    application = application_of(user, order, int(number))
    if key != application.form_key:
        raise access.not_found()
    if application.dispute is not None:
        raise Refused(
            Code.CASE_EXISTS,
            _("You have already applied for a refund of this item: case %(reference)s.")
            % {"reference": application.dispute.reference},
        )
    if application.closed_because:
        raise Refused(Code.WINDOW_CLOSED, application.closed_because)


def _stays(request: HttpRequest) -> bool:
    """Without JavaScript a button of the form adds files, and another one takes one away."""
    return "stay" in request.POST or "remove_file" in request.POST


def _typed(form: forms.Form, posted: QueryDict) -> dict[str, str]:
    """As a draft keeps it: several answers to one question in one text."""
    return {
        name: ",".join(posted.getlist(name))
        if isinstance(field, forms.MultipleChoiceField)
        else posted.get(name, "")
        for name, field in form.fields.items()
    }


def _upload_box(application: Application) -> UploadBox:
    reason = application.reason
    number = 0 if reason is None else reason.photos_required
    hints = [] if reason is None else [reason.evidence_hint]
    if number:
        hints.append(
            ngettext(
                "At least %(number)d photo is required.",
                "At least %(number)d photos are required.",
                number,
            )
            % {"number": number}
        )
    return UploadBox(
        application.buyer,
        application.form_key,
        required=number > 0,
        hint=_("What helps: %(hints)s") % {"hints": " ".join(hints)} if hints else "",
        reason=reason,
        is_submitted=False,
    )
