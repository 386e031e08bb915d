"""Leaving a comment for the other people of the platform."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from arbitration.access import dispute_for_staff
from arbitration.forms.comments import CommentForm
from arbitration.verbs.comments import write_comment
from arbitration.views.case import show_case
from disputes.errors import Refused
from disputes.forms import add_refusal
from disputes.views.people import signed_in


@require_POST
def comment_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Back to the case with the comment in it; else the case with what was typed and what is
    wrong."""
    user, form = signed_in(request), CommentForm(request.POST)
    dispute = dispute_for_staff(user, reference)
    if form.is_valid():
        try:
            write_comment(user, dispute, text=form.cleaned_data["text"])
        except Refused as refused:
            if refused.field is None:  # not about the text: no form could mend it
                raise
            add_refusal(form, refused)
        else:
            messages.success(request, _("Your note is left. Neither side sees it."))
            return redirect(reverse("admin:case", args=[reference]) + "#notes")
    return show_case(request, dispute, form)
