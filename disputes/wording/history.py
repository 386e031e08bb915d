"""The history of a case, each event as one sentence in the viewer's language."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disputes.models import Event
from disputes.rules.instants import instant
from disputes.rules.money import format_money
from disputes.rules.solutions import Offer
from disputes.rules.texts import isolated
from disputes.states import UNTOLD, AskedFor, EventKind, FreightPayer, Party, Solution
from disputes.wording.corrections import corrections
from disputes.wording.groups import in_one_application
from disputes.wording.messages import OF_MESSAGES
from disputes.wording.offers import offer_in_words
from disputes.wording.rests import of_rests
from disputes.wording.way_back import of_way_back

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def sentence(event: Event, *, to_staff: bool = False) -> str:
    """What happened, in the third person: the same words for both sides and the platform, but that
    only its staff reads of a ruling that is not issued."""
    kind, party = EventKind(event.kind), Party(event.party)
    template: StrOrPromise
    if kind in UNTOLD and not to_staff:
        return str(_WENT_ON)
    if kind in _ERASED and event.data.keys().isdisjoint(Event.FREE_TEXT):
        template = _ERASED[kind].get(tuple(event.data.get("of", ())), _ERASED[kind][()])
    elif way_back := of_way_back(event):
        template = way_back
    elif rests := of_rests(event):
        return " ".join(filter(None, [rests, _bound(event)]))
    else:
        template = (kind in _BY_DETAILS and _BY_DETAILS[kind](event)) or (
            _BY_ANYBODY.get(kind) or _BY_PARTY[kind, party]
        )
    told = str(template) % _values(event)
    more = [in_one_application(event), _silence(event), _moved(event), _bound(event)]
    return " ".join([told, *filter(None, more)])


def _bound(event: Event) -> str:
    at = event.data.get("decide_by")
    return decided_by(datetime.fromisoformat(at)) if at else ""


def decided_by(at: datetime) -> str:
    """Until when the platform decides, whoever has the case."""
    return gettext("The platform decides by %(instant)s at the latest.") % {"instant": instant(at)}


def _ruled(event: Event) -> "StrOrPromise":
    if not event.data["on_appeal"]:
        return _APPROVED if event.data.get("approved") else _BY_ANYBODY[EventKind.RULED]
    return _APPEAL_RULED[event.data["confirms"]]


def _asked(event: Event) -> "StrOrPromise":
    asked = event.data["of"]
    return _ASKED_BOTH if len(asked) > 1 else _ASKED[Party(asked[0])]


def _silence(event: Event) -> str:
    silent = event.data.get("silent", ())
    if len(silent) > 1:
        return gettext("Neither side answered the arbitrator's request for evidence.")
    return str(_SILENT[Party(silent[0])]) if silent else ""


def _moved(event: Event) -> str:
    if "end_moved_to" not in event.data:
        return ""
    if event.party == Party.PLATFORM:
        return gettext("The end moved to %(instant)s, so that both sides can answer.") % {
            "instant": instant(datetime.fromisoformat(event.data["end_moved_to"]))
        }
    return gettext("The end moved to %(instant)s, so that the other side can answer.") % {
        "instant": instant(datetime.fromisoformat(event.data["end_moved_to"]))
    }


_WENT_ON = _("The case went on to another arbitrator.")
_NOT_RULED = {
    None: _(
        "The platform did not rule in time. The buyer's request is carried out: %(offer)s. It "
        "costs the store no points."
    ),
    True: _("The platform did not decide on the appeal in time. The ruling stands."),
    False: _(
        "The platform did not decide on the appeal in time. The ruling stands. It costs the store "
        "no points."
    ),
}
_APPROVED = _(
    "The platform ruled: %(offer)s. Ground: %(ground)s. A second arbitrator approved it, as the "
    "amount is large."
)
_APPEAL_RULED = {
    True: _("The platform confirmed its ruling on appeal: %(offer)s. Ground: %(ground)s."),
    False: _("The platform replaced its ruling on appeal: %(offer)s. Ground: %(ground)s."),
}
_ASKED_BOTH = _("The arbitrator asked both sides for evidence: %(asked)s")
_ASKED = {
    Party.BUYER: _("The arbitrator asked the buyer for evidence: %(asked)s"),
    Party.SELLER: _("The arbitrator asked the seller for evidence: %(asked)s"),
}
_SILENT = {
    Party.BUYER: _("The buyer did not answer the arbitrator's request for evidence."),
    Party.SELLER: _("The seller did not answer the arbitrator's request for evidence."),
}
_CUT = _(
    "Only %(amount)s of the %(asked)s could be refunded: no more is left of what was paid for this "
    "item."
)
_CUT_TO_NOTHING = _(
    "Nothing of the %(asked)s could be refunded: nothing is left of what was paid for this item."
)
_BACK_IN_QUEUE = _("The ruling was not made in time. The case waits for the next free arbitrator.")

# Those sentences that hold what somebody typed, for when it was erased; by whom it was asked of.
_ERASED: "dict[EventKind, dict[tuple[str, ...], StrOrPromise]]" = {
    EventKind.EVIDENCE_REQUESTED: {
        (): _("The arbitrator asked both sides for more evidence."),
        (Party.BUYER,): _("The arbitrator asked the buyer for evidence."),
        (Party.SELLER,): _("The arbitrator asked the seller for evidence."),
    },
    EventKind.RETURN_SHIPPED: {(): _("The buyer sent the item back.")},
    EventKind.TRACKING_CORRECTED: {(): _("The buyer corrected the tracking of the return.")},
}

_BY_ANYBODY = {
    EventKind.OPENED: _("The buyer applied for %(offer)s. Reason: %(reason)s."),
    EventKind.CHANGED: _("The buyer changed the request to %(offer)s."),
    EventKind.WITHDRAWN: _("The buyer withdrew the request."),
    EventKind.REJECTED: _("The seller rejected the request."),
    EventKind.EVIDENCE_CLOSED: _(
        "The file was closed. An arbitrator now decides on the evidence in it."
    ),
    EventKind.TAKEN: _("An arbitrator took the case."),
    EventKind.REASSIGNED: _("The case was given to another arbitrator."),
    EventKind.HANDED_BACK: _("The arbitrator handed the case back. It waits for the next one."),
    EventKind.RULING_PROPOSED: _(
        "An arbitrator has written a ruling. A second one looks at it, as the amount is large."
    ),
    EventKind.RULING_SENT_BACK: _(
        "The second arbitrator sent the ruling back, to be thought over once more."
    ),
    EventKind.RULED: _("The platform ruled: %(offer)s. Ground: %(ground)s."),
    EventKind.NO_JUDGE: _(
        "Nobody of the platform may judge this case, since all have had a part in it. The platform "
        "looks for somebody else."
    ),
    EventKind.RULING_CARRIED_OUT: _("The ruling became final and is carried out: %(offer)s."),
    EventKind.FORCED: _(
        "The seller did not answer in time. The platform forced the request: %(offer)s."
    ),
    EventKind.TAKEN_OVER: _(
        "What should have followed from the deadline could not be carried out. An arbitrator "
        "decides instead."
    ),
    EventKind.RETURN_SHIPPED: _(
        "The buyer sent the item back with %(carrier)s, tracking %(tracking)s."
    ),
    EventKind.FREIGHT_CLAIMED: _(
        "The buyer paid %(amount)s to send the item back, says the receipt. At most %(most)s of it "
        "is paid back."
    ),
    EventKind.TRACKING_CORRECTED: _(
        "The buyer corrected the tracking of the return: %(carrier)s, tracking %(tracking)s."
    ),
    EventKind.RETURN_CONFIRMED: _("The seller confirmed the return."),
    EventKind.RETURN_LAPSED: _(
        "The buyer did not send the item back in time. The case closed without a refund."
    ),
    EventKind.RETURN_WAIVED: _(
        "The seller gave no return address in time. The buyer keeps the item, and the refund is "
        "paid."
    ),
    EventKind.RETURN_PASSED: _(
        "The seller did not answer about the return in time. The refund is paid."
    ),
    EventKind.ARRIVAL_REPORTED: _(
        "The item arrived after all, says the buyer, and something is wrong with it: %(reason)s. "
        "The buyer asks for %(offer)s."
    ),
    EventKind.HELD: _(
        "The seller says that the item is still on its way. The case waits until the time in which "
        "it was promised is over."
    ),
    EventKind.CAME_AFTER: _(
        "The item was delivered on %(delivered)s, says %(source)s, after this case had ended with "
        "a refund."
    ),
    EventKind.ORDER_CORRECTED: _("The order changed, says %(source)s: %(corrections)s."),
    EventKind.REFUND_PAID: _("The refund of %(amount)s was paid to the buyer."),
    EventKind.ERASED: _(
        "The words and photos of this case were erased, as the platform's policy says."
    ),
}

_BY_PARTY = {
    (EventKind.ACCEPTED, Party.BUYER): _("The buyer accepted the seller's proposal: %(offer)s."),
    (EventKind.ACCEPTED, Party.SELLER): _("The seller accepted the buyer's request: %(offer)s."),
    (EventKind.PROPOSED, Party.BUYER): _("The buyer proposed %(offer)s."),
    (EventKind.PROPOSED, Party.SELLER): _("The seller proposed %(offer)s."),
    (EventKind.ESCALATED, Party.BUYER): _("The buyer asked the platform to decide."),
    (EventKind.ESCALATED, Party.SELLER): _("The seller asked the platform to decide."),
    (EventKind.ESCALATED, Party.PLATFORM): _(
        "No solution was agreed in time. The case went to the platform."
    ),
    (EventKind.EVIDENCE_ADDED, Party.BUYER): _("The buyer added evidence %(number)s."),
    (EventKind.EVIDENCE_ADDED, Party.SELLER): _("The seller added evidence %(number)s."),
    (EventKind.EVIDENCE_CHANGED, Party.BUYER): _("The buyer changed evidence %(number)s."),
    (EventKind.EVIDENCE_CHANGED, Party.SELLER): _("The seller changed evidence %(number)s."),
    (EventKind.EVIDENCE_SEEN, Party.BUYER): _(
        "The buyer saw evidence %(numbers)s for the first time."
    ),
    (EventKind.EVIDENCE_SEEN, Party.SELLER): _(
        "The seller saw evidence %(numbers)s for the first time."
    ),
    (EventKind.EVIDENCE_FINISHED, Party.BUYER): _("The buyer has nothing to add."),
    (EventKind.EVIDENCE_FINISHED, Party.SELLER): _("The seller has nothing to add."),
    **OF_MESSAGES,
    (EventKind.RETURN_DELIVERED, Party.BUYER): _(
        "The buyer showed that the return was delivered on %(delivered)s."
    ),
    (EventKind.RETURN_DELIVERED, Party.PLATFORM): _("The return was delivered on %(delivered)s."),
    (EventKind.RULING_ACCEPTED, Party.BUYER): _("The buyer accepted the ruling."),
    (EventKind.RULING_ACCEPTED, Party.SELLER): _("The seller accepted the ruling."),
    (EventKind.APPEALED, Party.BUYER): _("The buyer appealed the ruling."),
    (EventKind.APPEALED, Party.SELLER): _("The seller appealed the ruling."),
}

# What depends on the details of a line; nothing where it does not in this one.
_BY_DETAILS: "dict[EventKind, Callable[[Event], StrOrPromise | None]]" = {
    EventKind.RULED: _ruled,
    EventKind.NOT_RULED: lambda event: _NOT_RULED[event.data.get("counts")],
    EventKind.REFUND_CUT: lambda event: _CUT if event.data["amount_minor"] else _CUT_TO_NOTHING,
    EventKind.REASSIGNED: lambda event: None if event.data["arbitrator"] else _BACK_IN_QUEUE,
    EventKind.EVIDENCE_REQUESTED: _asked,
}


# What somebody typed, within a sentence.
_TYPED = frozenset({"carrier", "tracking", "source"})


def _sums(event: Event) -> dict[str, str]:
    """Of the way back, beside those of the goods."""
    data, currency = event.data, event.data["currency"]
    freight_minor = data.get("freight_minor", 0)
    return {
        "freight": format_money(freight_minor, currency),
        "total": format_money(data["amount_minor"] + freight_minor, currency),
        "most": format_money(data.get("most_minor", 0), currency),
    }


def _values(event: Event) -> dict[str, Any]:
    values: dict[str, Any] = dict(event.data)
    if "solution" in values:
        payer = values.get("freight_payer")
        offer = Offer(
            Solution(values["solution"]),
            values["amount_minor"],
            FreightPayer(payer) if payer else None,
            values.get("freight_minor", 0),
        )
        values["offer"] = offer_in_words(offer, values["currency"])
    elif "amount_minor" in values:
        values["amount"] = format_money(values["amount_minor"], values["currency"])
        values |= _sums(event)
    if "asked_minor" in values:
        values["asked"] = format_money(values["asked_minor"], values["currency"])
    if "facts" in values:
        values["corrections"] = " · ".join(corrections(values["facts"], values["currency"]))
    if "numbers" in values:
        numbers = [str(number) for number in values["numbers"]]
        values["numbers"] = get_text_list(numbers, gettext("and"))
    if "kinds" in values:
        kinds = [str(AskedFor(kind).label) for kind in values["kinds"]]
        text = [values["text"]] if values.get("text") else []
        values["asked"] = " · ".join([*kinds, *text])
    for name in _TYPED & values.keys():
        values[name] = isolated(values[name])
    if "delivered_at" in values:
        values["delivered"] = instant(datetime.fromisoformat(values["delivered_at"]))
    return values
