"""A side that lost by a ruling asks for another look. Deciding on it is `arbitration`'s."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from disputes.models import Attachment, Dispute
from disputes.permissions import Actor
from disputes.rules.words import check_words
from disputes.services.act import act
from disputes.services.statements import record_evidence
from disputes.states import EventKind, Verb


def appeal(actor: Actor, case: Dispute, *, words: str, files: Sequence[Attachment] = ()) -> None:
    """Appeal the ruling, once per side, with reasons and new evidence if there is any."""
    words = check_words(words, sentence=_("Say what the ruling got wrong."))
    with act(actor, case, Verb.APPEAL) as change:
        change.dispute.appeal(change.now, actor.party)
        change.record_event(EventKind.APPEALED)
        record_evidence(change, words, files)
