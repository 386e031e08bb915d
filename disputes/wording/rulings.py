"""What a ruling means: who may appeal until when, what becomes of the money and of the ruling."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.models import Dispute, Event, Ruling
from disputes.rules.money import format_money
from disputes.rules.solutions import Offer
from disputes.states import BY_RULING, OTHER_SIDE, EventKind, Fate, Party, Solution, State
from disputes.wording.goods import whose_goods
from disputes.wording.offers import way_back_in_words


def meaning(
    dispute: Dispute, offer: Offer, appellants: frozenset[Party], until: str, viewer: Party
) -> list[str]:
    """What follows from a ruling, said to one side or to the platform. `appellants` may appeal it
    until the instant `until`."""
    sides = (viewer, OTHER_SIDE[viewer]) if viewer in OTHER_SIDE else (Party.BUYER, Party.SELLER)
    sentences = [appeal_right(dispute, side, appellants, until, viewer) for side in sides]
    sentences.append(_carried_out(dispute, offer, later=bool(appellants)))
    if goods := whose_goods(dispute, offer):
        sentences.append(goods)
    if appellants:
        sentences.append(_("No money moves before that."))
    return sentences


def appeal_right(
    dispute: Dispute, side: Party, appellants: frozenset[Party], until: str, viewer: Party
) -> str:
    """Whether this side may appeal, and if not, why."""
    if side in appellants:
        sentences = _MAY
    elif dispute.state == State.RULED and dispute.side(side).accepted_ruling_at:
        sentences = _HAS_ACCEPTED
    elif dispute.side(side).appealed_at:
        sentences = _HAS
    else:
        sentences = _HAS_NO_CAUSE
    return str(sentences[side, side == viewer]) % {"instant": until}


def after_acceptance(dispute: Dispute, offer: Offer, party: Party, until: str) -> list[str]:
    """What follows when this side, which may appeal, accepts the ruling."""
    others = frozenset(side.party for side in dispute.sides if side.may_appeal) - {party}
    sentences = [_("You can no longer appeal this ruling. This cannot be taken back.")]
    for other in others:
        sentences += [
            appeal_right(dispute, other, others, until, party),
            _("If that happens, another arbitrator rules anew, and you may appeal the new ruling.")
            if not dispute.side(party).appealed_at
            else _("If that happens, another arbitrator rules anew."),
        ]
    return [*sentences, _carried_out(dispute, offer, later=bool(others))]


def accepted_by(dispute: Dispute, ruling: Ruling) -> list[tuple[Party, datetime]]:
    """Which sides have accepted this ruling, and when."""
    return [
        (side.party, side.accepted_ruling_at)
        for side in dispute.sides
        if side.accepted_ruling_at is not None and side.accepted_ruling_at >= ruling.ruled_at
    ]


def acceptance(party: Party, at: str, viewer: Party) -> str:
    """That this side has accepted a ruling."""
    return str(_ACCEPTED[party, party == viewer]) % {"instant": at}


def verdict(ruling: Ruling) -> str:
    """What a ruling on appeal makes of the one before it; empty for a first ruling."""
    if ruling.confirms is None:
        return ""
    if ruling.confirms:
        return _("On appeal, another arbitrator came to the same result. The ruling is confirmed.")
    return _("On appeal, another arbitrator came to another result. It replaces the ruling.")


def fates(dispute: Dispute, rulings: Sequence[Ruling], events: Sequence[Event]) -> list[Fate]:
    """What has become of each ruling of a case; `events` are its whole history."""
    following = zip_longest(rulings, rulings[1:])
    return [_fate(dispute, ruling, after, events) for ruling, after in following]


def _fate(dispute: Dispute, ruling: Ruling, after: Ruling | None, events: Sequence[Event]) -> Fate:
    if after is not None and after.on_appeal:
        return Fate.CONFIRMED if after.confirms else Fate.REPLACED
    if after is None and dispute.state in _STILL:
        return _STILL[State(dispute.state)]
    if after is None and dispute.settled_by in BY_RULING:
        return Fate.FINAL
    later = (event for event in events if event.at > ruling.ruled_at)
    return next(_OVERTAKEN[kind] for event in later if (kind := event.kind) in _OVERTAKEN)


def _carried_out(dispute: Dispute, offer: Offer, *, later: bool) -> str:
    """The money that moves once the ruling is final: `later`, or at once as nobody may appeal."""
    sentence = (_IF_NOBODY_APPEALS if later else _AT_ONCE)[offer.solution]
    days, currency = dispute.policy.return_days, dispute.currency
    sums = (format_money(offer.amount_minor, currency), way_back_in_words(offer, currency))
    return str(sentence) % {
        "amount": " ".join(filter(None, sums)),
        "days": ngettext("%(number)d day", "%(number)d days", days) % {"number": days},
    }


_STILL = {State.RULED: Fate.OPEN, State.APPEALED: Fate.UNDER_APPEAL}
_OVERTAKEN: dict[str, Fate] = {
    EventKind.RETURN_CONTESTED: Fate.CONTESTED,
    EventKind.TAKEN_OVER: Fate.TAKEN_OVER,
}

# Keyed by the side, and whether it is the one who reads it.
_MAY = {
    (Party.BUYER, False): gettext_lazy("The buyer may appeal until %(instant)s."),
    (Party.SELLER, False): gettext_lazy("The seller may appeal until %(instant)s."),
    (Party.BUYER, True): gettext_lazy("You may appeal until %(instant)s."),
    (Party.SELLER, True): gettext_lazy("You may appeal until %(instant)s."),
}
_HAS = {
    (Party.BUYER, False): gettext_lazy("The buyer has appealed once and cannot appeal again."),
    (Party.SELLER, False): gettext_lazy("The seller has appealed once and cannot appeal again."),
    (Party.BUYER, True): gettext_lazy("You have appealed once and cannot appeal again."),
    (Party.SELLER, True): gettext_lazy("You have appealed once and cannot appeal again."),
}
_HAS_ACCEPTED = {
    (Party.BUYER, False): gettext_lazy("The buyer has accepted the ruling and cannot appeal it."),
    (Party.SELLER, False): gettext_lazy("The seller has accepted the ruling and cannot appeal it."),
    (Party.BUYER, True): gettext_lazy("You have accepted the ruling and cannot appeal it."),
    (Party.SELLER, True): gettext_lazy("You have accepted the ruling and cannot appeal it."),
}
_ACCEPTED = {
    (Party.BUYER, False): gettext_lazy("The buyer accepted it on %(instant)s."),
    (Party.SELLER, False): gettext_lazy("The seller accepted it on %(instant)s."),
    (Party.BUYER, True): gettext_lazy("You accepted it on %(instant)s."),
    (Party.SELLER, True): gettext_lazy("You accepted it on %(instant)s."),
}
_HAS_NO_CAUSE = {
    (Party.BUYER, False): gettext_lazy(
        "The buyer cannot appeal: this gives all that was asked for."
    ),
    (Party.SELLER, False): gettext_lazy(
        "The seller cannot appeal: this is no more than was offered."
    ),
    (Party.BUYER, True): gettext_lazy("You cannot appeal: this gives all that you asked for."),
    (Party.SELLER, True): gettext_lazy("You cannot appeal: this is no more than you offered."),
}
_IF_NOBODY_APPEALS = {
    Solution.NO_REFUND: gettext_lazy("If nobody appeals, no money is paid and the case closes."),
    Solution.REFUND: gettext_lazy(
        "If nobody appeals, %(amount)s is paid to the buyer, and the case closes."
    ),
    Solution.RETURN_AND_REFUND: gettext_lazy(
        "If nobody appeals, the buyer has %(days)s to send the item back. %(amount)s is paid when "
        "the seller confirms the return or does not contest it in time."
    ),
}
_AT_ONCE = {
    Solution.NO_REFUND: gettext_lazy(
        "So the ruling is final: no money is paid, and the case closes at once."
    ),
    Solution.REFUND: gettext_lazy(
        "So the ruling is final: %(amount)s is paid to the buyer at once, and the case closes."
    ),
    Solution.RETURN_AND_REFUND: gettext_lazy(
        "So the ruling is final: the buyer has %(days)s from now to send the item back. "
        "%(amount)s is paid when the seller confirms the return or does not contest it in time."
    ),
}
