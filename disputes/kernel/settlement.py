"""Steps that several verbs share: a solution is carried out, money is set in motion."""

from disputes.errors import Code, Refused
from disputes.kernel.changes import Change
from disputes.models import BookAccount, Dispute, Posting, Proposal, Refund, Topic
from disputes.rules.addresses import Address
from disputes.rules.solutions import Offer, too_little_left
from disputes.states import EventKind, Party, ProposalStatus, Solution, State


def put_forward(change: Change, offer: Offer, text: str) -> Proposal:
    """A new proposal of the actor's side; the one before it goes off the table."""
    dispute, party = change.dispute, change.actor.party
    before = 0 if dispute.pk is None else dispute.proposals.filter(party=party).count()
    change.end(party, ProposalStatus.REPLACED)
    proposal = Proposal(
        dispute=dispute,
        party=party,
        version=before + 1,
        solution=offer.solution,
        amount_minor=offer.amount_minor,
        currency=dispute.currency,
        freight_payer=offer.freight_payer or "",
        freight_minor=offer.freight_minor,
        text=text,
        made_by=change.actor.user,
        made_at=change.now,
    )
    change.live[party] = proposal
    change.add(proposal)
    return proposal


def offer_data(offer: Offer, currency: str) -> dict[str, str | int]:
    """A solution as an event keeps it."""
    return {
        "solution": offer.solution.value,
        "amount_minor": offer.amount_minor,
        "currency": currency,
        "freight_payer": offer.freight_payer.value if offer.freight_payer else "",
        "freight_minor": offer.freight_minor,
    }


def address_return(change: Change, solution: Solution, given: Address | None = None) -> None:
    """Before the transition that settles the case: a return goes to the address that was given with
    the act, else to the store's, of which the case keeps a copy."""
    dispute = change.dispute
    if solution != Solution.RETURN_AND_REFUND or dispute.address is not None:
        return
    address = given or change.store_address
    dispute.address_return(address)
    if address is not None:
        change.follows.append((EventKind.ADDRESS_GIVEN, address_data(address, of_store=not given)))


def address_data(address: Address, *, of_store: bool = False) -> dict[str, str | bool]:
    """A return address as an event keeps it."""
    return {"address": address.text, "country": address.country, "of_store": of_store}


def conclude(change: Change, settled: Proposal, status: ProposalStatus) -> None:
    """After the transition that settled the case: this proposal won, the others lapse.

    Where the goods need not come back, the money is set in motion at once.
    """
    change.dispute.settlement = settled
    change.end(Party(settled.party), status)
    for party in list(change.live):
        change.end(party, ProposalStatus.LAPSED)
    if change.dispute.state == State.RESOLVED:
        pay(change)


def check_left(change: Change, offer: Offer) -> None:
    """Refused where this amount cannot be paid any more: nobody agrees to what will not come."""
    if offer.amount_minor > change.left_minor:
        raise Refused(
            Code.AMOUNT_INVALID, too_little_left(change.left_minor, change.dispute.currency)
        )


def pay(change: Change) -> None:
    """Decide the refund of the settlement: its row, its books, and the order to a worker. What the
    buyer was promised for the way back and has shown comes on top, with lines of its own.

    Where less is left to refund by now (paid amounts and refunds can change outside the case), all
    that is left is paid, and a line of the history says so: a case must be able to end. Call it
    before the act's own event is recorded.

    The payment itself waits in the outbox: nothing in a transaction talks to the gateway.
    """
    dispute, settled = change.dispute, change.dispute.settlement
    assert settled is not None, "only a settled case pays"
    if settled.solution == Solution.NO_REFUND:
        return
    amount_minor = min(settled.amount_minor, change.left_minor)
    if amount_minor < settled.amount_minor:
        cut = {
            "asked_minor": settled.amount_minor,
            "amount_minor": amount_minor,
            "currency": settled.currency,
        }
        change.follows.append((EventKind.REFUND_CUT, cut))
    freight_minor = dispute.freight_owed_minor
    if not amount_minor + freight_minor:
        return
    refund = Refund(
        dispute=dispute,
        line_id=dispute.line_id,
        key=f"refund-{dispute.reference}",
        amount_minor=amount_minor,
        freight_minor=freight_minor,
        freight_payer=dispute.freight_payer if freight_minor else "",
        currency=settled.currency,
        decided_at=change.now,
    )
    change.add(refund, *double_entry(refund, BookAccount.ESCROW, BookAccount.OWED, change))
    if freight_minor:
        payer = BookAccount(dispute.freight_payer)
        change.add(*freight_entry(refund, payer, BookAccount.OWED, change))
    change.send(Topic.REFUND, refund.key, case=dispute.reference)


def double_entry(
    refund: Refund, source: BookAccount, target: BookAccount, change: Change
) -> tuple[Posting, ...]:
    """The refund's amount for the goods leaves one account and comes to another."""
    return _two_sides(refund, source, target, change, refund.amount_minor)


def freight_entry(
    refund: Refund, source: BookAccount, target: BookAccount, change: Change
) -> tuple[Posting, ...]:
    """The same of the return freight in it."""
    return _two_sides(refund, source, target, change, refund.freight_minor)


def _two_sides(
    refund: Refund, source: BookAccount, target: BookAccount, change: Change, amount_minor: int
) -> tuple[Posting, ...]:
    """Nothing where nothing moves."""

    def side(account: BookAccount, amount_minor: int) -> Posting:
        return Posting(
            refund=refund,
            account=account,
            amount_minor=amount_minor,
            currency=refund.currency,
            posted_at=change.now,
        )

    return (side(source, -amount_minor), side(target, amount_minor)) if amount_minor else ()


def bound_data(dispute: Dispute) -> dict[str, str]:
    """Until when the platform decides at the latest, as an event keeps it."""
    return {"decide_by": dispute.decide_by.isoformat()} if dispute.decide_by else {}
