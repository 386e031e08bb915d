"""The closed vocabularies of a case. Everything else in the project is written in these words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a case stands. Every state but the last two has one clock (`Dispute.due_at`)."""

    AWAITING_SELLER = "awaiting_seller", _("Waiting for the seller")
    NEGOTIATING = "negotiating", _("In negotiation")
    HEARING = "hearing", _("Evidence open")
    AWAITING_RULING = "awaiting_ruling", _("With the platform")
    RULED = "ruled", _("Ruled, may be appealed")
    APPEALED = "appealed", _("Under appeal")
    AWAITING_ADDRESS = "awaiting_address", _("Waiting for the return address")
    AWAITING_RETURN = "awaiting_return", _("Waiting for the return")
    RETURN_IN_TRANSIT = "return_in_transit", _("Return on its way")
    RESOLVED = "resolved", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


FINAL_STATES = frozenset({State.RESOLVED, State.WITHDRAWN})
OPEN_STATES = frozenset(State) - FINAL_STATES
PLATFORM_STATES = frozenset({State.AWAITING_RULING, State.APPEALED})


class Party(TextChoices):
    """A side of a case. The platform acts through staff, and by itself when a clock runs out."""

    BUYER = "buyer", _("Buyer")
    SELLER = "seller", _("Seller")
    PLATFORM = "platform", _("Platform")


OTHER_SIDE = {Party.BUYER: Party.SELLER, Party.SELLER: Party.BUYER}


class Solution(TextChoices):
    """What a proposal offers."""

    REFUND = "refund", _("Refund only")
    RETURN_AND_REFUND = "return_and_refund", _("Return and refund")
    NO_REFUND = "no_refund", _("No refund")


class Outcome(TextChoices):
    """What a ruling comes to, for the grounds that it can rest on."""

    FULL = "full", _("Full refund, without a return")
    PARTIAL = "partial", _("Partial refund, without a return")
    RETURN = "return", _("Return and refund")
    NONE = "none", _("No refund")


class FreightPayer(TextChoices):
    """Who pays to send the goods back."""

    SELLER = "seller", _("The seller pays the return")
    BUYER = "buyer", _("The buyer pays the return")
    PLATFORM = "platform", _("The platform pays the return")


# Who pays it for the buyer.
PAYERS = [FreightPayer.SELLER, FreightPayer.PLATFORM]


class ReturnClaim(TextChoices):
    """What a seller says of a return that is not right."""

    NOT_ARRIVED = "not_arrived", _("It has not arrived")
    INCOMPLETE = "incomplete", _("Only some of the pieces came back")
    NOT_IN_ORDER = "not_in_order", _("What came back is not in order")


class FactKind(TextChoices):
    """What can be said of a parcel, in the order in which it usually happens."""

    LABEL_CREATED = "label_created", _("Label made")
    SHIPPED = "shipped", _("Dispatched")
    IN_TRANSIT = "in_transit", _("On its way")
    CUSTOMS_HOLD = "customs_hold", _("Held by customs")
    FAILED_ATTEMPT = "failed_attempt", _("Nobody was there to take it")
    READY_FOR_PICKUP = "ready_for_pickup", _("Waiting to be picked up")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    DELIVERED = "delivered", _("Delivered")
    DAMAGED = "damaged", _("Damaged on the way")
    REFUSED = "refused", _("Refused at the door")
    RETURNED_TO_SENDER = "returned_to_sender", _("Returned to the sender")
    LOST = "lost", _("Lost")
    CANCELED = "canceled", _("Dispatch cancelled")


class ProposalStatus(TextChoices):
    """A side has at most one live proposal; the older ones stay in the record."""

    LIVE = "live", _("On the table")
    REPLACED = "replaced", _("Replaced")
    ACCEPTED = "accepted", _("Accepted")
    IMPOSED = "imposed", _("Imposed")
    LAPSED = "lapsed", _("No longer on the table")


class SettledBy(TextChoices):
    """How a case came to its solution."""

    AGREEMENT = "agreement", _("Agreement")
    SELLER_SILENCE = "seller_silence", _("Seller did not answer")
    RULING = "ruling", _("Ruling")
    APPEAL = "appeal", _("Ruling on appeal")
    NO_RULING = "no_ruling", _("Platform did not rule in time")


BY_RULING = [SettledBy.RULING, SettledBy.APPEAL]


class Fate(TextChoices):
    """What has become of a ruling."""

    OPEN = "open", _("May still be appealed")
    UNDER_APPEAL = "under_appeal", _("Under appeal")
    CONFIRMED = "confirmed", _("Confirmed on appeal")
    REPLACED = "replaced", _("Replaced on appeal")
    FINAL = "final", _("Final")
    CONTESTED = "contested", _("Overtaken: the return was contested")
    TAKEN_OVER = "taken_over", _("Overtaken: it could not be carried out")


