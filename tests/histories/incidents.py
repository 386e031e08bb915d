"""What happens beside the acts: time, sweeps, deliveries, faults, policies, looks at a page."""

from datetime import timedelta

from hypothesis import strategies as st

from arbitration.verbs import policies
from disputes.background import outbox
from disputes.background.reminders import remind
from disputes.errors import Code
from disputes.models import Dispute, OutboxMessage, Policy
from disputes.permissions import allowed
from disputes.states import Verb
from tests.histories import notice_laws
from tests.histories.cast import PRETENDERS, SUPERVISOR
from tests.histories.faults import ERRORS, Fault, heal, poison
from tests.histories.finale import let_it_end
from tests.histories.head_start import HeadStart
from tests.histories.news import Data
from tests.histories.numbers import NUMBERS
from tests.histories.tally import DONE
from tests.histories.terms import USERS, pick
from tests.histories.turns import possible

EDGES = st.sampled_from([timedelta(microseconds=-1), timedelta(), timedelta(hours=1)])
DAY = timedelta(days=1)
WAITS = st.sampled_from([timedelta(minutes=2), timedelta(hours=5), timedelta(days=1)])
MOODS = st.sampled_from(["pays", "pays", "down", "forgets"])
FAULTS = st.builds(Fault, statement=st.integers(1, 16), error=st.sampled_from(ERRORS))
LOOKERS = [*USERS, *PRETENDERS]
MONEY = ["disputes_escrowtransfer", "disputes_event", "disputes_posting", "disputes_refund"]


class Incidents(HeadStart):
    """What the machine chooses from, when there is something to do; each draws what it needs."""

    def time_comes_to_a_turn(self, data: Data) -> None:
        """Just before, exactly at, or after the instant at which something changes by itself."""
        turns = [known.model.due for known in self.open]
        turns += [known.model.blocked_until for known in self.open]
        turns += [known.model.due - DAY for known in self.open if known.model.due]
        parcels = [parcel for order in self.orders for parcel in order.parcels]
        turns += [parcel.missing_from for parcel in parcels]
        turns += [parcel.missing_until or parcel.received_until for parcel in parcels]
        turns += [at for pause in self.times.pauses for at in (pause.begin, pause.until)]
        turns += [closed.span.begin for closed in self.times.closed]
        edge = data.draw(EDGES)
        later = [turn + edge for turn in turns if turn and turn + edge > self.now]
        self.cast.clock.at = pick(data, [*later, self.now])

    def time_passes(self, data: Data) -> None:
        self.cast.clock.at += data.draw(WAITS)

    def platform_sweeps(self, data: Data) -> None:
        self.sweep()

    def reminders_are_sent(self, data: Data) -> None:
        now, before = self.now, {row["id"] for row in self.books.rows("disputes_notice")}
        answer = self.attempt(remind)
        self.look_again("reminders", answer, all_or_nothing=False)
        models = {known.dispute.pk: known.model for known in self.known}
        for row in self.books.rows("disputes_notice"):
            if row["id"] not in before:
                notice_laws.reminder_matters(models[row["dispute_id"]], row, now)
                self.tally.add(f"told {row['kind']}")

    def outbox_is_delivered(self, data: Data) -> None:
        self.deliver(data.draw(MOODS))

    def refund_is_delivered_again(self, data: Data) -> None:
        """The note of its delivery is lost: the gateway may be asked again, the money stays."""
        paid = [known for known in self.known if known.model.paid]
        key = f"refund-{pick(data, paid).dispute.reference}"
        messages = OutboxMessage.objects.filter(key=key)
        messages.update(delivered_at=None, next_attempt_at=self.now)
        before = self.books
        answer = self.attempt(outbox.deliver_outbox)
        self.look_again("second delivery", answer, all_or_nothing=False)
        for table in MONEY:
            assert self.books.rows(table) == before.rows(table)

    def fault_lies_in_wait(self, data: Data) -> None:
        """The next thing that is tried meets it, unless it needs fewer statements."""
        self.fault = data.draw(FAULTS)

    def case_is_poisoned(self, data: Data) -> None:
        known = pick(data, self.open)
        poison(known.dispute.pk)
        known.poisoned = True

    def heal_all(self, data: Data | None = None) -> None:
        for known in self.known:
            if known.poisoned:
                heal(known.dispute.pk)
                known.poisoned = False

    def policy_is_published(self, data: Data) -> None:
        """All periods a day longer, and no more changes of a request; cases that are there already
        keep their numbers."""
        who, is_stale = pick(data, [*[SUPERVISOR] * 9, *USERS]), data.draw(st.booleans())
        latest = Policy.objects.latest()
        numbers = {name: getattr(latest, name) for name in policies.NUMBERS}
        longer = {name: numbers[name] + 1 for name in NUMBERS if name.endswith("_days")}
        longer["request_changes"] = 0
        longer["platform_days"] = 1  # so that the last round comes soon
        answer = self.attempt(
            lambda: policies.publish_policy(
                self.cast.users[who.name],
                numbers | longer,
                change_note="More time.",
                based_on=latest.version - int(is_stale),
            )
        )
        expected = Code.STALE if is_stale else None
        self.look_again("policy", answer, expected if who.supervisor else Code.NOT_ALLOWED)
        if answer == DONE:
            self.numbers = self.numbers | longer

    def somebody_looks(self, data: Data) -> None:
        """A page offers exactly what the design allows now; taking is offered by the queue."""
        known, who = pick(data, self.known), pick(data, LOOKERS)
        dispute = Dispute.objects.get(pk=known.dispute.pk)
        offered = allowed(dispute, self.cast.actor(who), self.now)
        foretold = [verb for verb, _ in possible(known.model, [who], self.now)]
        assert set(offered) - {Verb.TAKE} == set(foretold) - {Verb.TAKE}
        self.tally.add("look")

    def end(self) -> None:
        self.fault = None
        self.heal_all()
        let_it_end(self, and_forget=self.forgets)
        self.tally.add("history")
        for event in self.books.rows("disputes_event"):
            if event["actor_id"] is None:
                self.tally.add(f"clock {event['kind']}")
