"""Where a case stands, and the one thing to do now, said to one side."""

from datetime import datetime

from django.utils.translation import gettext as _

from disputes.models import Dispute
from disputes.rules.clocks import is_over
from disputes.rules.instants import instant
from disputes.states import Party, SettledBy, Solution, State
from disputes.wording.applications import after_withdrawal
from disputes.wording.exits import no_way_out
from disputes.wording.goods import whose_goods
from disputes.wording.late_goods import held, silence_pays_early
from disputes.wording.return_steps import NextStep, return_step
from disputes.wording.standstill import overdue_step


def next_step(
    dispute: Dispute,
    viewer: Party,
    now: datetime,
    *,
    has_counter: bool,
    may_appeal: bool,
    stuck: datetime | None = None,
) -> NextStep:
    """For the top of the case page.

    `has_counter`: the other side has a proposal on the table. `may_appeal`: this side lost by the
    ruling and may appeal. `stuck`: since when the deadline could not be enforced.
    """
    if dispute.due_at is not None and is_over(dispute.due_at, now):
        return overdue_step(dispute.due_at, now, stuck)
    return _step(dispute, viewer, now, has_counter, may_appeal)


def _step(
    dispute: Dispute, viewer: Party, now: datetime, has_counter: bool, may_appeal: bool
) -> NextStep:
    match State(dispute.state):
        case State.AWAITING_SELLER:
            return _awaiting_seller(dispute, viewer)
        case State.NEGOTIATING:
            return _negotiating(viewer, has_counter)
        case State.HEARING:
            return _hearing(dispute, viewer, has_counter)
        case State.AWAITING_RULING | State.APPEALED:
            return _with_platform(dispute, viewer, now)
        case State.RULED:
            return _ruled(dispute, viewer, may_appeal)
        case State.AWAITING_ADDRESS | State.AWAITING_RETURN | State.RETURN_IN_TRANSIT:
            return return_step(dispute, viewer)
        case State.RESOLVED:
            return NextStep(_("This case is closed"), _ending(dispute), yours=False)
        case State.WITHDRAWN:
            return NextStep(
                _("This request was withdrawn"),
                after_withdrawal(dispute),
                yours=False,
            )


def _awaiting_seller(dispute: Dispute, viewer: Party) -> NextStep:
    if viewer == Party.SELLER:
        answer = _("Accept it, reject it with your reasons, or propose another solution.")
        return NextStep(
            _("Answer the request"),
            " ".join(filter(None, [held(dispute), answer, silence_pays_early(dispute)])),
            yours=True,
        )
    if dispute.held_until is not None:
        return NextStep(
            _("The item is still on its way, says the seller"),
            _("The case waits until the time in which it was promised is over."),
            yours=False,
        )
    return NextStep(
        _("The seller has to answer"),
        _("You need not do anything now. You can change or withdraw the request."),
        yours=False,
    )


def _negotiating(viewer: Party, has_counter: bool) -> NextStep:
    if viewer == Party.PLATFORM:
        return NextStep(
            _("The two sides look for a solution"),
            _("The platform has nothing to do as long as they have time to agree."),
            yours=False,
        )
    if has_counter:
        return NextStep(
            _("Answer the proposal"),
            _("Accept it, propose another solution, or ask the platform to decide."),
            yours=True,
        )
    return NextStep(
        _("Find a solution together"),
        _("Propose a solution, or ask the platform to decide."),
        yours=True,
    )


def _hearing(dispute: Dispute, viewer: Party, has_counter: bool) -> NextStep:
    if viewer in dispute.asked_sides:
        return _asked()
    if dispute.asked_sides:
        return _other_asked(dispute)
    if viewer == Party.BUYER and dispute.proof_of_sending_wanted:
        return NextStep(
            _("Show that you sent the item back"),
            _(
                "The seller says that it has not arrived. Add the receipt with the tracking "
                "number, or the carrier's page. Then say that you have nothing to add."
            ),
            yours=True,
        )
    if viewer == Party.PLATFORM or dispute.side(viewer).finished_at:
        return NextStep(
            _("The file is still open"),
            _("An arbitrator will decide on what is in it when it closes."),
            yours=False,
        )
    if has_counter:
        return NextStep(
            _("Add your evidence, or accept the request")
            if viewer == Party.SELLER
            else _("Add your evidence, or accept the proposal"),
            _(
                "If you accept it, the case ends with that. Else an arbitrator decides on what is "
                "in the file when it closes."
            ),
            yours=True,
        )
    return NextStep(
        _("Add your evidence"),
        _("An arbitrator will decide on what is in the file when it closes."),
        yours=True,
    )


