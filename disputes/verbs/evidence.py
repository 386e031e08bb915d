"""Statements with files: the step that several verbs share, and the verbs of the hearing."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.errors import Code, Refused
from disputes.files.limits import Limits
from disputes.kernel.act import act_on_all
from disputes.kernel.changes import Change
from disputes.kernel.evidence_snapshots import contents
from disputes.kernel.settlement import bound_data
from disputes.models import Attachment, Dispute, Evidence, Policy
from disputes.permissions import Actor, declares
from disputes.rules import clocks
from disputes.rules.texts import check_length
from disputes.states import EVIDENCE_STATES, OTHER_SIDE, EventKind, Party, State, Verb
from disputes.verbs.uploads import confirmed_uploads, lock_uploads


def state_evidence(
    change: Change, text: str, files: Sequence[Attachment], *, copied: bool = False
) -> Evidence | None:
    """The actor's statement with its uploads; nothing when there is neither. With `copied`, these
    go to another case at the same time, so here are rows of their own for the same stored files.

    Refused when a file is not as it was shown.
    """
    assert change.actor.user is not None, "a statement has an author"
    files = confirmed_uploads(change.actor.user, files)
    if not text and not files:
        return None
    check_room(change, files)
    dispute = change.dispute
    number = 1 if dispute.pk is None else dispute.evidence.count() + 1
    evidence = Evidence(
        dispute=dispute,
        number=number,
        party=change.actor.party,
        author=change.actor.user,
        text=text,
        added_at=change.now,
    )
    change.add(evidence)
    if copied:
        files = [_copy(file) for file in files]
        change.add(*files)
    attach(change, evidence, files)
    return evidence


def attach(change: Change, evidence: Evidence, files: Sequence[Attachment]) -> None:
    """These uploads are evidence from now on, with the captions that they were given."""
    for file in files:
        file.evidence, file.form_key = evidence, ""
        change.attached.append(file)


def _copy(file: Attachment) -> Attachment:
    """Another row for what is stored once: it goes from the store with the last of them."""
    own = {"id", "public_id"}
    told = [field.name for field in Attachment._meta.concrete_fields if field.name not in own]
    return Attachment(**{name: getattr(file, name) for name in told})


def check_room(change: Change, files: Sequence[Attachment], *, beside: int = 0) -> None:
    """Refused when these files are too many for one statement, in which some (`beside`) are
    already, or for what this side has shown in the whole case, earlier versions included."""
    if not files:
        return
    limits = Limits.of(Policy.objects.latest())
    if beside + len(files) > limits.at_once:
        raise _too_many(
            ngettext(
                "One statement can hold %(most)d file. Remove some, then send it again.",
                "One statement can hold %(most)d files. Remove some, then send it again.",
                limits.at_once,
            )
            % {"most": limits.at_once}
        )
    shown = (
        0
        if change.dispute.pk is None
        else Attachment.of_side(change.dispute, change.actor.party).count()
    )
    if shown + len(files) > limits.per_side:
        raise _too_many(
            _(
                "Each side can show %(most)d files in a case, and your side has shown %(shown)d. "
                "Remove some, then send it again."
            )
            % {"most": limits.per_side, "shown": shown}
        )


def can_be_answered(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    """On appeal nothing more comes once both sides had their time and this one has moved the end as
    often as it can: the other could not answer it."""
    if dispute.state != State.APPEALED or dispute.may_move_the_end(actor.party):
        return None
    if not clocks.is_over(dispute.answers_until, now):
        return None
    return Refused(
        Code.LIMIT_REACHED,
        _(
            "The time to add evidence to this appeal is over, and the other side could not answer "
            "any more. The arbitrator can still ask you for something."
        ),
    )


@declares(
    Verb.ADD_EVIDENCE,
    by={Party.BUYER: EVIDENCE_STATES, Party.SELLER: EVIDENCE_STATES},
    leaves=EventKind.EVIDENCE_ADDED,
    check=can_be_answered,
    heeds=(),  # it takes nothing away from what the other side has said
)
def add_evidence(
    actor: Actor, *disputes: Dispute, text: str, files: Sequence[Attachment] = ()
) -> None:
    """A side adds a statement or files to the evidence. Of several cases to all, or to none."""
    text = check_length(text)
    if not text and not files:
        raise Refused(Code.TEXT_MISSING, _("Write something or add a photo."), field="text")

    def body(change: Change) -> None:
        if _said_already(change, text, files):
            raise Refused(Code.STALE, _("You have added this already."))
        record_evidence(change, text, files, copied=change.dispute.pk != disputes[0].pk)

    act_on_all(actor, disputes, Verb.ADD_EVIDENCE, body)


def record_evidence(
    change: Change, text: str, files: Sequence[Attachment], *, copied: bool = False
) -> Evidence | None:
    """Evidence as an act of its own in the history, with what lies in it; see `state_evidence`."""
    evidence = state_evidence(change, text, files, copied=copied)
    if evidence is not None:
        moved = leave_time_to_answer(change)
        answer_request(change)
        change.record_event(
            EventKind.EVIDENCE_ADDED,
            number=evidence.number,
            **contents(evidence, change.attached),
            **moved,
        )
    return evidence


def leave_time_to_answer(change: Change) -> dict[str, str]:
    """The other side can answer what the actor's side has just added: see `models.answers`; the new
    end, as an event keeps it, where that moved."""
    end = change.dispute.leave_time_to_answer(change.now, change.actor.party)
    return {"end_moved_to": end.isoformat()} if end else {}


def _has_more_to_say(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.side(actor.party).finished_at:
        return Refused(Code.NOT_ALLOWED, _("You have already said that you have nothing to add."))
    if dispute.state == State.APPEALED and not dispute.awaits_answer(now):
        return Refused(
            Code.NOT_ALLOWED, _("The time to answer is over, so the platform waits for nobody.")
        )
    return None


@declares(
    Verb.FINISH_EVIDENCE,
    by=dict.fromkeys(OTHER_SIDE, frozenset({State.HEARING, State.APPEALED})),
    leaves=EventKind.EVIDENCE_FINISHED,
    check=_has_more_to_say,
)
def finish_evidence(actor: Actor, *disputes: Dispute) -> None:
    """A side has nothing to add. When both have said so, the evidence closes before its time; an
    appeal can be ruled from then on."""

    def body(change: Change) -> None:
        locked = change.dispute
        locked.side(actor.party).finished_at = change.now
        answer_request(change)
        change.record_event(EventKind.EVIDENCE_FINISHED)
        if locked.state == State.HEARING and locked.side(OTHER_SIDE[actor.party]).finished_at:
            close_evidence(change)

    act_on_all(actor, disputes, Verb.FINISH_EVIDENCE, body)


def answer_request(change: Change) -> None:
    """What this side adds, or that it has nothing to add, is its answer to the arbitrator."""
    change.dispute.side(change.actor.party).asked = False


def close_evidence(change: Change) -> None:
    """The hearing ends. The history lists all evidence, with hashes, and who was asked for more and
    stayed silent."""
    silent = silent_sides(change.dispute)
    change.dispute.close_evidence(change.now)
    change.record_event(
        EventKind.EVIDENCE_CLOSED,
        evidence=change.on_record,
        **silent,
        **bound_data(change.dispute),
    )


def silent_sides(dispute: Dispute) -> dict[str, list[str]]:
    """Who has not answered the arbitrator's request, as an event keeps it."""
    silent = [party.value for party in dispute.asked_sides]
    return {"silent": silent} if silent else {}


def _too_many(sentence: str) -> Refused:
    return Refused(Code.TOO_MANY_FILES, sentence, field="files")


def _said_already(change: Change, text: str, files: Sequence[Attachment]) -> bool:
    """A form that was sent twice brings the same text again, with the same photos or with none that
    still wait."""
    author = change.actor.user
    assert author is not None, "a statement has an author"
    new = sorted(photo.sha256 for photo in lock_uploads(author, files))
    last = change.dispute.evidence.filter(author=author).last()
    if last is None or last.text != text:
        return not text and not new
    return not new or new == sorted(photo.sha256 for photo in last.files.all())
