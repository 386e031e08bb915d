"""A side that lost by a ruling accepts it, or asks for another one. Deciding on that is
`arbitration`'s."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.final_rulings import carry_out_ruling
from disputes.kernel.settlement import bound_data
from disputes.models import Attachment, Dispute
from disputes.permissions import Actor, declares, may_appeal
from disputes.rules.texts import check_text
from disputes.states import EventKind, Party, Verb
from disputes.verbs.evidence import record_evidence


def _has_lost(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if actor.party in may_appeal(dispute):
        return None
    if dispute.side(actor.party).accepted_ruling_at:
        return Refused(Code.NOT_ALLOWED, _("You have accepted this ruling."))
    return Refused(
        Code.NOT_ALLOWED,
        _("You have used your one appeal in this case.")
        if dispute.side(actor.party).appealed_at
        else _("The ruling gives you what you asked for, so there is nothing to appeal."),
    )


@declares(
    Verb.APPEAL,
    by={Party.BUYER: Dispute.appeal, Party.SELLER: Dispute.appeal},
    leaves=EventKind.APPEALED,
    check=_has_lost,
)
def appeal(actor: Actor, dispute: Dispute, *, text: str, files: Sequence[Attachment] = ()) -> None:
    """Appeal the ruling, once per side, with reasons and new evidence if there is any."""
    text = check_text(text, sentence=_("Say what the ruling got wrong."))
    with act(actor, dispute, Verb.APPEAL) as change:
        change.dispute.appeal(change.now, actor.party)
        change.record_event(EventKind.APPEALED, **bound_data(change.dispute))
        record_evidence(change, text, files)


@declares(
    Verb.ACCEPT_RULING,
    by={Party.BUYER: Dispute.accept_ruling, Party.SELLER: Dispute.accept_ruling},
    leaves=EventKind.RULING_ACCEPTED,
    check=_has_lost,
)
def accept_ruling(actor: Actor, dispute: Dispute) -> None:
    """Give up the appeal against this ruling. When all who might appeal have, it is carried out at
    once."""
    with act(actor, dispute, Verb.ACCEPT_RULING) as change:
        change.dispute.accept_ruling(change.now, actor.party)
        change.record_event(EventKind.RULING_ACCEPTED)
        if not may_appeal(change.dispute):
            carry_out_ruling(change)
