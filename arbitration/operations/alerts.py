"""What is wrong, in a sentence for staff, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arbitration.operations.gauges import Gauges
from disputes.confinement import Missing
from disputes.models import HaltedCleanup, Heartbeat


@dataclass(frozen=True)
class Alert:
    """Two whole sentences."""

    what: str
    remedy: str


def alerts(gauges: Gauges, *, broker_answers: bool) -> list[Alert]:
    """The causes first. What only follows from one of them is not told as well."""
    causes = [*_silence(gauges, broker_answers)]
    late = [] if causes else [*_lateness(gauges), *_mail(gauges)]
    return [*causes, *late, *_for_people(gauges)]


def weak_locks(missing: Missing) -> str:
    """What this machine lacks to lock up the programs that open strangers' files; no alert, as the
    other locks hold."""
    if not missing:
        return ""
    return _(
        "The programs that open people's files are locked up without %(layers)s. The other locks "
        "hold; the server's log says at its start what was refused."
    ) % {"layers": ", ".join(missing)}


def duration(span: timedelta) -> str:
    """Such as "12 seconds" or "3 days, 2 hours"; Django's own words begin at a minute."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 60:
        return ngettext("%(number)d second", "%(number)d seconds", seconds) % {"number": seconds}
    start = datetime(2026, 1, 1)  # noqa: DTZ001  # only the distance between two moments counts
    return timesince(start, start + span)


def _silence(gauges: Gauges, broker_answers: bool) -> Iterator[Alert]:
    if gauges.pause:
        yield Alert(str(gauges.pause), _paused_remedy(gauges))
    if not broker_answers:
        yield Alert(
            _("The broker (Redis) does not answer."),
            _("Nothing is lost, but deadlines and refunds wait until it is started again."),
        )
    if not gauges.runs(Heartbeat.Kind.BEAT):
        yield Alert(
            _("Beat does not run: nobody tells the workers to look for work."),
            _("Please have it started. What has fallen due since is then caught up with."),
        )
    if not gauges.runs(Heartbeat.Kind.WORKER):
        yield Alert(
            _("No worker runs: deadlines are not enforced and refunds are not paid."),
            _("Please have one started. What has fallen due since is then caught up with."),
        )


def _paused_remedy(gauges: Gauges) -> str:
    """Only an operator can end it, since it takes a shell to see what would follow."""
    assert gauges.pause is not None
    said = _(
        "No deadline is enforced, nothing is paid, told or erased. An operator looks at what waits "
        "(manage.py pending_work) and lets it go on (manage.py resume_work)."
    )
    if gauges.pause.since is None:
        return said
    since = _("It was paused %(ago)s ago.") % {"ago": duration(gauges.now - gauges.pause.since)}
    return f"{since} {said}"


def _lateness(gauges: Gauges) -> Iterator[Alert]:
    remedy = _("If this lasts, please have more workers started, and their log looked at.")
    oldest, waiting_since = gauges.oldest_overdue, gauges.outbox_due_at
    if not gauges.runs(Heartbeat.Kind.SWEEP):
        yield Alert(_("The workers run, but no sweep over the deadlines has ended lately."), remedy)
    elif oldest and oldest.due_at and gauges.is_late(oldest.due_at):
        yield Alert(_("Deadlines are enforced late."), remedy)
    if not gauges.runs(Heartbeat.Kind.OUTBOX):
        yield Alert(
            _("The workers run, but the outbox has not been looked through lately."), remedy
        )
    elif waiting_since and gauges.is_late(waiting_since):
        yield Alert(_("Refunds and other messages go out late."), remedy)
    if not gauges.runs(Heartbeat.Kind.LEDGERS):
        yield Alert(
            _("The workers run, but the standing of stores has not been settled lately."), remedy
        )
    elif gauges.stores_due_at and gauges.is_late(gauges.stores_due_at):
        yield Alert(_("Penalties and sanctions of stores start or end late."), remedy)


