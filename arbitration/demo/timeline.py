"""Plays the stories of the demo in the past, as if the platform had been running all the time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F, Max, Min

from arbitration.background.deadlines import enforce_deadlines
from arbitration.demo.orders import lines_by_purchase
from arbitration.demo.rests import RESTS
from arbitration.demo.standing import STANDING
from arbitration.demo.stories import STORIES
from disputes import clock
from disputes.background.mail_plans import plan_mails
from disputes.background.mails import send_mails
from disputes.background.outbox import deliver_outbox
from disputes.background.reminders import remind
from disputes.models import Dispute, Event, Notice
from sellers.background.ledger_sweep import enforce_standing

# How long after a deadline the platform of the past swept.
SWEEP = timedelta(seconds=1)


@dataclass(frozen=True)
class StoryStep:
    """One act, at its time."""

    at: datetime
    act: Callable[[], object]


def steps_left(filled_at: datetime) -> list[StoryStep]:
    """All acts that have not been played yet, over all stories, oldest first.

    The filling may have been killed: a case's own history says how far its story came. Every act
    leaves an event, which is never older than the act's planned time. What is done about the
    standing of stores, and about closed days and pauses, can be done twice, and comes to the same.
    """
    lines = lines_by_purchase()
    last_event: dict[int, datetime] = dict(
        Event.objects.values_list("dispute__line").annotate(Max("at"))
    )
    left = [
        StoryStep(at, partial(act, line))
        for story in STORIES
        for line in [lines[story.purchase, story.line]]
        for days_ago, act in story.acts
        for at in [filled_at - timedelta(days=days_ago)]
        if line.pk not in last_event or at > last_event[line.pk]
    ]
    beside = [*STANDING, *RESTS]
    left += [StoryStep(filled_at - timedelta(days=days_ago), act) for days_ago, act in beside]
    return sorted(left, key=lambda step: step.at)


def play(step: StoryStep) -> None:
    """What ran out before this act, then the act at its time, then the payments it caused."""
    let_pass(step.at)
    _at(step.at, step.act)


def let_pass(until: datetime) -> None:
    """Enforce each deadline of the past as it ran out, and remind whoever it waited for before."""
    while True:
        next_at = Dispute.objects.aggregate(due=Min("due_at"), reminder=Min("remind_at"))
        at = min(filter(None, next_at.values()), default=None)
        if at is None or at + SWEEP > until:
            return
        _at(at + SWEEP, enforce_deadlines)


def _at(at: datetime, act: Callable[[], object]) -> None:
    with clock.shifted(at - clock.now()):
        act()
        enforce_standing()
        deliver_outbox()
        remind()
        plan_mails()
        send_mails()


def have_read(until: datetime) -> None:
    """Whoever plays in the demo has read what was told before then."""
    unread = Notice.objects.filter(at__lt=until, read_at=None)
    unread.update(read_at=F("at") + timedelta(hours=1))
