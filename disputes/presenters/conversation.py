"""The messages of a case in the shape that its pages take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from disputes.errors import Code
from disputes.models import Attachment, Dispute, Message, MessageReport
from disputes.permissions import Actor, refusal
from disputes.presenters.parts import PORTALS, action_url, party_label
from disputes.selectors import DisputeView
from disputes.states import OTHER_SIDE, Party, Verb
from disputes.wording.messages import hides_contacts, is_no_answer

# More of them are folded away, but for those that are new.
_SHOWN = 6


@dataclass(frozen=True)
class SavedText:
    """A text that a side has at hand for its messages; an app above the core keeps them."""

    key: str
    title: str
    text: str


SavedTexts = Callable[[Dispute], Sequence[SavedText]]


def no_saved_texts(dispute: Dispute) -> Sequence[SavedText]:
    """Those of a side that keeps none."""
    return []


def text_of(texts: Sequence[SavedText], key: str) -> str:
    """The one that was chosen; empty for none of them."""
    return next((each.text for each in texts if each.key == key), "")


@dataclass(frozen=True)
class SeenBy:
    """A side that a message was written to, and since when it has seen it, if it has."""

    label: str
    at: datetime | None


@dataclass(frozen=True)
class ShownMessage:
    """One message as its reader reads it. `hides`: some of it is hidden from the other side."""

    number: int
    party: str
    party_label: str
    at: datetime
    text: str
    photos: Sequence[Attachment]
    documents: Sequence[Attachment]
    hides: bool
    is_own: bool
    is_new: bool
    seen_by: Sequence[SeenBy]
    reports: Sequence[MessageReport]
    report_url: str


@dataclass(frozen=True)
class CaseConversation:
    """All of them, the newest last; `earlier` come before `latest`. `write_url` is where one is
    written, if the viewer may; `closed` says why not where that passes by itself."""

    earlier: Sequence[ShownMessage]
    latest: Sequence[ShownMessage]
    unread: int
    erased_at: datetime | None
    write_url: str
    closed: str
    no_answer: str
    evidence_url: str


def conversation(view: DisputeView, actor: Actor) -> CaseConversation:
    dispute, viewer = view.dispute, view.viewer
    shown = [shown_message(view, message) for message in view.messages]
    unread = [message for message in shown if message.is_new]
    fold = min(max(0, len(shown) - _SHOWN), len(shown) - len(unread))
    may_write = Verb.SEND_MESSAGE in view.allowed and viewer in PORTALS
    return CaseConversation(
        earlier=shown[:fold],
        latest=shown[fold:],
        unread=len(unread),
        erased_at=dispute.erased_at,
        write_url=action_url(viewer, dispute, Verb.SEND_MESSAGE) if may_write else "",
        closed="" if may_write or viewer not in PORTALS else _closed(view, actor),
        no_answer=is_no_answer(dispute, viewer) if may_write else "",
        evidence_url=action_url(viewer, dispute, Verb.ADD_EVIDENCE)
        if may_write and Verb.ADD_EVIDENCE in view.allowed
        else "",
    )


def shown_message(view: DisputeView, message: Message) -> ShownMessage:
    viewer, party = view.viewer, Party(message.party)
    hides = bool(message.hides) and not view.dispute.shares_contacts
    files = [] if view.dispute.erased_at else list(message.files.all())
    is_theirs = party == OTHER_SIDE.get(viewer)
    return ShownMessage(
        number=message.number,
        party=party,
        party_label=party_label(party, viewer),
        at=message.sent_at,
        text=hides_contacts(message.text, message.hides) if hides and is_theirs else message.text,
        photos=[file for file in files if file.is_photo],
        documents=[file for file in files if not file.is_photo],
        hides=hides and not is_theirs,
        is_own=party == viewer,
        is_new=viewer in OTHER_SIDE and message.seen_at(viewer) is None,
        seen_by=_seen_by(message, viewer),
        reports=_reports(message, viewer),
        report_url=_report_url(view, message),
    )


def _reports(message: Message, viewer: Party) -> list[MessageReport]:
    """The platform reads all of them, a side its own."""
    reports = message.reports.all()
    return [each for each in reports if viewer in (Party.PLATFORM, each.party)]


def _report_url(view: DisputeView, message: Message) -> str:
    """Where the viewer can report it; nowhere where they wrote it, or have reported it."""
    viewer = view.viewer
    if viewer not in PORTALS or message.party == viewer or view.dispute.erased_at is not None:
        return ""
    if _reports(message, viewer):
        return ""
    args = [view.dispute.reference, message.number]
    return reverse(f"{PORTALS[viewer]}:report-message", args=args)


def _seen_by(message: Message, viewer: Party) -> list[SeenBy]:
    """The platform reads it of both sides, a side of its own messages."""
    if viewer != Party.PLATFORM and message.party != viewer:
        return []
    labels = {Party.BUYER: _("Seen by the buyer"), Party.SELLER: _("Seen by the seller")}
    return [
        SeenBy(label if viewer == Party.PLATFORM else _("Seen"), message.seen_at(party))
        for party, label in labels.items()
        if party != message.party
    ]


def _closed(view: DisputeView, actor: Actor) -> str:
    refused = refusal(view.dispute, Verb.SEND_MESSAGE, actor, view.now)
    return refused.message if refused and refused.code == Code.LIMIT_REACHED else ""
