"""An application for a refund that has not been submitted yet."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from buyers.models import Draft
from buyers.selectors.orders import windows
from disputes import clock
from disputes.access import line_of_buyer
from disputes.models import Attachment, Dispute, OrderLine, Policy, Reason, User
from disputes.rules.eligibility import Window
from disputes.states import State
from disputes.verbs.uploads import uploads_of

RECEIVED = {"yes": True, "no": False}


@dataclass(frozen=True)
class Application:
    """One line, and all that has been answered about it so far.

    `answers` are as typed, by the name of the field; the forms of the steps say whether they are
    good. `reasons` can be chosen after the first answer; `dispute` is one about the line that
    stands in the way.
    """

    buyer: User
    line: OrderLine
    policy: Policy
    received_window: Window
    not_received_window: Window
    answers: dict[str, str]
    reasons: Sequence[Reason]
    files: Sequence[Attachment]
    dispute: Dispute | None

    @property
    def form_key(self) -> str:
        """The key under which the uploads of this application wait."""
        return form_key(self.line)

    @property
    def received(self) -> bool:
        """What the buyer says; without an answer yet, that nothing came."""
        return RECEIVED.get(self.answers.get("received", ""), False)

    @property
    def reason(self) -> Reason | None:
        """The chosen reason, if it can be chosen now."""
        code = self.answers.get("reason")
        return next((reason for reason in self.reasons if reason.code == code), None)

    @property
    def closed_because(self) -> str:
        """Why no application is possible at all; empty while one of the windows is open."""
        received, not_received = self.received_window, self.not_received_window
        if received.is_open or not_received.is_open:
            return ""
        shown = received if self.line.order.delivered_at else not_received
        return shown.closed_because

    @property
    def fingerprint(self) -> str:
        """Changes with every answer and file: what is submitted is what was checked."""
        files = [[str(file.public_id), file.caption, file.shot_id] for file in self.files]
        content = [self.answers, files]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def application_of(buyer: User, order_reference: str, number: int) -> Application:
    """The application about one line of an own order; refused as "not found" otherwise."""
    line = line_of_buyer(buyer, order_reference, number)
    policy = Policy.objects.latest()
    received_window, not_received_window = windows(line.order, policy, clock.now())
    draft = Draft.objects.filter(buyer=buyer, line=line).first()
    answers: dict[str, str] = {} if draft is None else draft.answers
    return Application(
        buyer,
        line,
        policy,
        received_window,
        not_received_window,
        answers,
        reasons=_leaves(RECEIVED.get(answers.get("received", ""))),
        files=list(uploads_of(buyer, form_key(line)).select_related("shot")),
        dispute=line.disputes.exclude(state=State.WITHDRAWN).select_related("line__order").first(),
    )


def form_key(line: OrderLine) -> str:
    return f"apply-{line.order.reference}-{line.number}"


def _leaves(received: bool | None) -> Sequence[Reason]:
    """What can be chosen: an active leaf of an active branch, in the order of the tree."""
    if received is None:
        return []
    leaves = Reason.objects.filter(received=received, active=True, children=None)
    leaves = leaves.exclude(parent__active=False).exclude(parent__parent__active=False)
    return list(
        leaves.select_related("parent").order_by("parent__position", "parent", "position", "id")
    )
