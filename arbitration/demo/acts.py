"""What people do in the stories of the demo: each act calls the one service that the pages call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.orders import product_of
from arbitration.demo.uploads import DemoPhoto, take_photos
from arbitration.verbs import assignment, evidence_requests, rulings
from disputes import clock
from disputes.models import Attachment, Dispute, Ground, OrderLine, Reason, User
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.states import OTHER_SIDE, AskedFor, FreightPayer, Party, ProposalStatus, Solution
from disputes.verbs import appeals, evidence, negotiation, opening, returns

Act = Callable[[OrderLine], object]


@dataclass(frozen=True)
class Story:
    """One case from its filing on: what was done about a purchase, and how many days ago.

    What follows from silence is not told: the deadlines of the past are enforced as they ran out.
    """

    purchase: str
    acts: Sequence[tuple[float, Act]]


@dataclass(frozen=True)
class DemoOffer:
    """A solution in per cent of what was paid, so that it fits a purchase in any currency."""

    solution: Solution
    percent: int = 0
    freight_payer: FreightPayer | None = None

    def of(self, line: OrderLine) -> Offer:
        return Offer(self.solution, line.paid_minor * self.percent // 100, self.freight_payer)


NOTHING = DemoOffer(Solution.NO_REFUND)


def refund(percent: int = 100) -> DemoOffer:
    return DemoOffer(Solution.REFUND, percent)


def send_back(percent: int = 100, freight: FreightPayer = FreightPayer.SELLER) -> DemoOffer:
    return DemoOffer(Solution.RETURN_AND_REFUND, percent, freight)


# Buyer and seller


def apply_for(terms: DemoOffer, reason: str, text: str, *shots: ItemFlaw | DemoPhoto) -> Act:
    def act(line: OrderLine) -> None:
        opening.open_dispute(
            line.order.buyer,
            line,
            reason=Reason.objects.get(code=reason),
            offer=terms.of(line),
            text=text,
            files=_photos(line, line.order.buyer, shots),
        )

    return act


def change(terms: DemoOffer, text: str) -> Act:
    return lambda line: opening.change_request(
        _actor(line, Party.BUYER), _case(line), offer=terms.of(line), text=text
    )


def withdraw(line: OrderLine) -> None:
    opening.withdraw(_actor(line, Party.BUYER), _case(line))


def accept(party: Party) -> Act:
    def act(line: OrderLine) -> None:
        dispute = _case(line)
        offered = dispute.proposals.get(party=OTHER_SIDE[party], status=ProposalStatus.LIVE)
        negotiation.accept(_actor(line, party), dispute, offered)

    return act


def reject(text: str, *shots: ItemFlaw | DemoPhoto) -> Act:
    def act(line: OrderLine) -> None:
        seller = _actor(line, Party.SELLER)
        negotiation.reject(seller, _case(line), text=text, files=_photos(line, seller.user, shots))

    return act


def propose(party: Party, terms: DemoOffer, text: str) -> Act:
    return lambda line: negotiation.propose(
        _actor(line, party), _case(line), offer=terms.of(line), text=text
    )


def escalate(party: Party) -> Act:
    return lambda line: negotiation.escalate(_actor(line, party), _case(line))


def add(party: Party, text: str, *shots: ItemFlaw | DemoPhoto) -> Act:
    def act(line: OrderLine) -> None:
        actor = _actor(line, party)
        evidence.add_evidence(actor, _case(line), text=text, files=_photos(line, actor.user, shots))

    return act


def finish(party: Party) -> Act:
    return lambda line: evidence.finish_evidence(_actor(line, party), _case(line))


def appeal(party: Party, text: str) -> Act:
    return lambda line: appeals.appeal(_actor(line, party), _case(line), text=text)


# The way back


def ship(carrier: str, tracking: str) -> Act:
    return lambda line: returns.ship_return(
        _actor(line, Party.BUYER), _case(line), carrier=carrier, tracking=tracking
    )


def arrive(line: OrderLine) -> None:
    """The carrier tells the platform that the return is there."""
    platform = Actor(None, Party.PLATFORM)
    returns.report_return_delivered(platform, _case(line), delivered_at=clock.now())


def confirm(line: OrderLine) -> None:
    returns.confirm_return(_actor(line, Party.SELLER), _case(line))


def contest(text: str, *shots: ItemFlaw | DemoPhoto) -> Act:
    def act(line: OrderLine) -> None:
        seller = _actor(line, Party.SELLER)
        returns.contest_return(
            seller, _case(line), text=text, files=_photos(line, seller.user, shots)
        )

    return act


# The platform


def take(arbitrator: str) -> Act:
    def act(line: OrderLine) -> None:
        taken = assignment.take_next(_user(arbitrator))
        if taken.line_id != line.pk:
            raise RuntimeError(f"{arbitrator} was given {taken.line}, the story is about {line}")

    return act


def request_evidence(
    side: Party, text: str, *kinds: AskedFor, within_days: int | None = None
) -> Act:
    return lambda line: evidence_requests.request_evidence(
        _judge(line), _case(line), of=[side], kinds=kinds, text=text, within_days=within_days
    )


def rule(terms: DemoOffer, ground: str, reasons: str, cites: Sequence[int] = (1,)) -> Act:
    return lambda line: rulings.issue_ruling(
        _judge(line),
        _case(line),
        offer=terms.of(line),
        ground=Ground.objects.get(code=ground),
        reasons=reasons,
        cites=cites,
    )


def reassign(to: str) -> Act:
    return lambda line: assignment.reassign(_user("supervisor"), _case(line), to=_user(to))


def _case(line: OrderLine) -> Dispute:
    """The story's case as it stands now. Whoever plays the demo may have filed a later one."""
    return line.disputes.order_by("id")[0]


def _actor(line: OrderLine, party: Party) -> Actor:
    buys = party == Party.BUYER
    return Actor(line.order.buyer if buys else line.order.store.members.get(), party)


def _judge(line: OrderLine) -> User:
    judge = _case(line).assignee
    assert judge is not None, "somebody took the case earlier in the story"
    return judge


def _user(username: str) -> User:
    return User.objects.get(username=username)


def _photos(
    line: OrderLine, user: User | None, shots: Sequence[ItemFlaw | DemoPhoto]
) -> list[Attachment]:
    assert user is not None, "the platform takes no photos"
    return take_photos(product_of(line), user, shots)
