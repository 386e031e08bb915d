"""Evidence in the shape that the components of the pages take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disputes.models import Attachment, Evidence
from disputes.permissions import was_relied_on
from disputes.presenters.evidence_versions import Version, earlier_versions
from disputes.presenters.parts import PORTALS, party_label
from disputes.selectors import DisputeView
from disputes.states import OTHER_SIDE, Party, Verb


@dataclass(frozen=True)
class EvidenceItem:
    """One statement with its files; when it was erased, if the policy no longer keeps them.

    An address is empty where the viewer has no such page. `is_theirs`: it is the other side's.
    `is_unseen`: the side that did not add it has not opened it so far, nor done anything since.
    """

    party: str
    party_label: str
    number: int
    version: int
    at: datetime
    changed_at: datetime | None
    seen_at: datetime | None
    is_theirs: bool
    is_unseen: bool
    text: str
    photos: Sequence[Attachment]
    documents: Sequence[Attachment]
    earlier: Sequence[Version]
    erased_at: datetime | None
    photos_erased: int
    change_url: str
    receipt_url: str


def evidence_items(view: DisputeView) -> list[EvidenceItem]:
    return [_evidence_item(view, item) for item in view.evidence]


def evidence_url(party: Party, item: Evidence, page: str) -> str:
    """The address of a page about one piece of evidence: "change-evidence" or "receipt"."""
    return reverse(f"{PORTALS[party]}:{page}", args=[item.dispute.reference, item.number])


def with_receipt(sentence: object, party: Party, evidence: Evidence) -> SafeString:
    """What was done, with the way to the receipt."""
    return format_html(
        '{} <a href="{}">{}</a>',
        sentence,
        evidence_url(party, evidence, "receipt"),
        _("See the receipt"),
    )


def _evidence_item(view: DisputeView, item: Evidence) -> EvidenceItem:
    viewer, erased_at = view.viewer, view.dispute.erased_at
    files = [] if erased_at else item.current_attachments
    return EvidenceItem(
        party=item.party,
        party_label=party_label(item.party, viewer),
        number=item.number,
        version=item.version,
        at=item.added_at,
        changed_at=item.changed_at,
        seen_at=item.seen_at,
        is_theirs=item.party == OTHER_SIDE.get(viewer),
        is_unseen=_is_unseen(view, item),
        text=item.text,
        photos=[file for file in files if file.is_photo],
        documents=[file for file in files if not file.is_photo],
        earlier=[] if erased_at else earlier_versions(item, view.events),
        erased_at=erased_at,
        photos_erased=len(item.files.all()) if erased_at else 0,
        change_url=evidence_url(viewer, item, "change-evidence") if _may_change(view, item) else "",
        receipt_url=evidence_url(viewer, item, "receipt") if viewer in PORTALS else "",
    )


def _is_unseen(view: DisputeView, item: Evidence) -> bool:
    other, since = OTHER_SIDE[Party(item.party)], item.changed_at or item.added_at
    return item.seen_at is None and not any(
        event.party == other and event.at > since for event in view.events
    )


def _may_change(view: DisputeView, item: Evidence) -> bool:
    own = item.party == view.viewer and Verb.CHANGE_EVIDENCE in view.allowed
    return own and not was_relied_on(view.dispute, item)
