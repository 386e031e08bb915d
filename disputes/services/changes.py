"""A change: what one act does to one locked case, built in memory before anything is saved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from disputes.access import live_proposals
from disputes.models import Dispute, Event, Evidence, EvidenceFile, OutboxMessage, Proposal, Topic
from disputes.permissions import Actor
from disputes.services.snapshots import snapshots
from disputes.states import EventKind, Party, ProposalStatus, State


@dataclass
class Change:
    """One case in hand, the time of the act, and the rows that the act makes.

    Nothing here reads or writes the database, so a thousand changes can be built and then saved
    together (`record`). `live` is what is on the table, by side; `in_file` what lies in the file of
    a hearing; `was_due_at` the clock as the act found it.
    """

    dispute: Dispute
    actor: Actor
    now: datetime
    live: dict[Party, Proposal] = field(default_factory=dict)
    in_file: Sequence[Mapping[str, Any]] = ()
    created: list[Model] = field(default_factory=list)
    ended: list[Proposal] = field(default_factory=list)
    attached: list[EvidenceFile] = field(default_factory=list)  # to new evidence
    revised: list[Evidence] = field(default_factory=list)  # changed, or seen
    redone: list[EvidenceFile] = field(default_factory=list)  # with another caption, or replaced

    def __post_init__(self) -> None:
        self._recorded: str = "" if self.dispute.pk is None else self.dispute.state
        self.was_due_at = self.dispute.due_at

    def note(self, kind: EventKind, **data: Any) -> None:
        """One line of history, with the state before and after it. Call it after the transition."""
        after = State(self.dispute.state)
        self.created.append(
            Event(
                dispute=self.dispute,
                kind=kind,
                party=self.actor.party,
                actor=self.actor.user,
                from_state=self._recorded,
                to_state=after,
                due_at=self.dispute.due_at,
                at=self.now,
                data=data,
            )
        )
        self._recorded = after

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
    """A change for each of these locked cases, with what is on its table and, where that may close
    now, in its file; a query for all tables and one for all files."""
    live = live_proposals(disputes)
    in_file = snapshots([dispute for dispute in disputes if dispute.state == State.HEARING])
    return [
        Change(dispute, actor, now, live[dispute.pk], in_file.get(dispute.pk, ()))
        for dispute in disputes
    ]


def rows_of(changes: Iterable[Change], model: type[Model]) -> list[Any]:
    """The rows of one kind that these changes make, in their order."""
    return [row for change in changes for row in change.created if type(row) is model]
