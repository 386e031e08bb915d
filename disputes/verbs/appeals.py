"""A side that lost by a ruling asks for another ruling. Deciding on it is `arbitration`'s."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from disputes.kernel.act import act
from disputes.models import Attachment, Dispute
from disputes.permissions import Actor
from disputes.rules.texts import check_text
from disputes.states import EventKind, Verb
from disputes.verbs.evidence import record_evidence


def appeal(actor: Actor, dispute: Dispute, *, text: str, files: Sequence[Attachment] = ()) -> None:
    """Appeal the ruling, once per side, with reasons and new evidence if there is any."""
    text = check_text(text, sentence=_("Say what the ruling got wrong."))
    with act(actor, dispute, Verb.APPEAL) as change:
        change.dispute.appeal(change.now, actor.party)
        change.record_event(EventKind.APPEALED)
        record_evidence(change, text, files)
