"""What was asked, proposed, ruled, settled and refunded, against what the history says of it.

An event holds what its rows hold, by the same names; `verify_history` compares the two, so that
neither can be changed without the other, and the chain stands for the event.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from disputes.kernel.chain import sha256
from disputes.models import Dispute, Event, Policy, Proposal, Ruling
from disputes.models.published import Published, published_content
from disputes.states import EventKind, Party, SettledBy

_OFFER = ("solution", "amount_minor", "currency", "freight_payer", "freight_minor")
# Which events put a proposal on the table; the one of a ruling is the platform's.
_PROPOSES = {
    EventKind.OPENED,
    EventKind.CHANGED,
    EventKind.ARRIVAL_REPORTED,
    EventKind.PROPOSED,
    EventKind.RULED,
}
_UNSETTLES = {EventKind.RETURN_CONTESTED, EventKind.TAKEN_OVER}
SETTLES = {
    EventKind.ACCEPTED: SettledBy.AGREEMENT,
    EventKind.FORCED: SettledBy.SELLER_SILENCE,
    EventKind.NOT_RULED: SettledBy.NO_RULING,
    EventKind.RULING_CARRIED_OUT: SettledBy.RULING,
}


def policy_data(policy: Policy) -> dict[str, Any]:
    """The version that a case is opened under, as its first event keeps it."""
    return {"version": policy.version, "sha256": sha256(policy.content)}


def ruling_data(ruling: Ruling) -> dict[str, Any]:
    """What a ruling says besides its terms and citations, as its event keeps it."""
    ground = ruling.ground
    return {
        "ground": ground.title,
        "rests_on": {"code": ground.code, "article": ground.article, "text": ground.text},
        "reasons": ruling.reasons,
        "arbitrator": ruling.arbitrator_id,
        "on_appeal": ruling.on_appeal,
        "confirms": ruling.confirms,
        "against_store": ruling.against_store,
    }


def version_flaws(version: Published) -> Iterator[str]:
    """Where a published version is not what was published."""
    now = published_content(version)
    changed = [name for name, value in version.content.items() if now.get(name) != value]
    if changed or not version.content:
        yield f"it is not as it was published: {', '.join(changed) or 'content'}."


def decision_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    """What is not as the history says, in plain words."""
    if not events or events[0].kind != EventKind.OPENED:
        return  # the chain says so
    yield from _opening_flaws(dispute, events[0])
    yield from _reason_flaws(dispute, events)
    yield from _proposal_flaws(dispute, [event for event in events if _proposes(event)])
    yield from _ruling_flaws(dispute, [event for event in events if event.kind == EventKind.RULED])
    yield from _settlement_flaws(dispute, events)


def _opening_flaws(dispute: Dispute, opened: Event) -> Iterator[str]:
    group = dispute.group
    rows = sorted(each.reference for each in group.disputes.all()) if group else []
    if sorted(opened.data.get("together", [])) != rows:
        yield "it was applied for together with other cases than its rows say."
    if opened.data.get("policy") != policy_data(dispute.policy):
        yield f"policy version {dispute.policy.version} is not as it was when the case was opened."
    else:
        for flaw in version_flaws(dispute.policy):
            yield f"policy version {dispute.policy.version}: {flaw}"


def _reason_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    """It is another one since goods that had not come arrived."""
    told = [event for event in events if "reason" in event.data][-1:]
    if [[*event.data["reason_above"], event.data["reason"]] for event in told] != [
        dispute.reason_labels
    ]:
        yield "its reason is not the one in the history."


def _proposes(event: Event) -> bool:
    """Did this event put a proposal on the table? A case that ends without a ruling sometimes needs
    one that nobody had made: see `arbitration.background.unruled`."""
    return event.kind in _PROPOSES or bool(event.data.get("put_forward"))


def _proposal_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    proposals = list(dispute.proposals.all())
    for party in Party:
        told = [event for event in events if event.party == party]
        made = sorted((p for p in proposals if p.party == party), key=lambda p: p.version)
        if len(told) != len(made):
            there = f"the {party} made {len(made)} proposals"
            yield f"{there}, and {len(told)} are in the history."
        for event, proposal in zip(told, made, strict=False):
            if changed := _changed(_told_of(event), _of_proposal(proposal)):
                where = f"proposal {proposal.version} of the {party}"
                yield f"{where} is not as in the history: {changed}."


def _told_of(event: Event) -> dict[str, Any]:
    """What the history says of a proposal. A ruling's reasons are not the words of its terms; what
    was erased is not there, in neither place."""
    offer = {name: event.data.get(name) for name in _OFFER}
    text = "" if event.kind == EventKind.RULED else event.data.get("text", "")
    return {**offer, "text": text, "made_by": event.actor_id, "made_at": event.at}


def _of_proposal(proposal: Proposal) -> dict[str, Any]:
    offer = {name: getattr(proposal, name) for name in _OFFER}
    text = {"text": proposal.text}
    return {**offer, **text, "made_by": proposal.made_by_id, "made_at": proposal.made_at}


def _ruling_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    rulings = list(dispute.rulings.all())
    if len(rulings) != len(events):
        yield f"{len(events)} rulings are in the history, and {len(rulings)} are there."
    for number, (event, ruling) in enumerate(zip(events, rulings, strict=False), start=1):
        told = {"reasons": ""} | event.data
        approved_by = event.actor_id if told.get("approved") else None
        found = ruling_data(ruling) | _citations(ruling) | _offer_of(ruling.proposal)
        expected = {name: told.get(name) for name in found}
        if changed := _changed(
            expected | {"ruled_at": event.at, "approved_by": approved_by},
            found | {"ruled_at": ruling.ruled_at, "approved_by": ruling.approved_by_id},
        ):
            yield f"ruling {number} is not as in the history: {changed}."


def _citations(ruling: Ruling) -> dict[str, list[int]]:
    cited = sorted((each.evidence.number, each.version) for each in ruling.citations.all())
    return {"cites": [each[0] for each in cited], "cited_versions": [each[1] for each in cited]}


def _settlement_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    expected: Event | None = None
    cut: Event | None = None
    by, on_appeal = "", False
    for event in events:
        if event.kind == EventKind.RULED:
            on_appeal = bool(event.data.get("on_appeal"))
        elif event.kind in _UNSETTLES:
            expected, by, cut = None, "", None
        elif event.kind == EventKind.REFUND_CUT:
            cut = event
        elif event.kind in SETTLES and "solution" in event.data:
            expected, by = event, SETTLES[EventKind(event.kind)]
            if by == SettledBy.RULING and on_appeal:
                by = SettledBy.APPEAL
    settled = dispute.settlement
    if dispute.settled_by != by or (settled is None) != (expected is None):
        yield "it is not settled as the history says."
    elif settled is not None and expected is not None:
        told = {name: expected.data.get(name) for name in _OFFER}
        if changed := _changed(told, _offer_of(settled)):
            yield f"the settlement is not as in the history: {changed}."
    yield from _refund_flaws(dispute, expected, cut, events)


def _refund_flaws(
    dispute: Dispute, settled: Event | None, cut: Event | None, events: Sequence[Event]
) -> Iterator[str]:
    refund = getattr(dispute, "refund", None)
    paid = next((event for event in events if event.kind == EventKind.REFUND_PAID), None)
    if refund is None:
        if paid is not None:
            yield "the refund that the history tells of is missing."
        return
    told = cut or settled
    expected = told and told.data.get("amount_minor")
    if refund.amount_minor != expected or refund.decided_at not in [e.at for e in events]:
        yield "the refund is not the one in the history."
    if (refund.paid_at is None) != (paid is None) or (
        paid is not None
        and (paid.data.get("amount_minor"), paid.data.get("freight_minor", 0), paid.at)
        != (refund.amount_minor, refund.freight_minor, refund.paid_at)
    ):
        yield "the refund is not paid as the history says."


def _offer_of(proposal: Proposal) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in _OFFER}


def _changed(told: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """The names of what is not the same."""
    return ", ".join(name for name, value in told.items() if value != found[name])
