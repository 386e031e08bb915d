"""The names of the acts, and what each brings about: said before it is done."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.models import Dispute, Proposal
from disputes.rules.money import format_money
from disputes.states import Party, Solution, Verb
from disputes.wording.offers import offer_in_words

_LABELS = {
    (Verb.ACCEPT, Party.SELLER): gettext_lazy("Accept request"),
    (Verb.PROPOSE, Party.BUYER): gettext_lazy("Propose another solution"),
}


def label(verb: Verb, party: Party) -> str:
    """The accessible name of the link and of the button: the same words everywhere."""
    return str(_LABELS.get((verb, party), verb.label))


def consequences(verb: Verb, dispute: Dispute, offered: Proposal | None) -> list[str]:
    """What will happen when a side does this now, as whole sentences.

    `offered` is what the other side has on the table.
    """
    if verb == Verb.ACCEPT:
        assert offered is not None, "only what is on the table can be accepted"
        return _accept(dispute, offered)
    return _CONSEQUENCES[verb](dispute)


def _accept(dispute: Dispute, offered: Proposal) -> list[str]:
    settled = _("You agree to %(offer)s.") % {
        "offer": offer_in_words(offered.offer, offered.currency)
    }
    amount = {"amount": format_money(offered.amount_minor, offered.currency)}
    if offered.solution == Solution.NO_REFUND:
        steps = [_("No money moves, and the case closes.")]
    elif offered.solution == Solution.RETURN_AND_REFUND:
        steps = [
            ngettext(
                "The buyer has %(number)d day to send the item back.",
                "The buyer has %(number)d days to send the item back.",
                dispute.policy.return_days,
            )
            % {"number": dispute.policy.return_days},
            _("%(amount)s is paid to the buyer when the item is back.") % amount,
        ]
    else:
        steps = [_("%(amount)s is paid to the buyer, and the case closes.") % amount]
    return [settled, *steps]


def _change(dispute: Dispute) -> list[str]:
    left = dispute.policy.request_changes - dispute.changes - 1
    return [
        ngettext(
            "The seller has %(number)d day to answer, from now.",
            "The seller has %(number)d days to answer, from now.",
            dispute.policy.seller_response_days,
        )
        % {"number": dispute.policy.seller_response_days},
        ngettext(
            "After this you can change the request %(number)d more time.",
            "After this you can change the request %(number)d more times.",
            left,
        )
        % {"number": left},
    ]


def _withdraw(dispute: Dispute) -> list[str]:
    return [
        _("The case ends, and no refund is paid."),
        _("You can apply again only while the time to apply for this item lasts."),
    ]


def _reject(dispute: Dispute) -> list[str]:
    return [
        _("The buyer reads your reasons and sees your photos."),
        ngettext(
            "You both have %(number)d day to find a solution; after that the platform decides.",
            "You both have %(number)d days to find a solution; after that the platform decides.",
            dispute.policy.negotiation_days,
        )
        % {"number": dispute.policy.negotiation_days},
    ]


def _propose(dispute: Dispute) -> list[str]:
    return [
        _("The other side can accept it at once; then it is carried out."),
        _("It replaces your proposal before it. What the other side proposes stays."),
    ]


def _escalate(dispute: Dispute) -> list[str]:
    return [
        ngettext(
            "Both sides have %(number)d day to complete their evidence.",
            "Both sides have %(number)d days to complete their evidence.",
            dispute.policy.hearing_days,
        )
        % {"number": dispute.policy.hearing_days},
        _("Then an arbitrator decides. Until the ruling you can still agree."),
    ]


def _add_evidence(dispute: Dispute) -> list[str]:
    return [
        _("The other side and the platform see it at once. It cannot be taken back."),
        _("You can change it until the evidence closes. Earlier versions stay readable."),
    ]


def _change_evidence(dispute: Dispute) -> list[str]:
    return [
        _("The other side and the platform see the new version at once."),
        _("The earlier version stays in the history, where both sides can read it."),
    ]


def _finish(dispute: Dispute) -> list[str]:
    return [
        _("When the other side has nothing to add either, the file closes at once."),
        _("An arbitrator then decides on what is in it."),
    ]


def _appeal(dispute: Dispute) -> list[str]:
    return [
        _("Somebody who has not ruled in this case looks at all of it again."),
        _("The result can be better or worse for you."),
        _("You can appeal once in a case. No money moves meanwhile."),
    ]


def _ship(dispute: Dispute) -> list[str]:
    return [
        _("The seller sees the carrier and the tracking number."),
        ngettext(
            "If the seller does not answer, the refund is paid %(number)d day from now at the "
            "latest.",
            "If the seller does not answer, the refund is paid %(number)d days from now at the "
            "latest.",
            dispute.policy.return_transit_days,
        )
        % {"number": dispute.policy.return_transit_days},
    ]


def _confirm(dispute: Dispute) -> list[str]:
    settled = dispute.settlement
    assert settled is not None, "a return belongs to a settlement"
    return [
        _("%(amount)s is paid to the buyer, and the case closes.")
        % {"amount": format_money(settled.amount_minor, settled.currency)}
    ]


def _contest(dispute: Dispute) -> list[str]:
    return [
        _("The refund stops, and the platform hears both sides."),
        ngettext(
            "You both have %(number)d day to complete the evidence; then an arbitrator decides.",
            "You both have %(number)d days to complete the evidence; then an arbitrator decides.",
            dispute.policy.hearing_days,
        )
        % {"number": dispute.policy.hearing_days},
    ]


_CONSEQUENCES: dict[Verb, Callable[[Dispute], list[str]]] = {
    Verb.CHANGE: _change,
    Verb.WITHDRAW: _withdraw,
    Verb.REJECT: _reject,
    Verb.PROPOSE: _propose,
    Verb.ESCALATE: _escalate,
    Verb.ADD_EVIDENCE: _add_evidence,
    Verb.CHANGE_EVIDENCE: _change_evidence,
    Verb.FINISH_EVIDENCE: _finish,
    Verb.APPEAL: _appeal,
    Verb.SHIP_RETURN: _ship,
    Verb.CONFIRM_RETURN: _confirm,
    Verb.CONTEST_RETURN: _contest,
}
