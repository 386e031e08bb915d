"""Messages as they are, against what the history says of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from disputes.models import Dispute, Event, Message
from disputes.states import OTHER_SIDE, EventKind


def message_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    """What is not as the history says, in plain words."""
    messages = {message.number: message for message in dispute.messages.all()}
    sent = {e.data.get("number"): e for e in events if e.kind == EventKind.MESSAGE_SENT}
    for number in sorted(sent.keys() - messages.keys()):
        yield f"message {number} is in the history, and it is missing."
    for number, message in messages.items():
        if number not in sent:
            yield f"message {number} is not in the history."
            continue
        for flaw in _flaws(dispute, message, sent[number], events):
            yield f"message {number}: {flaw}"


def _flaws(
    dispute: Dispute, message: Message, sent: Event, events: Sequence[Event]
) -> Iterator[str]:
    if (message.party, message.author_id) != (sent.party, sent.actor_id):
        yield "it is not from whom the history says."
    if message.sent_at != sent.at:
        yield "it is not from when the history says."
    if dispute.erased_at is None and message.text != sent.data.get("text"):
        yield "its words are not those in the history."
    if message.hides != sent.data.get("hides"):
        yield "it hides other parts than the history says."
    yield from _file_flaws(dispute, message, sent)
    for party in OTHER_SIDE:
        own = sent.at if party == sent.party else None
        if message.seen_at(party) != (own or _seen(message, party, events)):
            yield f"it was not seen by the {party} when its row says so."


def _file_flaws(dispute: Dispute, message: Message, sent: Event) -> Iterator[str]:
    """The rows of its files against the hashes in the history."""
    files = list(message.files.all())
    if [file.fingerprint for file in files] != sent.data.get("files"):
        yield "its files are not those in the history."
    elif dispute.erased_at is None:
        if [file.caption for file in files] != sent.data.get("captions"):
            yield "its captions are not those in the history."
        yield from (
            f"file {file.public_id} has lost its place in the store."
            for file in files
            if file.is_erased
        )


def _seen(message: Message, party: str, events: Sequence[Event]) -> datetime | None:
    """When this side has first seen it, says the history."""
    return next(
        (
            event.at
            for event in events
            if event.kind == EventKind.MESSAGE_SEEN
            and event.party == party
            and message.number in event.data["numbers"]
        ),
        None,
    )
