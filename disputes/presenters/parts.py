"""A case in the shape that the components of the page take."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disputes import wording
from disputes.models import Dispute, Event, LineSnapshot, Proposal, User
from disputes.rules.money import format_money
from disputes.selectors import DisputeView
from disputes.states import Party, ProposalStatus, State, Verb
from disputes.wording.offers import freight_in_words

# The namespace of each side's portal.
PORTALS = {Party.BUYER: "buyers", Party.SELLER: "sellers"}
LISTS = {Party.BUYER: "buyers:cases", Party.SELLER: "sellers:queue"}  # of their cases


def carrier_and_number(carrier: str, number: str) -> SafeString:
    """Each by itself: within one text, a carrier that is read from the right turns the digits of a
    number like 12-345-678 round."""
    told = [(way, text) for way, text in (("auto", carrier), ("ltr", number)) if text]
    return format_html_join(" ", '<bdi dir="{}">{}</bdi>', told)


@dataclass(frozen=True)
class ActionButton:
    """A link to the page of one act; `shortcut` is the key that leads there."""

    label: str
    url: str
    style: str
    shortcut: str = ""


@dataclass(frozen=True)
class NextCase:
    """The case to go on with, of so many that wait for the viewer, this one perhaps among them;
    `waiting` is as `pages.count` says."""

    url: str
    title: str
    waiting: int


FindNextCase = Callable[[User, Dispute], NextCase | None]


def no_next_case(user: User, dispute: Dispute) -> NextCase | None:
    """Of a side that has a few cases, and not a day full of them."""
    return None


@dataclass(frozen=True)
class ChoicePreview:
    """What a choice means for the viewer, beyond this case; an app above the core says it.

    `verb` is none for doing nothing, and for what has happened already; `url` leads to more about
    it. `tone` is "free", "good" or "costs"; a "note" is about all the others.
    """

    verb: Verb | None
    choice: str
    sentences: Sequence[str]
    tone: str = "free"
    url: str = ""


PreviewChoices = Callable[[DisputeView], Sequence[ChoicePreview]]


def preview_nothing(view: DisputeView) -> Sequence[ChoicePreview]:
    """The previews of a side to whom a case means nothing beyond itself."""
    return []


@dataclass(frozen=True)
class ProposalCard:
    """One solution that a side put forward."""

    party_label: str
    kind_label: str
    amount: str
    freight_label: str
    text: str
    status_label: str
    live: bool
    at: datetime


@dataclass(frozen=True)
class Fact:
    """A label and a value."""

    label: str
    value: str


@dataclass(frozen=True)
class HistoryLine:
    """One event in words; receipts name it by its number."""

    number: int
    at: datetime
    sentence: str
    party_label: str


def case_url(party: Party, dispute: Dispute) -> str:
    return reverse(f"{PORTALS[party]}:case", args=[dispute.reference])


def action_url(party: Party, dispute: Dispute, verb: Verb) -> str:
    """The page of the act, which learns from the address how far the case was read before it."""
    address = reverse(f"{PORTALS[party]}:act", args=[dispute.reference, verb.slug])
    return f"{address}?read={dispute.event_count}"


def proposal_card(proposal: Proposal, viewer: Party) -> ProposalCard:
    return ProposalCard(
        party_label=party_label(proposal.party, viewer),
        kind_label=proposal.get_solution_display(),
        amount=format_money(proposal.amount_minor, proposal.currency)
        if proposal.amount_minor
        else "",
        freight_label=freight_in_words(proposal.offer, proposal.currency),
        text=proposal.text,
        status_label=_standing(proposal),
        live=proposal.status == ProposalStatus.LIVE and not _is_too_late(proposal),
        at=proposal.made_at,
    )


def _standing(proposal: Proposal) -> str:
    """What has become of it, as the case stands now."""
    if proposal.status == ProposalStatus.LIVE and proposal.party == Party.PLATFORM:
        return _("Ruled")
    if _is_too_late(proposal):
        return str(ProposalStatus.LAPSED.label)
    was_settled = proposal.status in (ProposalStatus.ACCEPTED, ProposalStatus.IMPOSED)
    if was_settled and proposal.dispute.settlement_id != proposal.pk:
        return _("Overtaken")
    return str(proposal.get_status_display())


def _is_too_late(proposal: Proposal) -> bool:
    """Is it on the table of a side, where nothing is accepted any more?"""
    if proposal.status != ProposalStatus.LIVE or proposal.party == Party.PLATFORM:
        return False
    dispute = proposal.dispute
    return dispute.state in (State.RULED, State.APPEALED) or bool(wording.no_way_out(dispute))


def history_lines(events: Iterable[Event], viewer: Party) -> list[HistoryLine]:
    """Newest first."""
    return [
        HistoryLine(
            event.number, event.at, wording.sentence(event), party_label(event.party, viewer)
        )
        for event in sorted(events, key=lambda event: -event.number)
    ]


def quantity(line: LineSnapshot) -> str:
    """How many pieces a case is about, and of how many where that differs."""
    if line.pieces == line.quantity:
        return str(line.quantity)
    return _("%(pieces)d of %(quantity)d") % {"pieces": line.pieces, "quantity": line.quantity}


def refunded_elsewhere(line: LineSnapshot) -> str:
    """What was given back on another way; nothing where nothing was."""
    amount_minor = line.refunded_elsewhere_minor
    return format_money(amount_minor, line.currency) if amount_minor else ""


def party_label(party: str, viewer: Party) -> str:
    """ "You" for one's own side."""
    return _("You") if party == viewer else str(Party(party).label)
