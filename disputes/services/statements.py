"""Statements with photos: the step that several verbs share, and the verbs of the hearing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.image_checks import check_count
from disputes.models import Dispute, Evidence, Photo
from disputes.permissions import Actor
from disputes.rules.words import check_length
from disputes.services.act import act
from disputes.services.changes import Change
from disputes.services.photos import still_held
from disputes.states import OTHER_SIDE, EventKind, Party, Verb


def state_evidence(change: Change, words: str, photos: Sequence[Photo]) -> Evidence | None:
    """The actor's statement with the photos held for it; nothing when there is neither.

    Photos that are no longer held (the form was sent twice) are left where they are.
    """
    assert change.actor.user is not None, "a statement has an author"
    photos = still_held(change.actor.user, photos)
    if not words and not photos:
        return None
    check_count(len(photos))
    dispute = change.dispute
    number = 1 if dispute.pk is None else dispute.evidence.count() + 1
    evidence = Evidence(
        dispute=dispute,
        number=number,
        party=change.actor.party,
        author=change.actor.user,
        words=words,
        added_at=change.now,
    )
    change.add(evidence)
    for photo in photos:
        photo.evidence, photo.held_for = evidence, ""
        change.attached.append(photo)
    return evidence


def add_evidence(actor: Actor, case: Dispute, *, words: str, photos: Sequence[Photo] = ()) -> None:
    """A side adds a statement or photos to the file."""
    words = check_length(words)
    if not words and not photos:
        raise Refused(Code.WORDS_MISSING, _("Write something or add a photo."), field="words")
    with act(actor, case, Verb.ADD_EVIDENCE) as change:
        if _said_already(change, words, photos):
            raise Refused(Code.STALE, _("You have added this already."))
        note_evidence(change, words, photos)


def note_evidence(change: Change, words: str, photos: Sequence[Photo]) -> Evidence | None:
    """Evidence as an act of its own in the history, with what lies in it."""
    evidence = state_evidence(change, words, photos)
    if evidence is not None:
        change.note(
            EventKind.EVIDENCE_ADDED,
            number=evidence.number,
            words=evidence.words,
            photos=[photo.sha256 for photo in change.attached],
        )
    return evidence


def finish_evidence(actor: Actor, case: Dispute) -> None:
    """A side has nothing to add. When both have said so, the file closes before its time."""
    with act(actor, case, Verb.FINISH_EVIDENCE) as change:
        dispute = change.dispute
        if actor.party == Party.BUYER:
            dispute.buyer_finished_at = change.now
        else:
            dispute.seller_finished_at = change.now
        change.note(EventKind.EVIDENCE_FINISHED)
        if dispute.has_finished(OTHER_SIDE[actor.party]):
            dispute.close_file(change.now)
            change.note(EventKind.FILE_CLOSED)


def _said_already(change: Change, words: str, photos: Sequence[Photo]) -> bool:
    """A form that was sent twice brings the same words again, with the same photos or with none
    that are still held."""
    author = change.actor.user
    assert author is not None, "a statement has an author"
    new = sorted(photo.sha256 for photo in still_held(author, photos))
    last = change.dispute.evidence.filter(author=author).last()
    if last is None or last.words != words:
        return not words and not new
    return not new or new == sorted(photo.sha256 for photo in last.photos.all())