NOT_FINAL = frozenset({Fate.OPEN, Fate.UNDER_APPEAL})


class Verb(TextChoices):
    """What a person may do to a case that exists; what it takes, each declares beside its function
    (see `permissions.verbs`)."""

    CHANGE = "change", _("Change request")
    WITHDRAW = "withdraw", _("Withdraw request")
    REPORT_ARRIVAL = "report_arrival", _("It has arrived")
    HOLD = "hold", _("It is still on its way")
    ACCEPT = "accept", _("Accept proposal")
    REJECT = "reject", _("Reject request")
    PROPOSE = "propose", _("Propose a solution")
    ESCALATE = "escalate", _("Ask the platform to decide")
    ADD_EVIDENCE = "add_evidence", _("Add evidence")
    CHANGE_EVIDENCE = "change_evidence", _("Change evidence")
    FINISH_EVIDENCE = "finish_evidence", _("I have nothing to add")
    SEND_MESSAGE = "send_message", _("Write a message")
    ACCEPT_RULING = "accept_ruling", _("Accept this ruling")
    APPEAL = "appeal", _("Appeal this ruling")
    GIVE_ADDRESS = "give_address", _("Give the return address")
    SHIP_RETURN = "ship_return", _("Enter return tracking")
    CLAIM_FREIGHT = "claim_freight", _("Enter what the return cost")
    CORRECT_TRACKING = "correct_tracking", _("Correct the tracking")
    CONFIRM_RETURN = "confirm_return", _("Confirm return received")
    CONTEST_RETURN = "contest_return", _("Contest the return")
    TAKE = "take", _("Take next case")
    REQUEST_EVIDENCE = "request_evidence", _("Request evidence")
    RULE = "rule", _("Issue ruling")
    APPROVE = "approve", _("Approve ruling")
    SEND_BACK = "send_back", _("Send ruling back")
    HAND_BACK = "hand_back", _("Hand case back")
    REASSIGN = "reassign", _("Reassign")
    REPORT_RETURN_DELIVERED = "report_return_delivered", _("Note the return's delivery")

    @property
    def slug(self) -> str:
        """As it stands in an address."""
        return self.value.replace("_", "-")


# While the two sides talk, while the goods go back, and while what either adds is read.
TALKING_STATES = frozenset({State.NEGOTIATING, State.HEARING})
RETURN_STATES = frozenset({State.AWAITING_ADDRESS, State.AWAITING_RETURN, State.RETURN_IN_TRANSIT})
EVIDENCE_STATES = TALKING_STATES | RETURN_STATES | {State.AWAITING_SELLER, State.APPEALED}

