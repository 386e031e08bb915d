"""Pausing clocks, and ending that early: fill in, read what will happen, confirm."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from arbitration.forms.pauses import PauseForm
from arbitration.verbs.pauses import end_pause, pause_clocks
from arbitration.views.supervisor_page import SupervisorPage
from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import ClockPause, Dispute
from disputes.rules.instants import instant
from disputes.states import State
from disputes.views.action import FormT
from disputes.wording.deadlines import time_left
from disputes.wording.pauses import cases_in_words


class PausePage(SupervisorPage[FormT]):
    """Reached from the list of pauses."""

    list_name = gettext_noop("Pauses")

    @property
    def after(self) -> str:
        return reverse("admin:disputes_clockpause_changelist")


class PauseClocks(PausePage[PauseForm]):
    """That every open case is meant is asked once more."""

    template_name = "arbitration/pause_form.html"
    confirm_template_name = "arbitration/pause_confirm.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if "confirm" in request.POST and "edit" not in request.POST and _is_unsure(form):
            sure = request.POST.copy()
            sure["sure"] = "yes"
            again = self.form(sure)
            again.full_clean()
            return self.show_confirmation(again)
        return super().post(request, *args, **kwargs)

    def form(self, data: QueryDict | None) -> PauseForm:
        return PauseForm(data, supervisor=self.user)

    def context(self, form: PauseForm) -> dict[str, Any]:
        return self.page(_("Pause clocks"), button=_("Pause these clocks"))

    def preview(self, form: PauseForm) -> dict[str, Any]:
        return {
            "pause": form.draft,
            "cases": cases_in_words(form.draft),
            "once_more": form.cleaned_data["sure"] == "yes",
        }

    def consequences(self, form: PauseForm) -> Sequence[str]:
        pause = form.draft
        cases = Dispute.objects.filter(pause.moves)
        number = cases.count()
        length = {"number": number, "length": time_left(pause.until, pause.begins_at)}
        by_state = dict(cases.values_list("state").annotate(number=Count("pk")).order_by())
        return [
            ngettext(
                "%(number)d case has a clock that runs then. It ends up to %(length)s later.",
                "%(number)d cases have a clock that runs then. Each ends up to %(length)s later.",
                number,
            )
            % length,
            *(f"{state.label}: {by_state[state]}" for state in State if state in by_state),
            _("Each of these cases says in its history why, and until when the time is now."),
            _("Clocks that begin while the pause lasts leave it out, too."),
            _("A deadline that is over by then stays over."),
            _("You can end the pause early. Clocks that run then keep the time that was promised."),
        ]

    def perform(self, form: PauseForm) -> str:
        pause = pause_clocks(self.user, form.cases, why=form.cleaned_data["why"], **form.times)
        return _(
            "The clocks are paused until %(until)s. The cases are told within the next minutes."
        ) % {"until": instant(pause.until)}


def _is_unsure(form: PauseForm) -> bool:
    """Is it about every open case, and was asked for only once?"""
    found = form.cleaned_data if form.is_valid() else {}
    return bool(found.get("all_cases")) and found["sure"] != "yes"


class EndPause(PausePage[forms.Form]):
    """One step: the page says what it comes to, its button does it."""

    template_name = "arbitration/pause_end.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.pause = get_object_or_404(ClockPause, number=kwargs["number"])

    def refusal(self) -> Refused | None:
        if self.pause.ended_at is None and self.pause.until > clock.now():
            return None
        return Refused(Code.STALE, _("This pause is over, or was ended already."))

    def form(self, data: QueryDict | None) -> forms.Form:
        return forms.Form(data)

    def consequences(self, form: forms.Form) -> Sequence[str]:
        return [
            _("Clocks that begin from now on run as usual."),
            _(
                "Clocks that run already keep what was promised: they leave out the whole time "
                "until %(until)s."
            )
            % {"until": instant(self.pause.until)},
        ]

    def perform(self, form: forms.Form) -> str:
        end_pause(self.user, self.pause)
        return _("The pause is ended. Clocks that begin from now on run as usual.")

    def context(self, form: forms.Form) -> dict[str, Any]:
        return self.page(
            _("End the pause"),
            pause=self.pause,
            cases=cases_in_words(self.pause),
            button=_("End the pause"),
            consequences=self.consequences(form),
        )
