"""The reasons of a ruling say something, of what it rests on, and of nothing else."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.errors import Code, Refused
from disputes.models import Dispute, Evidence
from disputes.rules import written_reasons as rules


def check_reasons(
    dispute: Dispute,
    reasons: str,
    *,
    cites: Collection[int],
    evidence: Sequence[Evidence],
    unanswered: Collection[int],
) -> None:
    """Refused where the reasons are too short, pass over evidence that is cited, name evidence or a
    file that is not there, or rest in words on what a side had no time to answer (`unanswered`).

    Source of the length: `Policy.least_ruling_reasons` of the case.
    """
    lacking = dispute.policy.least_ruling_reasons - rules.letters(reasons)
    if lacking > 0:
        raise _wrong(
            ngettext(
                "Say more: what the evidence shows, and why that leads to this ruling. "
                "%(number)d more letter is needed.",
                "Say more: what the evidence shows, and why that leads to this ruling. "
                "%(number)d more letters are needed.",
                lacking,
            )
            % {"number": lacking}
        )
    words = rules.words_for_evidence(reasons, cites, "evidence", _("evidence"))
    _check_named(reasons, words, evidence, unanswered)
    if passed_over := sorted(set(cites) - rules.numbers_in(reasons)):
        raise _wrong(
            _("Say what evidence %(number)d shows, by its number: the ruling rests on it.")
            % {"number": passed_over[0]}
        )


def _check_named(
    reasons: str,
    words: Collection[str],
    evidence: Sequence[Evidence],
    unanswered: Collection[int],
) -> None:
    """What is named, by one of these words for evidence, is there; what a side could not answer is
    neither named nor quoted."""
    found = {item.number: item for item in evidence}
    for number in rules.evidence_in(reasons, words):
        if number not in found:
            raise _wrong(_("There is no evidence %(number)d in this case.") % {"number": number})
        if number in unanswered:
            raise _speaks_of(number)
    for number in rules.evidence_with_files_in(reasons, words):
        if number in found and not found[number].current_attachments:
            raise _wrong(_("Evidence %(number)d has no file.") % {"number": number})
    names = {file.name.casefold() for item in evidence for file in item.files.all()}
    for name in rules.files_in(reasons):
        if name.casefold() not in names:
            raise _wrong(_("There is no file “%(name)s” in this case.") % {"name": name})
    known = "\n".join(item.text for item in evidence if item.number not in unanswered)
    for number in sorted(unanswered):
        text = found[number].text
        if rules.quotes(reasons, text) and not rules.quotes(known, text):
            raise _speaks_of(number)


def _speaks_of(number: int) -> Refused:
    return _wrong(
        _(
            "The reasons speak of evidence %(number)d, which the other side had no time to answer. "
            "Leave it out, or let the side answer it first."
        )
        % {"number": number}
    )


def _wrong(sentence: str) -> Refused:
    return Refused(Code.CITATION_INVALID, sentence, field="reasons")
