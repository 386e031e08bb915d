"""What is said about messages: what they are, and what they are not."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.models import Dispute
from disputes.rules.contact_details import hidden
from disputes.states import AWAITED, OTHER_SIDE, EventKind, Party, State

# Their lines in the history.
OF_MESSAGES = {
    (EventKind.MESSAGE_SENT, Party.BUYER): gettext_lazy("The buyer wrote message %(number)s."),
    (EventKind.MESSAGE_SENT, Party.SELLER): gettext_lazy("The seller wrote message %(number)s."),
    (EventKind.MESSAGE_SENT, Party.PLATFORM): gettext_lazy(
        "The arbitrator wrote message %(number)s to both sides."
    ),
    (EventKind.MESSAGE_SEEN, Party.BUYER): gettext_lazy(
        "The buyer saw message %(numbers)s for the first time."
    ),
    (EventKind.MESSAGE_SEEN, Party.SELLER): gettext_lazy(
        "The seller saw message %(numbers)s for the first time."
    ),
}


def hides_contacts(text: str, spans: Sequence[Sequence[int]]) -> str:
    """The text as the other side reads it."""
    return hidden(text, spans, _("[contact details hidden]"))


def is_no_answer(dispute: Dispute, writer: Party) -> str:
    """What a message leaves as it is."""
    if dispute.state == State.AWAITING_SELLER and writer == Party.SELLER:
        return _("This is not an answer to the request: the time to answer goes on.")
    if writer in AWAITED[State(dispute.state)]:
        return _("This is not an answer to anything: your time goes on.")
    return _("It changes nothing else: every deadline stays as it is.")


def is_no_evidence() -> str:
    return _("It is not evidence: a ruling rests on evidence only.")


def message_consequences(dispute: Dispute, writer: Party) -> list[str]:
    """What will happen when this party sends a message."""
    read = (
        _("The other side can read it at once, and the platform where it decides.")
        if writer in OTHER_SIDE
        else _("Both sides can read it at once.")
    )
    sentences = [
        f"{read} " + _("It stays in the record and cannot be taken back."),
        is_no_answer(dispute, writer),
        is_no_evidence(),
    ]
    if writer in OTHER_SIDE and not dispute.shares_contacts:
        sentences.append(why_hidden())
    return sentences


def why_hidden() -> str:
    return _(
        "Telephone numbers, addresses of e-mail and of the web are hidden from the other side "
        "until goods are to be sent back, so that what you agree on stands here."
    )


def will_be_hidden(parts: Sequence[str]) -> str:
    """Told before a message with contact details is sent."""
    first = ngettext(
        "Not sent yet. The other side will not read this: %(parts)s.",
        "Not sent yet. The other side will not read these: %(parts)s.",
        len(parts),
    ) % {"parts": " · ".join(f"“{part}”" for part in parts)}
    return f"{first} {why_hidden()} " + _("Send it again to send it so, or change it.")
