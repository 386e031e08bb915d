"""The page "Is everything running?", and its buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from arbitration.access import dispute_for_staff
from arbitration.operations import gauges
from arbitration.operations.alerts import alerts, duration, weak_locks
from arbitration.operations.gauges import Gauges
from arbitration.operations.readiness import broker
from arbitration.verbs import stuck_deadlines
from arbitration.views.supervisor_page import SupervisorPage
from disputes.confinement.probe import missing_layers
from disputes.errors import Code, Outdated, Refused
from disputes.models import Heartbeat, OutboxMessage, Topic
from disputes.permissions import SUPERVISE, Actor, unread
from disputes.states import Party
from disputes.verbs import dead_letters, given_up_mails
from disputes.views.people import signed_in

# Rows of a table. Whoever has more of them to look after mends the cause, not the rows.
_SHOWN = 50


@dataclass(frozen=True)
class Seen:
    """A process or a piece of work, and when it was last heard of; never, perhaps."""

    what: str
    name: str = ""
    at: datetime | None = None
    age: str = ""
    late: bool = True
    paused: bool = False


@never_cache
@require_safe
def status_page(request: HttpRequest) -> HttpResponse:
    """For all staff to read; supervisors find buttons."""
    found = gauges.read()
    oldest = found.oldest_overdue
    context = admin.site.each_context(request) | {
        "title": _("Is everything running?"),
        "now": found.now,
        "alerts": alerts(found, broker_answers=broker().ok),
        "weak_locks": weak_locks(missing_layers()),
        "processes": [
            *_seen(found, Heartbeat.Kind.BEAT, _("Beat")),
            *_seen(found, Heartbeat.Kind.WORKER, _("Worker")),
            *_seen(found, Heartbeat.Kind.MAILER, _("Sender of mails")),
            *_seen(found, Heartbeat.Kind.SWEEP, _("Enforcing deadlines")),
            *_seen(found, Heartbeat.Kind.OUTBOX, _("Delivering messages")),
            *_seen(found, Heartbeat.Kind.MAILS, _("Sending mails")),
            *_seen(found, Heartbeat.Kind.LEDGERS, _("Settling the standing of stores")),
        ],
        "gauges": found,
        "most": gauges.MOST,
        "oldest": oldest,
        "overdue_for": duration(found.now - oldest.due_at) if oldest and oldest.due_at else "",
        "cleanups": found.cleanups,
        "set_aside": gauges.disputes_set_aside()[:_SHOWN],
        "dead_letters": gauges.dead_letters()[:_SHOWN],
        "dead": [dead for topic in Topic if (dead := dead_letters.dead_of(topic)).number],
        "mails_given_up": gauges.mails_given_up().select_related("person")[:_SHOWN],
        "without_mail": gauges.people_without_mail().order_by("-email_failed_at")[:_SHOWN],
        "supervises": signed_in(request).has_perm(SUPERVISE),
    }
    return render(request, "arbitration/status.html", context)


@require_POST
def retry_case(request: HttpRequest, reference: str) -> HttpResponseRedirect:
    """A supervisor has mended what stood in the way of a case that was set aside."""
    user = signed_in(request)
    dispute = dispute_for_staff(user, reference)
    said = _("The next sweep tries case %(case)s again.") % {"case": dispute.reference}
    return _try_again(request, lambda: stuck_deadlines.retry_deadline(user, dispute), said)


class LetArbitratorDecide(SupervisorPage[forms.Form]):
    """A case that was set aside and cannot be mended."""

    template_name = "arbitration/status/let_decide.html"
    list_name = gettext_noop("Is everything running?")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.dispute = dispute_for_staff(self.user, kwargs["reference"])

    @property
    def after(self) -> str:
        return reverse("admin:status")

    @property
    def told_to(self) -> int:
        return self.dispute.event_count

    def unread(self) -> Outdated | None:
        self.dispute.read_to = self.read_to
        return unread(self.dispute, Actor(self.user, Party.PLATFORM))

    def form(self, data: QueryDict | None) -> forms.Form:
        return forms.Form(data)

    def consequences(self, form: forms.Form) -> Sequence[str]:
        return [
            _("What should have followed from the deadline of this case is not carried out."),
            _("What was agreed or ruled in it falls. Both sides read so in its history."),
            _(
                "An arbitrator rules on what is in the file, within %(days)d days, and on no more "
                "than can still be refunded."
            )
            % {"days": self.dispute.policy.ruling_days},
        ]

    def perform(self, form: forms.Form) -> str:
        self.dispute.read_to = self.read_to
        stuck_deadlines.let_arbitrator_decide(self.user, self.dispute)
        return _("An arbitrator decides case %(case)s.") % {"case": self.dispute.reference}

    def show_refused(self, form: forms.Form, refused: Refused) -> HttpResponse:
        if isinstance(refused, Outdated):
            return super().show_refused(form, refused)
        if refused.code != Code.STALE:
            raise refused
        return self.turn_away(refused)

    def context(self, form: forms.Form) -> dict[str, Any]:
        return self.page(
            _("Let an arbitrator decide"),
            dispute=self.dispute,
            consequences=self.consequences(form),
            final=True,
            button=_("Let an arbitrator decide"),
        )


@require_POST
def retry_message(request: HttpRequest, number: int) -> HttpResponseRedirect:
    """A supervisor has mended what stood in the way of a dead letter."""
    user = signed_in(request)
    message = get_object_or_404(OutboxMessage, pk=number)
    said = _("%(message)s is tried again now.") % {"message": message.key}
    return _try_again(request, lambda: dead_letters.retry_message(user, message), said)


@require_POST
def retry_mails(request: HttpRequest) -> HttpResponseRedirect:
    """A supervisor has mended what kept mails from going out: all that were given up are due."""
    user = signed_in(request)
    said = _("The mails that were given up are tried again now.")
    return _try_again(request, lambda: given_up_mails.retry_all(user), said)


def _try_again(
    request: HttpRequest, again: Callable[[], object], said: str
) -> HttpResponseRedirect:
    """Back to the page. Whoever was overtaken, by a worker or somebody else, is told so there."""
    try:
        again()
    except Refused as refused:
        if refused.code != Code.STALE:
            raise
        messages.warning(request, refused.message)
    else:
        messages.success(request, said)
    return redirect("admin:status")


def _seen(found: Gauges, kind: Heartbeat.Kind, what: str) -> list[Seen]:
    is_process = kind in (Heartbeat.Kind.BEAT, Heartbeat.Kind.WORKER, Heartbeat.Kind.MAILER)
    paused = found.pause is not None and not is_process
    return [
        Seen(what, heartbeat.name, heartbeat.at, duration(found.now - heartbeat.at), late, paused)
        for heartbeat in found.heard(kind)
        for late in [found.is_late(heartbeat.at)]
    ] or [Seen(what, paused=paused)]
