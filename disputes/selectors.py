"""What the pages read of a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch

from disputes import access, wording
from disputes.models import Attachment, Dispute, Event, Evidence, Message, Proposal, Refund, Ruling
from disputes.permissions import Actor, allowed, may_appeal
from disputes.states import OTHER_SIDE, Fate, Party, ProposalStatus, State, Verb
from disputes.wording.rulings import fates


@dataclass(frozen=True)
class DisputeView:
    """One case as one side sees it: both sides see the same case, with other things to do."""

    dispute: Dispute
    viewer: Party
    now: datetime
    allowed: frozenset[Verb]
    step: wording.NextStep
    deadline: wording.Deadline | None
    proposals: Sequence[Proposal]
    evidence: Sequence[Evidence]
    messages: Sequence[Message]
    events: Sequence[Event]
    rulings: Sequence[Ruling]
    refund: Refund | None

    def latest(self, party: Party) -> Proposal | None:
        """What a side stands for: its last proposal."""
        return next((p for p in reversed(self.proposals) if p.party == party), None)

    @property
    def request(self) -> Proposal:
        """The buyer's request as it is now."""
        request = self.latest(Party.BUYER)
        assert request is not None, "a case begins with the buyer's request"
        return request

    @property
    def offered(self) -> Proposal | None:
        """What the other side has on the table, for this side to accept."""
        return _offered(self.proposals, self.viewer)

    @property
    def ruling(self) -> Ruling | None:
        """The latest ruling."""
        return self.rulings[-1] if self.rulings else None

    @property
    def fates(self) -> list[Fate]:
        """What has become of each ruling, for every page and paper that tells it."""
        return fates(self.dispute, self.rulings, self.events)


def dispute_view(dispute: Dispute, actor: Actor, now: datetime) -> DisputeView:
    """Everything that the case page shows; a fixed number of queries."""
    proposals = list(dispute.proposals.select_related("made_by"))
    viewer = actor.party
    stuck = wording.stuck_since([dispute], now).get(dispute.pk)
    step, deadline = step_and_deadline(dispute, proposals, viewer, now, stuck)
    files = Prefetch("files", Attachment.objects.select_related("shot"))
    return DisputeView(
        dispute=dispute,
        viewer=viewer,
        now=now,
        allowed=frozenset(allowed(dispute, actor, now)),
        step=step,
        deadline=deadline,
        proposals=proposals,
        evidence=list(dispute.evidence.select_related("author").prefetch_related(files)),
        messages=list(dispute.messages.prefetch_related(files, "reports")),
        events=list(dispute.events.select_related("actor")),
        rulings=list(
            dispute.rulings.select_related(
                "ground", "proposal", "arbitrator", "approved_by"
            ).prefetch_related("citations__evidence")
        ),
        refund=Refund.objects.filter(dispute=dispute).first(),
    )


def glance(dispute: Dispute, actor: Actor, now: datetime) -> DisputeView:
    """The same of one of several cases whose proposals were read together: what is on the table and
    what this side can do, without its evidence, history, rulings and refund."""
    proposals = list(dispute.proposals.all())
    step, deadline = step_and_deadline(dispute, proposals, actor.party, now, None)
    return DisputeView(
        dispute=dispute,
        viewer=actor.party,
        now=now,
        allowed=frozenset(allowed(dispute, actor, now)),
        step=step,
        deadline=deadline,
        proposals=proposals,
        evidence=(),
        messages=(),
        events=(),
        rulings=(),
        refund=None,
    )


def listed(ids: Sequence[int], *related: str) -> list[Dispute]:
    """These cases in this order, with what is related and with their proposals.

    The settlement is one of the proposals, so it need not be fetched once more.
    """
    disputes = Dispute.objects.select_related(*related).prefetch_related("proposals").in_bulk(ids)
    for dispute in disputes.values():
        if dispute.settlement_id is not None:
            made = {proposal.pk: proposal for proposal in dispute.proposals.all()}
            dispute.settlement = made[dispute.settlement_id]
    return [disputes[pk] for pk in ids]


def first_photos(ids: Sequence[int]) -> dict[int, UUID]:
    """The first photo that the buyer of each case shows, by the case's id; none that was erased
    or replaced."""
    files = Attachment.objects.filter(
        evidence__dispute__in=ids, evidence__party=Party.BUYER, replaced_by=None
    )
    first = (
        files.exclude(shared="")
        .order_by("evidence__dispute", "evidence__number", "id")
        .distinct("evidence__dispute")
    )
    return dict(first.values_list("evidence__dispute", "public_id"))


def unread_messages(disputes: Iterable[Dispute], viewer: Party) -> dict[int, int]:
    """How many messages of each of these cases this side has not seen, by the case's id; those
    without any are left out. One query for all; the platform's looks are not counted."""
    if viewer == Party.PLATFORM:
        return {}
    unread = Message.objects.filter(
        dispute__in=[dispute.pk for dispute in disputes], **{f"{viewer}_seen_at": None}
    )
    return dict(unread.order_by().values_list("dispute").annotate(Count("id")))


def step_and_deadline(
    dispute: Dispute,
    proposals: Sequence[Proposal],
    viewer: Party,
    now: datetime,
    stuck: datetime | None,
) -> tuple[wording.NextStep, wording.Deadline | None]:
    """Where the case with these proposals stands, for its page and for every list; `stuck` since
    when, if its deadline could not be enforced."""
    step = wording.next_step(
        dispute,
        viewer,
        now,
        has_counter=_offered(proposals, viewer) is not None,
        may_appeal=viewer in may_appeal(dispute),
        stuck=stuck,
    )
    pending, to_staff = _pending(dispute, proposals), viewer == Party.PLATFORM
    return step, wording.deadline(dispute, pending, now, to_staff=to_staff)


def whose_turn(disputes: Sequence[Dispute], now: datetime) -> dict[int, frozenset[Party]]:
    """For whom each of these cases waits, by its id, as their pages say; one query for all."""
    live = access.live_proposals(disputes)
    return {
        dispute.pk: frozenset(
            party
            for party in Party
            if wording.next_step(
                dispute,
                party,
                now,
                has_counter=party in OTHER_SIDE and OTHER_SIDE[party] in live[dispute.pk],
                may_appeal=party in may_appeal(dispute),
            ).yours
        )
        for dispute in disputes
    }


def _pending(dispute: Dispute, proposals: Sequence[Proposal]) -> Proposal | None:
    """What is carried out when the clock runs out."""
    match dispute.state:
        case State.AWAITING_SELLER | State.AWAITING_RULING:
            return _live_of(proposals, Party.BUYER)
        case State.RULED | State.APPEALED:
            return _live_of(proposals, Party.PLATFORM)
        case _:
            return dispute.settlement


def _offered(proposals: Sequence[Proposal], viewer: Party) -> Proposal | None:
    return None if viewer == Party.PLATFORM else _live_of(proposals, OTHER_SIDE[viewer])


def _live_of(proposals: Sequence[Proposal], party: Party) -> Proposal | None:
    return next(
        (p for p in proposals if p.party == party and p.status == ProposalStatus.LIVE), None
    )
