"""The two columns of a case: what each side stands for, says, shows and did, in the same order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from disputes.models import Attachment, Event
from disputes.presenters.evidence_items import EvidenceItem, evidence_items
from disputes.presenters.parts import ProposalCard, proposal_card
from disputes.selectors import DisputeView
from disputes.states import OTHER_SIDE, AskedFor, EventKind, Party, ProposalStatus

_ANSWERS = frozenset(
    {EventKind.EVIDENCE_ADDED, EventKind.EVIDENCE_CHANGED, EventKind.EVIDENCE_FINISHED}
)

# What a side saw is told beside the evidence, messages stand together, and the evidence closes by
# itself after the last word.
_NO_DEEDS = frozenset(
    {
        EventKind.EVIDENCE_SEEN,
        EventKind.EVIDENCE_CLOSED,
        EventKind.MESSAGE_SENT,
        EventKind.MESSAGE_SEEN,
    }
)


class Answer(TextChoices):
    """What a side made of a request for evidence."""

    WAITING = "waiting", _("Not answered yet")
    GIVEN = "given", _("Answered")
    SILENT = "silent", _("Not answered in time")
    OVERTAKEN = "overtaken", _("Not answered before the case went on")


@dataclass(frozen=True)
class Asked:
    """What an arbitrator asked a side to show."""

    at: datetime
    until: datetime
    kinds: Sequence[str]
    text: str
    answer: Answer


@dataclass(frozen=True)
class PartyAction:
    """Something that the side did itself; `number` is that of the evidence, if it is about some."""

    at: datetime
    label: str
    number: int | None


@dataclass(frozen=True)
class SideColumn:
    """One of the two columns."""

    party: Party
    name: str
    proposals: Sequence[ProposalCard]  # the latest first
    accepted: bool  # what the other side asks for
    evidence: Sequence[EvidenceItem]
    asked: Sequence[Asked]  # the latest first
    actions: Sequence[PartyAction]

    @property
    def photos(self) -> list[Attachment]:
        return [photo for item in self.evidence for photo in item.photos]

    @property
    def photos_erased(self) -> int:
        return sum(item.photos_erased for item in self.evidence)

    @property
    def documents(self) -> list[Attachment]:
        return [document for item in self.evidence for document in item.documents]

    @property
    def said(self) -> set[str]:
        """The texts of its evidence, so that that of a proposal need not stand there twice."""
        return {item.text for item in self.evidence}


def sides(view: DisputeView) -> list[SideColumn]:
    """Buyer and seller, side by side."""
    evidence = evidence_items(view)
    names = {
        Party.BUYER: view.dispute.buyer.name,
        Party.SELLER: view.dispute.store.name,
    }
    return [
        SideColumn(
            party,
            name,
            [
                proposal_card(proposal, Party.PLATFORM)
                for proposal in reversed(view.proposals)
                if proposal.party == party
            ],
            _has_accepted(view, party),
            [item for item in evidence if item.party == party],
            list(reversed(list(_asked(view, party)))),
            list(_actions_of(view, party)),
        )
        for party, name in names.items()
    ]


def _has_accepted(view: DisputeView, party: Party) -> bool:
    theirs = view.latest(OTHER_SIDE[party])
    return theirs is not None and theirs.status == ProposalStatus.ACCEPTED


def _asked(view: DisputeView, party: Party) -> Iterator[Asked]:
    """What this side was asked to show, in the order of the requests."""
    asked = [event for event in view.events if event.kind == EventKind.EVIDENCE_REQUESTED]
    for place, event in enumerate(asked):
        if party not in event.data["of"]:
            continue
        following = asked[place + 1] if place + 1 < len(asked) else None
        yield Asked(
            at=event.at,
            until=datetime.fromisoformat(event.data["until"]),
            kinds=[str(AskedFor(kind).label) for kind in event.data["kinds"]],
            text=event.data.get("text", ""),
            answer=_answer(view, party, event, following),
        )


def _answer(view: DisputeView, party: Party, asked: Event, following: Event | None) -> Answer:
    """Judged by what happened until the arbitrator asked for the next thing."""
    dispute = view.dispute
    if following is None and party in dispute.asked_sides:
        over = dispute.asked_until is not None and view.now >= dispute.asked_until
        return Answer.SILENT if over else Answer.WAITING
    last = following.number if following else dispute.event_count + 1
    meanwhile = [event for event in view.events if asked.number < event.number < last]
    if any(party in event.data.get("silent", ()) for event in meanwhile):
        return Answer.SILENT
    if any(event.party == party and event.kind in _ANSWERS for event in meanwhile):
        return Answer.GIVEN
    return Answer.OVERTAKEN


def _actions_of(view: DisputeView, party: Party) -> Iterator[PartyAction]:
    for event in view.events:
        if event.party == party and event.kind not in _NO_DEEDS:
            number = 1 if event.kind == EventKind.OPENED else event.data.get("number")
            yield PartyAction(event.at, event.get_kind_display(), number)
