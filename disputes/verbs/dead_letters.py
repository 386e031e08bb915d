"""A supervisor has deliveries tried again that the outbox gave up: one, or all of a kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, QuerySet, Sum
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import OutboxMessage, Refund, Topic, User
from disputes.permissions import SUPERVISE
from disputes.rules.money import format_money
from disputes.wording.unread import came_later


@dataclass(frozen=True)
class Dead:
    """How many deliveries of a kind were given up, and of refunds the sum in each currency."""

    topic: Topic
    number: int
    sums: Sequence[tuple[str, int]]
    last_at: datetime | None

    @property
    def in_words(self) -> str:
        """Such as "3 deliveries: €12.00 and US$5.00"."""
        number = ngettext("%(number)d delivery", "%(number)d deliveries", self.number)
        said = number % {"number": self.number}
        amounts = [format_money(minor, currency) for currency, minor in self.sums]
        return f"{said}: {get_text_list(amounts, _('and'))}" if amounts else said


def retry_message(supervisor: User, message: OutboxMessage) -> None:
    """What stood in the way of a dead letter is mended: it is due now, with all its attempts."""
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can have a delivery tried again."))
    if not _revive(_dead().filter(pk=message.pk)):
        raise Refused(Code.STALE, _("This delivery has been made or is being tried again already."))


def retry_all(supervisor: User, topic: Topic, *, read_until: datetime | None = None) -> int:
    """All dead letters of this kind are due now; how many there were. `read_until` is when the last
    one that was shown was given up."""
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can have a delivery tried again."))
    dead = _dead().filter(topic=topic)
    if read_until is not None:
        if later := dead.filter(given_up_at__gt=read_until).order_by("given_up_at").last():
            assert later.given_up_at is not None, "it is dead"
            raise came_later(later.given_up_at)
        dead = dead.filter(given_up_at__lte=read_until)
    if not (number := _revive(dead)):
        raise Refused(Code.STALE, _("None of them waits any more."))
    return number


def dead_of(topic: Topic) -> Dead:
    """What all dead letters of this kind come to."""
    dead = _dead().filter(topic=topic)
    refunds = Refund.objects.filter(key__in=dead.values("key")).order_by("currency")
    sums = refunds.values_list("currency").annotate(sum=Sum(F("amount_minor") + F("freight_minor")))
    found = dead.aggregate(number=Count("pk"), last_at=Max("given_up_at"))
    return Dead(topic, sums=list(sums) if topic == Topic.REFUND else [], **found)


def _dead() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(delivered_at=None, given_up_at__isnull=False)


def _revive(dead: QuerySet[OutboxMessage]) -> int:
    return dead.update(given_up_at=None, attempts=0, next_attempt_at=clock.now())
