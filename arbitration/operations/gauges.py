"""The numbers behind /metrics and the page "Is everything running?".

Each is an index read that ends at a limit, so that looking costs the same with ten cases and with
a million, and on the day on which everything is overdue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from arbitration.kernel.set_aside import due_disputes
from arbitration.models import SetAside
from arbitration.selectors.board import appeals_without_judge, disputes_in_last_round
from disputes import clock
from disputes.background import halts
from disputes.background.regular_work import Pause, pause_in_force
from disputes.models import (
    Dispute,
    HaltedCleanup,
    Heartbeat,
    Mail,
    MailBreaker,
    Notice,
    OutboxMessage,
    Ruling,
    Store,
    Topic,
    User,
)
from disputes.models.mail import WAITING
from disputes.states import PLATFORM_STATES
from sellers.background.ledger_sweep import stores_passed_over, stores_to_catch_up
from sellers.models import Breach
from sellers.states import BreachState

# Nothing is counted any further.
MOST = 10_000
# Beat ticks every few seconds, and a sweep of a long backlog takes half a minute. Whatever was
# not heard of for longer than this does not run; whatever waits longer is late.
QUIET = timedelta(minutes=2)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gauges:
    """All taken at one moment, by the database's clock."""

    now: datetime
    pause: Pause | None
    overdue: int
    oldest_overdue: Dispute | None
    set_aside: int
    outbox_pending: int
    outbox_due_at: datetime | None
    dead_letters: int
    untaken: int
    taken: int
    rulings_of_a_day: int
    last_round: int
    without_judge: int
    stores_due_at: datetime | None
    stores_passed_over: int
    breaches_to_book: int
    without_voice: int
    mails_due_at: datetime | None
    mails_pending: int
    mails_given_up: int
    addresses_failed: int
    mail_server_failing_since: datetime | None
    mail_server_error: str
    cleanups: Sequence[HaltedCleanup]
    heartbeats: Sequence[Heartbeat]

    def heard(self, kind: Heartbeat.Kind) -> list[Heartbeat]:
        """The heartbeats of a kind, the latest first."""
        return [heartbeat for heartbeat in self.heartbeats if heartbeat.kind == kind]

    def runs(self, kind: Heartbeat.Kind) -> bool:
        """Was at least one of this kind heard of just now?"""
        return any(not self.is_late(heartbeat.at) for heartbeat in self.heard(kind))

    def halted(self, kind: HaltedCleanup.Kind) -> int:
        """How many clean-ups of a kind stopped and wait for a supervisor."""
        return sum(halt.kind == kind and halt.approved_at is None for halt in self.cleanups)

    def is_late(self, at: datetime) -> bool:
        return self.now - at > QUIET


def read() -> Gauges:
    now = clock.now()
    overdue = overdue_disputes(now)
    server = MailBreaker.objects.first()
    return Gauges(
        now=now,
        pause=pause_in_force(),
        overdue=_count(overdue),
        oldest_overdue=overdue.first(),
        set_aside=_count(disputes_set_aside()),
        outbox_pending=_count(pending_messages()),
        outbox_due_at=outbox_due_at(now),
        dead_letters=_count(dead_letters()),
        untaken=_count(_to_rule(assignee=None)),
        taken=_count(_to_rule(assignee__isnull=False)),
        rulings_of_a_day=_count(Ruling.objects.filter(ruled_at__gt=now - _DAY)),
        last_round=_count(disputes_in_last_round()),
        without_judge=_count(appeals_without_judge()),
        stores_due_at=stores_to_catch_up(now).values_list("due_at", flat=True).first(),
        stores_passed_over=_count(stores_passed_over()),
        breaches_to_book=_count(Breach.objects.filter(state=BreachState.NOTED)),
        without_voice=_count(disputes_without_voice()),
        mails_due_at=mails_due_at(now),
        mails_pending=_count(Mail.objects.filter(WAITING)),
        mails_given_up=_count(mails_given_up()),
        addresses_failed=_count(people_without_mail()),
        mail_server_failing_since=server.failing_since if server else None,
        mail_server_error=server.last_error if server else "",
        cleanups=halts.waiting(),
        heartbeats=list(Heartbeat.objects.order_by("-at", "name")[:MOST]),
    )


def overdue_disputes(now: datetime) -> QuerySet[Dispute]:
    """Those that the next sweep should take, the oldest first; not those that it has set aside."""
    aside = SetAside.objects.filter(dispute=OuterRef("pk"), due_at=OuterRef("due_at"))
    return due_disputes(now).filter(~Exists(aside))


def disputes_set_aside() -> QuerySet[SetAside]:
    """The longest first. A row of an earlier deadline means nothing any more."""
    rows = SetAside.objects.filter(due_at=F("dispute__due_at")).select_related("dispute")
    return rows.order_by("first_failed_at", "pk")


def disputes_without_voice() -> QuerySet[Dispute]:
    """Open cases of stores that have no members, so that nobody can answer in them. Such stores are
    few, and found first."""
    without = Store.objects.filter(memberships=None)
    return Dispute.objects.filter(store__in=without.values("pk"), due_at__isnull=False)


def pending_messages() -> QuerySet[OutboxMessage]:
    """What the outbox still tries to deliver, the next one first."""
    rows = OutboxMessage.objects.filter(delivered_at=None, given_up_at=None)
    return rows.order_by("next_attempt_at", "pk")


def outbox_due_at(now: datetime) -> datetime | None:
    """Since when the oldest message that is due waits, if there is one."""
    due = pending_messages().filter(next_attempt_at__lte=now)
    # Topic by topic, as the index has it and as the workers take them.
    oldest = [due.filter(topic=topic).first() for topic in Topic]
    return min((message.next_attempt_at for message in oldest if message), default=None)


def dead_letters() -> QuerySet[OutboxMessage]:
    """What the outbox has given up, the longest first."""
    rows = OutboxMessage.objects.filter(delivered_at=None, given_up_at__isnull=False)
    return rows.order_by("given_up_at", "pk")


def mails_due_at(now: datetime) -> datetime | None:
    """Since when the oldest mail, or notice to be mailed, that is due waits, if there is one."""
    planned = Mail.objects.filter(WAITING, next_attempt_at__lte=now).order_by("next_attempt_at")
    told = Notice.objects.filter(mail_due_at__lte=now).order_by("mail_due_at")
    found = [
        planned.values_list("next_attempt_at", flat=True).first(),
        told.values_list("mail_due_at", flat=True).first(),
    ]
    return min(filter(None, found), default=None)


def mails_given_up() -> QuerySet[Mail]:
    """Mails that nobody tries any more, the longest first."""
    rows = Mail.objects.filter(given_up_at__isnull=False, sent_at=None)
    return rows.order_by("given_up_at", "pk")


def people_without_mail() -> QuerySet[User]:
    """Those to whose address of now mails come back, the latest first."""
    return User.objects.exclude(failed_email="").filter(email__iexact=F("failed_email"))


def _to_rule(**taken: Any) -> QuerySet[Dispute]:
    return Dispute.objects.filter(state__in=PLATFORM_STATES, **taken)


def _count(rows: QuerySet[Any]) -> int:
    return rows.order_by()[:MOST].count()