# Whom a case waits for. A hearing and a negotiation wait for either side.
AWAITED: dict[State, frozenset[Party]] = {
    State.AWAITING_SELLER: frozenset({Party.SELLER}),
    State.NEGOTIATING: frozenset({Party.BUYER, Party.SELLER}),
    State.HEARING: frozenset({Party.BUYER, Party.SELLER}),
    State.AWAITING_RULING: frozenset({Party.PLATFORM}),
    State.RULED: frozenset({Party.BUYER, Party.SELLER}),
    State.APPEALED: frozenset({Party.PLATFORM}),
    State.AWAITING_ADDRESS: frozenset({Party.SELLER}),
    State.AWAITING_RETURN: frozenset({Party.BUYER}),
    State.RETURN_IN_TRANSIT: frozenset({Party.SELLER}),
    State.RESOLVED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


class AskedFor(TextChoices):
    """What an arbitrator can ask a side to show, beside what own words say."""

    ITEM_PHOTOS = "item_photos", _("Photos of the item")
    FLAW_PHOTOS = "flaw_photos", _("Close-up photos of what is wrong")
    LABEL_PHOTOS = "label_photos", _("A photo of the parcel's label")
    PACKING_PHOTOS = "packing_photos", _("Photos of the parcel and the packing")
    TRACKING = "tracking", _("The carrier's tracking page")
    DELIVERY_PROOF = "delivery_proof", _("The carrier's proof of delivery")
    DISPATCH_PROOF = "dispatch_proof", _("Proof of dispatch, with the address")
    STOCK_PHOTOS = "stock_photos", _("Photos of the same item from stock")
    AUTHENTICITY = "authenticity", _("Proof that the item is genuine")
    RECEIPT = "receipt", _("A receipt or an expert's statement")


class ReportReason(TextChoices):
    """Why somebody reports a message to the platform."""

    RUDE = "rude", _("It is rude, or threatens")
    PRESSURE = "pressure", _("It puts me under pressure, such as to withdraw or to praise")
    ELSEWHERE = "elsewhere", _("It leads me away from the platform")
    FRAUD = "fraud", _("It looks like fraud")
    OTHER = "other", _("Something else")


class EventKind(TextChoices):
    """One line of a case's history: the verb in the past tense."""

    OPENED = "opened", _("Request submitted")
    CHANGED = "changed", _("Request changed")
    WITHDRAWN = "withdrawn", _("Request withdrawn")
    ARRIVAL_REPORTED = "arrival_reported", _("Arrived after all")
    HELD = "held", _("Still on its way")
    CAME_AFTER = "came_after", _("Delivered after the end")
    ACCEPTED = "accepted", _("Solution accepted")
    REJECTED = "rejected", _("Request rejected")
    PROPOSED = "proposed", _("Solution proposed")
    ESCALATED = "escalated", _("Platform asked to decide")
    EVIDENCE_ADDED = "evidence_added", _("Evidence added")
    EVIDENCE_CHANGED = "evidence_changed", _("Evidence changed")
    EVIDENCE_SEEN = "evidence_seen", _("Evidence seen")
    EVIDENCE_FINISHED = "evidence_finished", _("Nothing to add")
    MESSAGE_SENT = "message_sent", _("Message sent")
    MESSAGE_SEEN = "message_seen", _("Message seen")
    EVIDENCE_CLOSED = "evidence_closed", _("Evidence closed")
    EVIDENCE_REQUESTED = "evidence_requested", _("Evidence requested")
    TAKEN = "taken", _("Arbitrator assigned")
    REASSIGNED = "reassigned", _("Arbitrator changed")
    HANDED_BACK = "handed_back", _("Case handed back")
    RULING_PROPOSED = "ruling_proposed", _("Ruling to be approved")
    RULING_SENT_BACK = "ruling_sent_back", _("Ruling sent back")
    RULED = "ruled", _("Ruling issued")
    RULING_ACCEPTED = "ruling_accepted", _("Ruling accepted")
    APPEALED = "appealed", _("Ruling appealed")
    NO_JUDGE = "no_judge", _("Nobody may judge")
    NOT_RULED = "not_ruled", _("Not ruled in time")
    RULING_CARRIED_OUT = "ruling_carried_out", _("Ruling carried out")
    FORCED = "forced", _("Solution forced")
    TAKEN_OVER = "taken_over", _("Taken over by the platform")
    ADDRESS_GIVEN = "address_given", _("Return address given")
    RETURN_SHIPPED = "return_shipped", _("Return shipped")
    FREIGHT_CLAIMED = "freight_claimed", _("Return freight entered")
    TRACKING_CORRECTED = "tracking_corrected", _("Return tracking corrected")
    RETURN_DELIVERED = "return_delivered", _("Return delivered")
    RETURN_CONFIRMED = "return_confirmed", _("Return received")
    RETURN_CONTESTED = "return_contested", _("Return contested")
    RETURN_LAPSED = "return_lapsed", _("Return not sent")
    RETURN_PASSED = "return_passed", _("Return not answered")
    RETURN_WAIVED = "return_waived", _("No return address")
    REFUND_CUT = "refund_cut", _("Refund cut")
    STORE_CLOSED = "store_closed", _("Store closed")
    CLOCK_PAUSED = "clock_paused", _("Clock paused")
    ORDER_CORRECTED = "order_corrected", _("Order corrected")
    REFUND_PAID = "refund_paid", _("Refund paid")
    ERASED = "erased", _("Words and photos erased")


# The sides read a ruling, and all that is said of it, once it is issued. Until then, and in what
# stays of that time, the case has gone to somebody else.
UNTOLD = frozenset({EventKind.RULING_PROPOSED, EventKind.RULING_SENT_BACK})


class NoticeKind(TextChoices):
    """What a notice is to the person who gets it, and what can be chosen about it."""

    TURN = "turn", _("It is your turn")
    LAST_DAY = "last_day", _("Your time ends within a day")
    DECISION = "decision", _("A case was decided, or has ended")
    MONEY = "money", _("Money")
    STANDING = "standing", _("Penalties and sanctions")
    WORK = "work", _("Work of the platform")
    REMINDER = "reminder", _("Half of your time is over")
    MESSAGE = "message", _("Messages")
    PROGRESS = "progress", _("What the others did")
    NEWS = "news", _("News of the parcel and the order")


# What may be switched off, and waits for the morning or the mail of the day where somebody wants
# that. Everything else is critical: who misses it loses money, or the right to be heard.
OPTIONAL_NOTICES = frozenset(
    {NoticeKind.REMINDER, NoticeKind.MESSAGE, NoticeKind.PROGRESS, NoticeKind.NEWS}
)