def _with_platform(dispute: Dispute, viewer: Party, now: datetime) -> NextStep:
    until = dispute.awaits_answer(now)
    if viewer == Party.PLATFORM and until:
        return NextStep(
            _("Let the sides answer"),
            _("They can answer each other until %(instant)s. Then issue a ruling.")
            % {"instant": instant(until)},
            yours=False,
        )
    if viewer == Party.PLATFORM:
        return NextStep(
            _("Decide this case"), _("Both sides have had their say. Issue a ruling."), yours=True
        )
    if until and viewer in dispute.asked_sides:
        return _asked()
    if until and viewer in dispute.sides_to_answer(now):
        return NextStep(
            _("Answer the other side"),
            _(
                "Add your evidence, or say that you have nothing to add. The platform does not "
                "rule before %(instant)s, unless both sides are done."
            )
            % {"instant": instant(until)},
            yours=True,
        )
    if dispute.state == State.APPEALED:
        return NextStep(
            _("Another arbitrator looks at the case again"),
            _("It reads what both sides have said and shown. No money moves meanwhile."),
            yours=False,
        )
    reads = _("An arbitrator reads what both sides have said and shown.")
    exits = no_way_out(dispute)
    return NextStep(_("The platform decides"), f"{reads} {exits}" if exits else reads, yours=False)


def _asked() -> NextStep:
    return NextStep(
        _("The arbitrator asks you for evidence"),
        _("Add what is asked for below, or say that you have nothing to add."),
        yours=True,
    )


def _other_asked(dispute: Dispute) -> NextStep:
    return NextStep(
        _("The arbitrator waits for the buyer")
        if Party.BUYER in dispute.asked_sides
        else _("The arbitrator waits for the seller"),
        _("You can add evidence, too, until the file closes."),
        yours=False,
    )


def _ruled(dispute: Dispute, viewer: Party, may_appeal: bool) -> NextStep:
    if may_appeal:
        return NextStep(
            _("Read the ruling"),
            _(
                "Accept it, or appeal once, with your reasons. If you do nothing, it counts as "
                "accepted when the time to appeal is over."
            ),
            yours=True,
        )
    accepted = viewer != Party.PLATFORM and dispute.side(viewer).accepted_ruling_at is not None
    return NextStep(
        _("You have accepted the ruling") if accepted else _("The platform has ruled"),
        _("The other side may still appeal. Until then no money moves."),
        yours=False,
    )


def _ending(dispute: Dispute) -> str:
    """How it was settled; where goods went back, whose they are."""
    settlement = dispute.settlement
    goods = ""
    if settlement is not None and dispute.return_contested_at is not None:
        goods = whose_goods(dispute, settlement.offer)
    return " ".join(filter(None, [_settled(dispute), goods]))


def _settled(dispute: Dispute) -> str:
    settlement = dispute.settlement
    if settlement is not None and settlement.solution == Solution.RETURN_AND_REFUND:
        if dispute.address is None:
            return _("The seller gave no return address in time, so the buyer keeps the item.")
        if dispute.return_shipped_at is None:
            return _("The item was not sent back in time, so no refund is paid.")
    if settlement is not None and settlement.amount_minor and not hasattr(dispute, "refund"):
        return _("Nothing is left of what was paid for this item, so nothing could be refunded.")
    if dispute.settled_by == SettledBy.AGREEMENT:
        return _("The two sides agreed on the solution.")
    if dispute.settled_by == SettledBy.SELLER_SILENCE:
        return _("The seller did not answer, so the platform forced the request.")
    if dispute.settled_by == SettledBy.APPEAL:
        return _("The platform's ruling on appeal was carried out.")
    if dispute.settled_by == SettledBy.NO_RULING:
        return _("The platform did not rule in time, so the buyer's request was carried out.")
    return _("The platform's ruling was carried out.")
