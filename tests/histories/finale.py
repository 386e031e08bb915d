"""How every history must end: by the clock and the platform alone, whatever the sides do not do."""

from datetime import timedelta

from arbitration.background.retention import erase_closed
from disputes.rules.solutions import Offer
from disputes.states import PLATFORM_STATES, Solution, Verb
from sellers.background.ledger_sweep import enforce_standing
from tests.histories import laws
from tests.histories.acts import Act, Person
from tests.histories.books import instant
from tests.histories.cast import JUDGES, SUPERVISOR
from tests.histories.offers import NOTHING
from tests.histories.play import Known, Play
from tests.histories.turns import may_judge

# The longest way out, one sweep each: into the hearing, out of it, away from the arbitrator who
# is silent, and past the appeal of what the next one ruled.
SWEEPS = 6


def let_it_end(play: Play, *, and_forget: bool) -> None:
    """Both sides fall silent, and an arbitrator once in each case; then what is owed is paid, and
    in some histories what people wrote is erased years later."""
    let_down: list[Known] = []
    for _ in range(SWEEPS * len(play.known)):
        if not play.open:
            break
        _wait_for_a_deadline(play)
        waiting = [known for known in play.open if known.model.state in PLATFORM_STATES]
        play.sweep()
        play.laws_hold()
        let_down += [known for known in waiting if (known.model.due or play.now) > play.now]
        for known in let_down:
            if known.model.state in PLATFORM_STATES:
                _rule(play, known)
    assert not play.open, "silence can block a case"
    _book(play)
    _pay(play)
    laws.all_refunds_are_paid(play.books)
    laws.history_is_chained([known.dispute.pk for known in play.known])
    if and_forget:
        _forget(play)


def _wait_for_a_deadline(play: Play) -> None:
    set_aside = play.set_aside_until()
    due = [max(known.model.due or play.now, set_aside.get(known, play.now)) for known in play.open]
    play.cast.clock.at = max(play.now, min(due))


def _rule(play: Play, known: Known) -> None:
    """By the arbitrator who was given the case, or whom a supervisor finds for it; where the amount
    is large, by two of them."""
    judge = _judge(play, known)
    if judge is not None and known.model.ruled is None:
        most = known.model.most
        everything = Offer(Solution.REFUND, most) if most else NOTHING
        text = "The photo shows it."
        play.act(known, Act(Verb.RULE, judge, offer=everything, text=text, number=1))
        play.laws_hold()
    if known.model.ruled is not None:
        second = _judge(play, known)
        too_much = known.model.ruled.offer.amount_minor > known.model.line.left
        if second is not None and (known.model.is_unread or too_much):
            play.act(known, Act(Verb.SEND_BACK, second, text="Read it again."))
            play.laws_hold()
            _rule(play, known)
        elif second is not None:
            play.act(known, Act(Verb.APPROVE, second))
            play.laws_hold()


def _judge(play: Play, known: Known) -> Person | None:
    """None where nobody may judge it: then it ends by itself."""
    if known.model.assignee is None:
        able = next((who for who in JUDGES if may_judge(known.model, who)), None)
        if able is None:
            return None
        play.act(known, Act(Verb.REASSIGN, SUPERVISOR, to=able))
    [judge] = [who for who in JUDGES if who.name == known.model.assignee]
    return judge


def _pay(play: Play) -> None:
    for _ in play.known:
        waiting = [
            instant(row["next_attempt_at"])
            for row in play.books.rows("disputes_outboxmessage")
            if row["delivered_at"] is None
        ]
        if not waiting:
            break
        play.cast.clock.at = max(play.now, *filter(None, waiting))
        play.deliver("pays")
        play.laws_hold()


def _book(play: Play) -> None:
    """What stores did comes to points, once for each silence about a parcel."""
    play.look_again("ledgers", play.attempt(enforce_standing))
    laws.silence_counts_once(play.books)


def _forget(play: Play) -> None:
    """The model, the money and the chain hold without the words, too."""
    play.cast.clock.at += timedelta(days=731)
    answer = play.attempt(erase_closed)
    play.look_again("erasure", answer)
    assert all(play.row(known)["erased_at"] for known in play.known)
    for known in play.known:
        known.model.forget()
    play.laws_hold()
    laws.history_is_chained([known.dispute.pk for known in play.known])
