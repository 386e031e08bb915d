"""Changing a statement while its evidence is open; every version stays in the history."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.changes import Change
from disputes.kernel.evidence_snapshots import contents
from disputes.models import Attachment, Dispute, Evidence
from disputes.permissions import Actor, declares, relied_on
from disputes.rules.instants import instant
from disputes.rules.texts import check_length
from disputes.states import EVIDENCE_STATES, EventKind, Party, Verb
from disputes.verbs.evidence import (
    answer_request,
    attach,
    can_be_answered,
    check_room,
    leave_time_to_answer,
)
from disputes.verbs.uploads import check_caption, confirmed_uploads

# What is on the left belongs to the statement; on the right stands what it gets.
Captions: TypeAlias = Mapping[Attachment, str]
Replacements: TypeAlias = Mapping[Attachment, Attachment]


@declares(
    Verb.CHANGE_EVIDENCE,
    by={Party.BUYER: EVIDENCE_STATES, Party.SELLER: EVIDENCE_STATES},
    leaves=EventKind.EVIDENCE_CHANGED,
    check=can_be_answered,
    heeds=(),  # the version of the statement is what was read
)
def change_evidence(
    actor: Actor,
    dispute: Dispute,
    evidence: Evidence,
    *,
    text: str,
    captions: Captions = MappingProxyType({}),
    replacements: Replacements = MappingProxyType({}),
    files: Sequence[Attachment] = (),
) -> None:
    """A side makes a new version of an own statement: another text or captions, uploads in the
    place of earlier files, more files.

    `evidence` is what the page showed: if there is a newer version by now, nothing is changed, so
    that nobody overwrites what they have not seen. What was there when the evidence last closed
    stays as it is, and a replaced file stays readable for both sides.
    """
    text = check_length(text)
    captions = {file: check_caption(caption) for file, caption in captions.items()}
    with act(actor, dispute, Verb.CHANGE_EVIDENCE) as change:
        latest = _current(change, evidence)
        if latest.text and not text:
            raise Refused(
                Code.TEXT_MISSING,
                _("Write something: a statement can be changed, not taken back."),
                field="text",
            )
        current = latest.current_attachments
        confirmed = _confirmed(change, [*replacements.values(), *files])
        replaced = {old: confirmed[replacements[old].pk] for old in current if old in replacements}
        more = [confirmed[file.pk] for file in files]
        check_room(change, [*replaced.values(), *more], beside=len(current) - len(replaced))
        renamed = _name(captions, [file for file in current if file not in replaced])
        if not (replaced or more or renamed or text != latest.text):
            raise Refused(
                Code.NOTHING_CHANGED, _("You have not changed anything yet. Nothing was saved.")
            )
        _replace(replaced, captions)
        attach(change, latest, [*replaced.values(), *more])
        change.redone += [*replaced, *renamed]
        _revise(change, latest, text)
        moved = leave_time_to_answer(change)
        answer_request(change)
        in_it = [replaced.get(file, file) for file in current] + more
        change.record_event(
            EventKind.EVIDENCE_CHANGED,
            number=latest.number,
            version=latest.version,
            **contents(latest, in_it),
            replaced=[file.fingerprint for file in replaced],
            **moved,
        )


def _current(change: Change, shown: Evidence) -> Evidence:
    """The statement as it is now, for its side to change; or why not."""
    latest = change.dispute.evidence.filter(number=shown.number, party=change.actor.party).first()
    if latest is None:
        raise Refused(Code.NOT_FOUND, _("There is no such evidence."))
    if refused := relied_on(change.dispute, latest):
        raise refused
    if latest.version != shown.version:
        raise Refused(
            Code.STALE,
            _(
                "Your side changed this evidence on %(instant)s, after this page was opened. "
                "Compare it with what you have typed, which is still here, then save again."
            )
            % {"instant": instant(latest.changed_at or latest.added_at)},
        )
    return latest


def _confirmed(change: Change, files: Sequence[Attachment]) -> dict[int, Attachment]:
    """The files as they are now, by their keys; refused when one is not as it was shown."""
    assert change.actor.user is not None, "evidence is changed by somebody"
    return {file.pk: file for file in confirmed_uploads(change.actor.user, files)}


def _replace(replaced: Replacements, captions: Captions) -> None:
    """Each new file takes the place of the old one, with what is said of that unless it has words
    of its own."""
    for old, new in replaced.items():
        if new.kind != old.kind:
            raise Refused(
                Code.FILE_NOT_ACCEPTED,
                _("Only a photo can take the place of %(name)s.") % {"name": old.name}
                if old.is_photo
                else _("Only a document can take the place of %(name)s.") % {"name": old.name},
                field="files",
            )
        old.replaced_by = new
        new.caption = new.caption or captions.get(old, old.caption)
        new.shot_id = new.shot_id or old.shot_id


def _name(captions: Captions, files: Sequence[Attachment]) -> list[Attachment]:
    """Those of the files that get another caption."""
    renamed = [file for file in files if captions.get(file, file.caption) != file.caption]
    for file in renamed:
        file.caption = captions[file]
    return renamed


def _revise(change: Change, evidence: Evidence, text: str) -> None:
    """A new version, which the other side has not seen yet."""
    evidence.text = text
    evidence.version += 1
    evidence.changed_at, evidence.seen_at = change.now, None
    change.revised.append(evidence)
