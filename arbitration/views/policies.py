"""Publishing a new version of the numbers."""

from collections.abc import Sequence

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from arbitration.forms import PolicyForm
from arbitration.verbs.policies import publish_policy
from disputes.errors import Refused
from disputes.forms import add_refusal
from disputes.models import Policy
from disputes.permissions import SUPERVISE
from disputes.views.people import signed_in

POLICIES = "admin:disputes_policy_changelist"


def publish_page(request: HttpRequest) -> HttpResponse:
    """GET shows all numbers as they are; POST shows what changes, and with `confirm` publishes."""
    user = signed_in(request)
    if not user.has_perm(SUPERVISE):
        raise PermissionDenied
    form = PolicyForm(
        request.POST if request.method == "POST" else None, latest=Policy.objects.latest()
    )
    if "edit" in request.POST or not form.is_valid():
        return _show(request, "policy_form", form)
    if "confirm" not in request.POST:
        return _show(request, "policy_confirm", form, consequences=_consequences(form))
    try:
        policy = publish_policy(
            user,
            form.numbers,
            change_note=form.cleaned_data["change_note"],
            based_on=form.cleaned_data["based_on"],
            large_amounts=form.cleaned_data["large_amounts"],
            switches=form.switches,
        )
    except Refused as refused:
        add_refusal(form, refused)
        return _show(request, "policy_form", form)
    messages.success(request, _("Version %(version)d is published.") % {"version": policy.version})
    return redirect(POLICIES)


def _consequences(form: PolicyForm) -> list[str]:
    return [
        *form.changes,
        _("Cases filed from then on follow the new version; older cases keep theirs."),
        _(
            "What stores come to from then on follows the new version, in older cases, too. Points "
            "and sanctions of before stay as they are."
        ),
    ]


def _show(
    request: HttpRequest, step: str, form: PolicyForm, consequences: Sequence[str] = ()
) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": _("Publish a new version"),
        "form": form,
        "consequences": consequences,
        "next_version": form.latest.version + 1,
    }
    return render(request, f"arbitration/{step}.html", context)
