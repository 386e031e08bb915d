"""What is wrong with the details of an act that its state and its time would allow."""

from datetime import datetime, timedelta

from disputes.errors import Code
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Party, ReturnClaim, Solution, Verb
from tests.histories.acts import Act
from tests.histories.model import Case
from tests.histories.offers import BOTH, freight_most, normal
from tests.histories.rests import when_over
from tests.histories.turns import TELL, barred, may_judge


def refusal(dispute: Case, act: Act, now: datetime) -> Code | None:
    """Why exactly this act is refused, or nothing."""
    return barred(dispute, act.verb, act.who, now) or _mistake(dispute, act, now)


def _mistake(dispute: Case, act: Act, now: datetime) -> Code | None:
    """What is wrong with the details of an act that would be possible."""
    own_terms = normal(act.offer, dispute.worth)
    match act.verb:
        case Verb.CHANGE | Verb.REPORT_ARRIVAL:
            return _wrong_request(dispute, act)
        case Verb.PROPOSE:
            offers = [proposed.offer for side, proposed in dispute.table.items() if side in BOTH]
            wrong = wrong_offer(dispute, act.offer, may_return=dispute.may_return)
            return wrong or _nothing_new(own_terms, *offers)
        case Verb.ACCEPT:
            [other] = BOTH - {act.who.party}
            if act.shown != (other, dispute.table[other].version):
                return Code.STALE
            is_there = dispute.table[other].offer.amount_minor <= dispute.line.left
            return None if is_there else Code.AMOUNT_INVALID
        case Verb.ADD_EVIDENCE:
            return Code.STALE if dispute.said_last(act.who.name) == act.text else None
        case Verb.CHANGE_EVIDENCE:
            return _wrong_change(dispute, act)
    return _mistake_on_the_way_back(dispute, act, now)


def _mistake_on_the_way_back(dispute: Case, act: Act, now: datetime) -> Code | None:
    match act.verb:
        case Verb.CONTEST_RETURN:
            return _wrong_claim(dispute, act, now)
        case Verb.GIVE_ADDRESS:
            return Code.NOTHING_CHANGED if dispute.address == act.text else None
        case Verb.SHIP_RETURN:
            return _wrong_receipt(dispute, act)
        case Verb.CLAIM_FREIGHT:
            if act.freight == dispute.freight:
                return Code.NOTHING_CHANGED
            return None if act.photo else Code.PHOTO_REQUIRED
        case Verb.CORRECT_TRACKING:
            return Code.NOTHING_CHANGED if dispute.tracking == act.text else None
        case Verb.REPORT_RETURN_DELIVERED:
            return _wrong_delivery(dispute, act, now)
    return _mistake_of_platform(dispute, act, now)


def _wrong_request(dispute: Case, act: Act) -> Code | None:
    """What is wrong with goods that came after all is shown, too."""
    if act.verb == Verb.REPORT_ARRIVAL:
        wrong = wrong_request(dispute, act.offer, may_return=True)
        return wrong if act.photo else Code.PHOTO_REQUIRED
    own, asked = dispute.table[Party.BUYER].offer, normal(act.offer, dispute.worth)
    wrong = wrong_request(dispute, act.offer, may_return=dispute.may_return)
    return wrong or _nothing_new(asked, own)


def _mistake_of_platform(dispute: Case, act: Act, now: datetime) -> Code | None:
    match act.verb:
        case Verb.RULE:
            may_return = dispute.may_return
            wrong = wrong_offer(dispute, act.offer, may_return=may_return, by_platform=True)
            return wrong or _wrong_cite(dispute, act.number, now)
        case Verb.APPROVE:
            assert dispute.ruled is not None
            if dispute.ruled.offer.amount_minor > dispute.line.left:
                return Code.AMOUNT_INVALID
            return _wrong_cite(dispute, dispute.ruled.cited, now)
        case Verb.REASSIGN:
            assert act.to is not None
            able = may_judge(dispute, act.to) and act.to.name != dispute.assignee
            return None if able else Code.NOT_ALLOWED
    return None


