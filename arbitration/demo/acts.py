"""What buyers and sellers do in the stories of the demo, by the verbs that their pages call."""

from collections.abc import Sequence

from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.orders import product_of
from arbitration.demo.story import Act, DemoOffer, case_of
from arbitration.demo.uploads import DemoPhoto, take_photos
from disputes import clock
from disputes.models import Attachment, OrderLine, Reason, User
from disputes.permissions import PLATFORM, Actor
from disputes.states import OTHER_SIDE, Party, ProposalStatus, ReportReason, ReturnClaim
from disputes.verbs import (
    appeals,
    applications,
    evidence,
    message_reports,
    messages,
    negotiation,
    refund_requests,
    returns,
    seen,
)


def apply_for(terms: DemoOffer, reason: str, text: str, *shots: ItemFlaw | DemoPhoto) -> Act:
    def act(line: OrderLine) -> None:
        applications.open_dispute(
            line.order.buyer,
            line.items.get(),
            reason=Reason.objects.get(code=reason),
            offer=terms.of(line),
            text=text,
            files=photos_of(line, line.order.buyer, shots),
        )

    return act


def change(terms: DemoOffer, text: str) -> Act:
    return lambda line: refund_requests.change_request(
        _actor(line, Party.BUYER), case_of(line), offer=terms.of(line), text=text
    )


def withdraw(line: OrderLine) -> None:
    refund_requests.withdraw(_actor(line, Party.BUYER), case_of(line))


def accept(party: Party) -> Act:
    def act(line: OrderLine) -> None:
        dispute = case_of(line)
        offered = dispute.proposals.get(party=OTHER_SIDE[party], status=ProposalStatus.LIVE)
        negotiation.accept(_actor(line, party), dispute, offered)

    return act


def reject(text: str, *shots: ItemFlaw | DemoPhoto) -> Act:
    def act(line: OrderLine) -> None:
        seller = _actor(line, Party.SELLER)
        negotiation.reject(
            seller, case_of(line), text=text, files=photos_of(line, seller.user, shots)
        )

    return act


def propose(party: Party, terms: DemoOffer, text: str) -> Act:
    return lambda line: negotiation.propose(
        _actor(line, party), case_of(line), offer=terms.of(line), text=text
    )


def escalate(party: Party) -> Act:
    return lambda line: negotiation.escalate(_actor(line, party), case_of(line))


def add(party: Party, text: str, *shots: ItemFlaw | DemoPhoto) -> Act:
    def act(line: OrderLine) -> None:
        actor = _actor(line, party)
        evidence.add_evidence(
            actor, case_of(line), text=text, files=photos_of(line, actor.user, shots)
        )

    return act


def finish(party: Party) -> Act:
    return lambda line: evidence.finish_evidence(_actor(line, party), case_of(line))


def write(party: Party, text: str) -> Act:
    return lambda line: messages.send_message(_actor(line, party), case_of(line), text=text)


def report(party: Party, number: int, reason: ReportReason, text: str) -> Act:
    """This side reports a message to the platform."""
    return lambda line: message_reports.report_message(
        _actor(line, party), case_of(line), number, reason=reason, text=text
    )


def read(party: Party) -> Act:
    """This side opens the case."""

    def act(line: OrderLine) -> None:
        dispute = case_of(line)
        shown = list(dispute.evidence.all()), list(dispute.messages.all())
        seen.record_seen(_actor(line, party), dispute, *shown)

    return act


def appeal(party: Party, text: str) -> Act:
    return lambda line: appeals.appeal(_actor(line, party), case_of(line), text=text)


def accept_ruling(party: Party) -> Act:
    return lambda line: appeals.accept_ruling(_actor(line, party), case_of(line))


# The way back


def ship(carrier: str, tracking: str, freight_minor: int = 0, *receipts: DemoPhoto) -> Act:
    """With a receipt also what that cost."""
    return lambda line: returns.ship_return(
        _actor(line, Party.BUYER),
        case_of(line),
        carrier=carrier,
        tracking=tracking,
        freight_minor=freight_minor,
        files=photos_of(line, line.order.buyer, receipts),
    )


def arrive(line: OrderLine) -> None:
    """The carrier tells the platform that the return is there."""
    returns.report_return_delivered(PLATFORM, case_of(line), delivered_at=clock.now())


def confirm(line: OrderLine) -> None:
    returns.confirm_return(_actor(line, Party.SELLER), case_of(line))


def contest(
    text: str,
    *shots: ItemFlaw | DemoPhoto,
    claim: ReturnClaim = ReturnClaim.NOT_IN_ORDER,
    pieces: int | None = None,
) -> Act:
    def act(line: OrderLine) -> None:
        seller = _actor(line, Party.SELLER)
        returns.contest_return(
            seller,
            case_of(line),
            text=text,
            files=photos_of(line, seller.user, shots),
            claim=claim,
            pieces=pieces,
        )

    return act


def _actor(line: OrderLine, party: Party) -> Actor:
    buys = party == Party.BUYER
    return Actor(line.order.buyer if buys else line.order.store.members.get(), party)


def photos_of(
    line: OrderLine, user: User | None, shots: Sequence[ItemFlaw | DemoPhoto]
) -> list[Attachment]:
    """Photos of what the line is about, held for the form of this person."""
    assert user is not None, "the platform takes no photos"
    return take_photos(product_of(line), user, shots)
