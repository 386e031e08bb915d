"""A change: what one act does to one locked case, built in memory before anything is saved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model

from disputes import access
from disputes.kernel.evidence_snapshots import snapshots
from disputes.kernel.rests import carry_out_pauses, find_rests
from disputes.models import (
    Attachment,
    Dispute,
    Event,
    Evidence,
    Message,
    OutboxMessage,
    Proposal,
    Store,
    Topic,
)
from disputes.permissions import PLATFORM, Actor
from disputes.rules.addresses import Address
from disputes.states import EventKind, Party, ProposalStatus, State


class Left:
    """What can still be refunded in each of some cases, asked once for all of them when the first
    of them is to pay."""

    def __init__(self, disputes: Sequence[Dispute]) -> None:
        self._disputes = disputes

    def of(self, dispute: Dispute) -> int:
        return self._by_case[dispute.pk]

    @cached_property
    def _by_case(self) -> dict[int, int]:
        return access.left_to_refund(self._disputes)


class Addresses:
    """Where goods go back to by the stores of some cases, asked once for all of them when the first
    of them is to go back."""

    def __init__(self, disputes: Sequence[Dispute]) -> None:
        self._stores = {dispute.store_id for dispute in disputes}

    def of(self, dispute: Dispute) -> Address | None:
        return self._by_store.get(dispute.store_id)

    @cached_property
    def _by_store(self) -> dict[int, Address | None]:
        return {store.pk: store.address for store in Store.objects.filter(pk__in=self._stores)}


@dataclass
class Change:
    """One case in hand, the time of the act, and the rows that the act makes.

    Nothing here writes to the database, and only `left` reads it, so a thousand changes can be
    built and then saved together (`record`). `live` is what is on the table, by side; `on_record`
    the evidence of a hearing; `left` what can still be refunded; `was_due_at` the clock as the act
    found it. `follows` are lines of their own after the act's, such as that less is paid than was
    settled.
    """

    dispute: Dispute
    actor: Actor
    now: datetime
    live: dict[Party, Proposal] = field(default_factory=dict)
    on_record: Sequence[Mapping[str, Any]] = ()
    left: Left | None = None
    addresses: Addresses | None = None
    follows: list[tuple[EventKind, Mapping[str, Any]]] = field(default_factory=list)
    created: list[Model] = field(default_factory=list)
    ended: list[Proposal] = field(default_factory=list)
    attached: list[Attachment] = field(default_factory=list)  # to new evidence or a message
    revised: list[Evidence] = field(default_factory=list)  # changed, or seen
    seen: list[Message] = field(default_factory=list)
    redone: list[Attachment] = field(default_factory=list)  # with another caption, or replaced

    def __post_init__(self) -> None:
        self.is_new = self.dispute.pk is None
        self._recorded: str = "" if self.is_new else self.dispute.state
        self.was_due_at = self.dispute.due_at
        self.is_moved = False  # by a pause, before the act

    def record_event(self, kind: EventKind, **data: Any) -> None:
        """One line of history, with the state before and after it. Call it after the transition."""
        self._write(kind, self.actor, data)

    def record_of_platform(self, kind: EventKind, **data: Any) -> None:
        """The same of what the platform does by itself, whoever acts."""
        self._write(kind, PLATFORM, data)

    def _write(self, kind: EventKind, actor: Actor, data: Mapping[str, Any]) -> None:
        after = State(self.dispute.state)
        self.created.append(
            Event(
                dispute=self.dispute,
                kind=kind,
                party=actor.party,
                actor=actor.user,
                from_state=self._recorded,
                to_state=after,
                due_at=self.dispute.due_at,
                at=self.now,
                data=data,
            )
        )
        self._recorded = after
        follows, self.follows = self.follows, []
        for following, told in follows:
            self.record_event(following, **told)

    @property
    def left_minor(self) -> int:
        """How much can still be refunded for the line, in minor units."""
        left = self.left or Left([self.dispute])
        return left.of(self.dispute)

    @property
    def store_address(self) -> Address | None:
        """Where goods go back to, if the store has said so for all cases."""
        addresses = self.addresses or Addresses([self.dispute])
        return addresses.of(self.dispute)

    def add(self, *rows: Model) -> None:
        """Rows to save with this act."""
        self.created.extend(rows)

    def send(self, topic: Topic, key: str, **payload: Any) -> None:
        """Something to tell the world outside once this act is committed."""
        self.created.append(
            OutboxMessage(
                topic=topic,
                key=key,
                payload=payload,
                created_at=self.now,
                next_attempt_at=self.now,
            )
        )

    def end(self, party: Party, status: ProposalStatus) -> None:
        """Take a side's proposal off the table, if there is one."""
        proposal = self.live.pop(party, None)
        if proposal is None:
            return
        proposal.status = status
        proposal.answered_at = self.now
        if proposal.pk is not None:
            self.ended.append(proposal)


def changes_of(disputes: Sequence[Dispute], actor: Actor, now: datetime) -> list[Change]:
    """A change for each of these locked cases, with its live proposals and, where it may close now,
    its evidence; a query for all proposals and one for all evidence. What was paused since somebody
    last had them in hand is carried out."""
    find_rests(disputes, now)
    live = access.live_proposals(disputes)
    on_record = snapshots([dispute for dispute in disputes if dispute.state == State.HEARING])
    left, addresses = Left(disputes), Addresses(disputes)
    changes = [
        Change(
            dispute, actor, now, live[dispute.pk], on_record.get(dispute.pk, ()), left, addresses
        )
        for dispute in disputes
    ]
    for change in changes:
        carry_out_pauses(change)
    return changes


def rows_of(changes: Iterable[Change], model: type[Model]) -> list[Any]:
    """The rows of one kind that these changes make, in their order."""
    return [row for change in changes for row in change.created if type(row) is model]
