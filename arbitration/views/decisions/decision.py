"""The page of one act of the platform on one case, in two steps."""

from typing import Any, ClassVar, TypeVar

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from arbitration.access import dispute_for_staff
from arbitration.forms import DecisionForm
from arbitration.kernel.access_log import log_access
from arbitration.models import AccessLog
from arbitration.presenters.earlier_cases import earlier_disputes
from arbitration.presenters.sides import sides
from disputes import clock
from disputes.errors import Code, Outdated, Refused
from disputes.kernel.rests import find_rests
from disputes.permissions import Actor, outdated, refusal
from disputes.selectors import DisputeView, dispute_view
from disputes.states import Party, Verb
from disputes.views.action import ActionPage
from disputes.views.people import signed_in

DecisionFormT = TypeVar("DecisionFormT", bound=DecisionForm)


class Decision(ActionPage[DecisionFormT]):
    """What a page of its own says beside its methods: which verb it is, by which `key` it opens
    from the case, its form, and whether it is `final`, so that nobody can take it back."""

    verb: ClassVar[Verb]
    key: ClassVar[str]
    form_class: type[DecisionFormT]
    final: ClassVar[bool] = True
    template_name = "arbitration/form.html"
    confirm_template_name = "arbitration/confirm.html"

    view: DisputeView

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = signed_in(request)
        self.actor = Actor(self.user, Party.PLATFORM)
        dispute = dispute_for_staff(self.user, kwargs["reference"])
        self.view = dispute_view(dispute, self.actor, clock.now())
        find_rests([dispute], self.view.now)  # for the clocks that the page foretells

    # What some say for themselves, besides what it will bring about and how it is done.

    def initial(self) -> dict[str, Any] | None:
        """What the form starts with."""
        return None

    # The page.

    @property
    def after(self) -> str:
        return reverse("admin:case", args=[self.view.dispute.reference])

    def refusal(self) -> Refused | None:
        return refusal(self.view.dispute, self.verb, self.actor, self.view.now)

    @property
    def told_to(self) -> int:
        return self.view.dispute.event_count

    def unread(self) -> Outdated | None:
        self.view.dispute.read_to = self.read_to
        return outdated(self.view.dispute, self.verb, self.actor)

    def turn_away(self, refused: Refused) -> HttpResponse:
        messages.error(self.request, refused.message)
        return redirect(self.after)

    def form(self, data: QueryDict | None) -> DecisionFormT:
        initial = self.initial() if data is None else None
        dispute, now = self.view.dispute, self.view.now
        return self.form_class(data, dispute=dispute, now=now, initial=initial)

    def first_step(self) -> HttpResponse:
        """Where there is nothing to fill in, the form is what will happen."""
        if self.form_class.base_fields:
            return super().first_step()
        if unread := self.unread():
            self.tell_what_changed(unread)
        form = self.form(QueryDict())
        form.full_clean()
        return self.show_confirmation(form)

    def context(self, form: DecisionFormT) -> dict[str, Any]:
        return admin.site.each_context(self.request) | {
            "title": self.verb.label,
            "case": self.view,
            "dispute": self.view.dispute,
            "sides": sides(self.view),
            "earlier": earlier_disputes(self.view.dispute),
            "case_url": self.after,
            "final": self.final,
        }

    def show_refused(self, form: DecisionFormT, refused: Refused) -> HttpResponse:
        if refused.code == Code.STALE and not form.visible_fields():
            if self.refusal():
                return self.turn_away(refused)
            messages.error(self.request, refused.message)
            return redirect(self.request.path)  # which shows what there is to read now
        return super().show_refused(form, refused)

    def render(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        log_access(self.user, self.view.dispute, AccessLog.Page.ACT)
        return super().render(template, context, status)