def _wrong_claim(dispute: Case, act: Act, now: datetime) -> Code | None:
    """Of several pieces some can be missing. Nothing can be shown of what has not arrived, which
    can be said once it should have: 14 days that count after it was sent, or when somebody says
    that it was.
    """
    assert dispute.shipped_at is not None
    if act.claim == ReturnClaim.INCOMPLETE and dispute.pieces == 1:
        return Code.SOLUTION_INVALID
    if act.claim == ReturnClaim.INCOMPLETE and not 0 < (act.pieces or 0) < dispute.pieces:
        return Code.AMOUNT_INVALID
    if act.claim != ReturnClaim.NOT_ARRIVED:
        return None if act.photo else Code.PHOTO_REQUIRED
    days = timedelta(days=dispute.numbers["return_missing_days"])
    missing_from = when_over(dispute.shipped_at, days, dispute.counted)
    return None if dispute.delivered or now >= missing_from else Code.STILL_IN_TRANSIT


def _wrong_receipt(dispute: Case, act: Act) -> Code | None:
    """What the sending cost can be said with it, where somebody else pays that, and is shown."""
    assert dispute.settled is not None
    if not act.freight and not act.photo:
        return None
    if not dispute.settled[1].freight_minor:
        return Code.NOT_ALLOWED
    if not act.freight:
        return Code.AMOUNT_INVALID
    return None if act.photo else Code.PHOTO_REQUIRED


def _wrong_delivery(dispute: Case, act: Act, now: datetime) -> Code | None:
    """A return arrives after it was sent and not later than now; a buyer who says so shows it."""
    assert dispute.shipped_at is not None
    assert act.delivered_at is not None
    if not dispute.shipped_at <= act.delivered_at <= now:
        return Code.TRACKING_INVALID
    needs_proof = act.who.party == Party.BUYER and not act.photo
    return Code.PHOTO_REQUIRED if needs_proof else None


def _wrong_cite(dispute: Case, number: int, now: datetime) -> Code | None:
    """What is cited is there, beside the first one, and the other side could answer both: it had
    the hours for it while the evidence was open, or it was done."""
    if not 1 <= number <= len(dispute.statements):
        return Code.CITATION_INVALID
    asked = timedelta(hours=dispute.numbers["notice_hours"])
    for cited in (dispute.statements[0], dispute.statements[number - 1]):
        [other] = BOTH - {cited.party}
        is_done = other in dispute.finished_at and dispute.finished_at[other] >= cited.told_at
        if not is_done and _open_since(dispute, cited.told_at, now) < asked:
            return Code.CITATION_INVALID
    return None


def _open_since(dispute: Case, since: datetime, now: datetime) -> timedelta:
    """For how long the sides could say something since then."""
    ends = [at for at, _, _ in dispute.log[1:]]
    total = timedelta()
    for (at, state, due), end in zip(dispute.log, [*ends, now], strict=True):
        if state in TELL:
            total += max(timedelta(), min(end, due or end) - max(at, since))
    return total


def _wrong_change(dispute: Case, act: Act) -> Code | None:
    """A statement belongs to its side, and stays once somebody relied on it."""
    statement = dispute.statements[act.number - 1]
    if statement.party != act.who.party:
        return Code.NOT_FOUND
    if dispute.closed_at is not None and statement.added_at <= dispute.closed_at:
        return Code.NOT_ALLOWED
    return Code.NOTHING_CHANGED if statement.text == act.text else None


def wrong_request(dispute: Case, offer: Offer, *, may_return: bool) -> Code | None:
    """A buyer asks for money, at least one minor unit and at most what is left of what was paid."""
    if offer.solution == Solution.NO_REFUND:
        return Code.SOLUTION_INVALID
    return wrong_offer(dispute, offer, may_return=may_return)


def wrong_offer(
    dispute: Case, offer: Offer, *, may_return: bool, by_platform: bool = False
) -> Code | None:
    if offer.solution == Solution.NO_REFUND:
        return None
    if offer.solution == Solution.RETURN_AND_REFUND and not may_return:
        return Code.SOLUTION_INVALID
    if offer.freight_payer == FreightPayer.PLATFORM and not by_platform:
        return Code.SOLUTION_INVALID
    freight = normal(offer, dispute.worth).freight_minor
    fits = 1 <= offer.amount_minor <= dispute.most
    return None if fits and freight <= freight_most(dispute.worth) else Code.AMOUNT_INVALID


def _nothing_new(offer: Offer, *standing: Offer) -> Code | None:
    return Code.SOLUTION_INVALID if offer in standing else None
