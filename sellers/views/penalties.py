"""One penalty: its record, and the appeal against it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disputes import access, clock
from disputes.bodies import takes_files
from disputes.errors import Outdated, Refused
from disputes.forms import UploadBox
from disputes.models import Policy, Store, User
from disputes.presenters.form_keys import opens
from disputes.views.action import ActionPage
from disputes.views.people import signed_in
from sellers.access import penalty_of_member
from sellers.forms.appeals import PenaltyAppealForm
from sellers.models import Penalty
from sellers.permissions import last_line, refuse_appeal, refuse_unread
from sellers.presenters.appeal_preview import appealing
from sellers.selectors.record import PenaltyRecord, penalty_record
from sellers.verbs.appeals import appeal_penalty
from sellers.views.members import for_members
from sellers.views.standing import case_url
from sellers.wording.penalties import given_by


@require_safe
@for_members
def penalty_page(request: HttpRequest, stores: list[Store], number: int) -> HttpResponse:
    """Everything about one penalty."""
    penalty = penalty_of_member(signed_in(request), number)
    context = {"record": _record(penalty), "given_by": given_by(penalty.breach)}
    return render(request, "sellers/penalty.html", context)


class AppealPenalty(ActionPage[PenaltyAppealForm]):
    """The form of an appeal against a penalty of an own store."""

    template_name = "sellers/appeal.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = signed_in(request)
        self.penalty = penalty_of_member(self.user, kwargs["number"])
        self.policy = Policy.objects.latest()

    @property
    def after(self) -> str:
        return reverse("sellers:penalty", args=[self.penalty.pk])

    @cached_property
    def boxes(self) -> Sequence[UploadBox]:
        seen_by = _(
            "The platform sees photos without the place and time that are stored in them, and "
            "documents as they are."
        )
        key, hint = _form_key(self.penalty), self.penalty.rule.proof
        return [UploadBox(self.user, key, hint=hint, seen_by=seen_by)]

    def refusal(self) -> Refused | None:
        return refuse_appeal(self.user, self.penalty, clock.now())

    @property
    def told_to(self) -> int:
        return last_line(self.penalty.store_id)

    def unread(self) -> Outdated | None:
        return refuse_unread(self.user, self.penalty.store_id, self.read_to, self.penalty)

    def form(self, data: QueryDict | None) -> PenaltyAppealForm:
        return PenaltyAppealForm(data)

    def consequences(self, form: PenaltyAppealForm) -> Sequence[str]:
        return appealing(self.penalty, self.policy)

    def perform(self, form: PenaltyAppealForm) -> str:
        text, files = form.cleaned_data["text"], self.boxes[0].sent
        appeal_penalty(self.user, self.penalty, text=text, files=files, read_to=self.read_to)
        return _("Your appeal is in. A supervisor decides on it.")

    def show_refused(self, form: PenaltyAppealForm, refused: Refused) -> HttpResponse:
        """The page shows the penalty as it is now."""
        self.penalty.refresh_from_db()
        return super().show_refused(form, refused)

    def context(self, form: PenaltyAppealForm) -> dict[str, Any]:
        return {
            "record": _record(self.penalty),
            "files": self.boxes[0],
            "consequences": self.consequences(form),
        }


appeal_page = takes_files()(for_members(AppealPenalty.as_view()))


def _form_key(penalty: Penalty) -> str:
    return f"penalty-{penalty.pk}-appeal"


@opens(r"penalty-(?P<number>\d{1,18})-appeal")
def _check_form(user: User, key: str, number: str) -> None:
    """The appeal of a penalty of an own store, while it can be made."""
    penalty = penalty_of_member(user, int(number))
    if key != _form_key(penalty):
        raise access.not_found()
    if refused := refuse_appeal(user, penalty, clock.now()):
        raise refused


def _record(penalty: Penalty) -> PenaltyRecord:
    dispute = penalty.breach.dispute
    return penalty_record(penalty, clock.now(), case_url(dispute.reference) if dispute else "")
