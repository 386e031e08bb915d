"""The cases that one application opened, for the page of each of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from disputes.models import Dispute


@dataclass(frozen=True)
class TogetherWith:
    """One of the others, as a link with its state."""

    url: str
    title: str
    reference: str
    state: str
    state_label: str


def together_with(disputes: Sequence[Dispute], url: Callable[[Dispute], str]) -> list[TogetherWith]:
    return [
        TogetherWith(
            url(dispute),
            dispute.snapshot.title,
            dispute.reference,
            dispute.state,
            dispute.get_state_display(),
        )
        for dispute in disputes
    ]