def _mail(gauges: Gauges) -> Iterator[Alert]:
    """Nobody's deadline waits for a mail, so these stand beside other causes."""
    if not gauges.runs(Heartbeat.Kind.MAILER):
        yield Alert(
            _("Nobody sends mails."),
            _("Please have the sender of mails started: it is a worker of its own."),
        )
    elif gauges.mail_server_failing_since:
        yield Alert(
            _("The mail server has not answered for %(ago)s: %(error)s")
            % {
                "ago": duration(gauges.now - gauges.mail_server_failing_since),
                "error": gauges.mail_server_error,
            },
            _("Mails wait meanwhile, and are sent once it answers. It is tried again by itself."),
        )
    elif gauges.mails_due_at and gauges.is_late(gauges.mails_due_at):
        yield Alert(
            _("Mails go out late."),
            _("If this lasts, please have more senders of mails started, and their log looked at."),
        )
    if gauges.mails_given_up:
        yield Alert(
            ngettext(
                "%(number)d mail was given up after too many failures.",
                "%(number)d mails were given up after too many failures.",
                gauges.mails_given_up,
            )
            % {"number": gauges.mails_given_up},
            _("When the mail server takes them again, a supervisor can have them tried below."),
        )


def _judging(gauges: Gauges) -> Iterator[Alert]:
    if gauges.last_round:
        yield Alert(
            ngettext(
                "The platform's time to rule runs out in %(number)d case.",
                "The platform's time to rule runs out in %(number)d cases.",
                gauges.last_round,
            )
            % {"number": gauges.last_round},
            _(
                "Supervisors find them on the board. Without a ruling the buyer's request is "
                "carried out, or the ruling that was appealed."
            ),
        )
    if gauges.without_judge:
        yield Alert(
            ngettext(
                "Nobody may judge %(number)d appeal.",
                "Nobody may judge %(number)d appeals.",
                gauges.without_judge,
            )
            % {"number": gauges.without_judge},
            _("All have had a part in it. Please let one more person arbitrate."),
        )


def _for_people(gauges: Gauges) -> Iterator[Alert]:
    yield from _judging(gauges)
    halted = sum(map(gauges.halted, HaltedCleanup.Kind))
    if halted:
        yield Alert(
            ngettext(
                "%(number)d clean-up stopped before it deleted more than usual.",
                "%(number)d clean-ups stopped before they deleted more than usual.",
                halted,
            )
            % {"number": halted},
            _("Nothing of it was deleted. Please have looked at why; a supervisor decides below."),
        )
    if gauges.without_voice:
        yield Alert(
            ngettext(
                "%(number)d open case belongs to a store without members: nobody can answer in it.",
                "%(number)d open cases belong to stores without members: nobody can answer them.",
                gauges.without_voice,
            )
            % {"number": gauges.without_voice},
            _(
                "Their clocks run, and silence counts against the store. Please have the "
                "marketplace say who acts for it."
            ),
        )
    if gauges.set_aside:
        yield Alert(
            ngettext(
                "The deadline of %(number)d case could not be enforced.",
                "The deadlines of %(number)d cases could not be enforced.",
                gauges.set_aside,
            )
            % {"number": gauges.set_aside},
            _(
                "They are tried again by themselves. The errors below say what stands in the way; "
                "where it cannot be mended, a supervisor can let an arbitrator decide."
            ),
        )
    if gauges.stores_passed_over:
        yield Alert(
            ngettext(
                "The standing of %(number)d store could not be settled.",
                "The standing of %(number)d stores could not be settled.",
                gauges.stores_passed_over,
            )
            % {"number": gauges.stores_passed_over},
            _("It is tried again by itself. The workers' log says what stands in the way."),
        )
    if gauges.dead_letters:
        yield Alert(
            ngettext(
                "%(number)d message was given up after too many failures.",
                "%(number)d messages were given up after too many failures.",
                gauges.dead_letters,
            )
            % {"number": gauges.dead_letters},
            _("When the receiver works again, a supervisor can have them tried again below."),
        )
