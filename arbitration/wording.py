"""What an act of the platform brings about, said to whoever is about to do it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.models import Dispute, User
from disputes.rules import clocks
from disputes.rules.instants import instant
from disputes.rules.money import format_money
from disputes.rules.solutions import Offer
from disputes.states import AWAITED, FINAL_STATES, Party, Solution, State
from disputes.wording import offer_in_words


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


def awaited(dispute: Dispute, viewer: User) -> str:
    """Whom the case waits for, as a heading."""
    if dispute.state in FINAL_STATES:
        return _("Nobody has to act any more")
    if dispute.state == State.RULED:
        return _("Waiting whether a side appeals")
    parties = AWAITED[State(dispute.state)]
    if Party.PLATFORM in parties:
        return _awaited_arbitrator(dispute, viewer)
    if len(parties) == 2:
        return _("Waiting for both sides")
    if Party.BUYER in parties:
        return _("Waiting for the buyer")
    return _("Waiting for the seller")


def ruling_consequences(
    dispute: Dispute, offer: Offer, appellants: frozenset[Party], now: datetime
) -> list[str]:
    """What will happen when this is ruled now. `appellants` are the sides that may appeal it."""
    sentences = [
        _("Both sides are told at once: the platform rules %(offer)s.")
        % {"offer": offer_in_words(offer, dispute.currency)}
    ]
    until = instant(clocks.appeal(dispute.policy, now))
    sentences += [_appeal(dispute, side, appellants, until) for side in (Party.BUYER, Party.SELLER)]
    sentences.append(_carried_out(dispute, offer, later=bool(appellants)))
    if appellants:
        sentences.append(
            _("No money moves before that. An appeal goes to another arbitrator, never to you.")
        )
    return sentences


def request_consequences(dispute: Dispute) -> list[str]:
    """What will happen when the arbitrator asks for more evidence."""
    days = dispute.policy.hearing_days
    return [
        _("Both sides read your words."),
        ngettext(
            "The file opens again for both, for %(number)d day from now.",
            "The file opens again for both, for %(number)d days from now.",
            days,
        )
        % {"number": days},
        _("Until it closes they can still agree on a solution, and you cannot rule."),
        _("You keep the case, and then have the whole time to rule again."),
    ]


def reassign_consequences(dispute: Dispute, to: User) -> list[str]:
    """What will happen when a supervisor gives the case to this arbitrator."""
    policy = dispute.policy
    appealed = dispute.state == State.APPEALED
    days = policy.appeal_ruling_days if appealed else policy.ruling_days
    sentences = [
        ngettext(
            "%(name)s gets the case, with %(number)d day to rule, from now.",
            "%(name)s gets the case, with %(number)d days to rule, from now.",
            days,
        )
        % {"name": name_of(to), "number": days}
    ]
    if dispute.assignee is not None:
        sentences.append(
            _("%(name)s can no longer rule on it.") % {"name": name_of(dispute.assignee)}
        )
    return [*sentences, _("Both sides see in the history that the arbitrator has changed.")]


def _awaited_arbitrator(dispute: Dispute, viewer: User) -> str:
    if dispute.assignee is None:
        return _("Waiting for an arbitrator to take it")
    if dispute.assignee == viewer:
        return _("Waiting for your ruling")
    return _("Waiting for the ruling of %(name)s") % {"name": name_of(dispute.assignee)}


def _appeal(dispute: Dispute, side: Party, appellants: frozenset[Party], until: str) -> str:
    if side in appellants:
        sentence = {
            Party.BUYER: _("The buyer may appeal until %(instant)s."),
            Party.SELLER: _("The seller may appeal until %(instant)s."),
        }
    elif dispute.has_appealed(side):
        sentence = {
            Party.BUYER: _("The buyer has appealed once and cannot appeal again."),
            Party.SELLER: _("The seller has appealed once and cannot appeal again."),
        }
    else:
        sentence = {
            Party.BUYER: _("The buyer cannot appeal: this gives all that was asked for."),
            Party.SELLER: _("The seller cannot appeal: this is no more than was offered."),
        }
    return sentence[side] % {"instant": until}


def _carried_out(dispute: Dispute, offer: Offer, *, later: bool) -> str:
    """The money that moves once the ruling is final: `later`, or at once as nobody may appeal."""
    sentence = (_IF_NOBODY_APPEALS if later else _AT_ONCE)[offer.solution]
    days = dispute.policy.return_days
    return str(sentence) % {
        "amount": format_money(offer.amount_minor, dispute.currency),
        "days": ngettext("%(number)d day", "%(number)d days", days) % {"number": days},
    }


_IF_NOBODY_APPEALS = {
    Solution.NO_REFUND: gettext_lazy("If nobody appeals, no money is paid and the case closes."),
    Solution.REFUND: gettext_lazy(
        "If nobody appeals, %(amount)s is paid to the buyer, who keeps the item, and the case "
        "closes."
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
        "So the ruling is final: %(amount)s is paid to the buyer at once, who keeps the item, and "
        "the case closes."
    ),
    Solution.RETURN_AND_REFUND: gettext_lazy(
        "So the ruling is final: the buyer has %(days)s from now to send the item back. "
        "%(amount)s is paid when the seller confirms the return or does not contest it in time."
    ),
}
