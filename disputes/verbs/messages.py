"""Messages between the two sides of a case, and from the arbitrator who has it to both."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.changes import Change
from disputes.kernel.evidence_snapshots import contents
from disputes.models import Attachment, Dispute, Message
from disputes.permissions import Actor, declares, has_interest
from disputes.rules.contact_details import Span, contact_details
from disputes.rules.instants import instant
from disputes.rules.texts import check_length
from disputes.states import OPEN_STATES, OTHER_SIDE, PLATFORM_STATES, EventKind, Party, State, Verb
from disputes.verbs.evidence import check_room
from disputes.verbs.uploads import confirmed_uploads

_DAY = timedelta(hours=24)


def _may_write(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if actor.party == Party.PLATFORM:
        has_it = actor.user is not None and dispute.assignee_id == actor.user.pk
        if actor.user is None or not has_it or has_interest(actor.user, dispute):
            return Refused(
                Code.NOT_ALLOWED, _("Only the arbitrator who has taken this case can do this.")
            )
    return _used_up(dispute, actor, now)


def _used_up(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    """Has this side sent as many as it may in 24 hours?"""
    most = dispute.policy.messages_a_day
    lately = dispute.messages.filter(party=actor.party, sent_at__gt=now - _DAY)
    sent = list(lately.order_by("-number").values_list("sent_at", flat=True)[:most])
    if len(sent) < most:
        return None
    return Refused(
        Code.LIMIT_REACHED,
        ngettext(
            "Each side can send %(number)d message in a case in 24 hours. You can write again on "
            "%(instant)s.",
            "Each side can send %(number)d messages in a case in 24 hours. You can write again on "
            "%(instant)s.",
            most,
        )
        % {"number": most, "instant": instant(sent[-1] + _DAY)},
    )


@declares(
    Verb.SEND_MESSAGE,
    by={
        Party.BUYER: OPEN_STATES,
        Party.SELLER: OPEN_STATES,
        Party.PLATFORM: PLATFORM_STATES | {State.HEARING},
    },
    leaves=EventKind.MESSAGE_SENT,
    check=_may_write,
    heeds=(),  # it decides nothing
)
def send_message(
    actor: Actor, dispute: Dispute, *, text: str, files: Sequence[Attachment] = ()
) -> None:
    """A side writes to the other one, or the arbitrator who has the case to both.

    It is no answer to anything and no evidence: no clock moves, and nobody is done or asked.
    """
    text = check_length(text, most=dispute.policy.message_characters)
    if not text and not files:
        raise Refused(Code.TEXT_MISSING, _("Write the message first."), field="text")
    with act(actor, dispute, Verb.SEND_MESSAGE) as change:
        if _sent_already(change, text):
            raise Refused(Code.STALE, _("You have sent this message already."))
        message = _message(change, text)
        change.add(message)
        _attach(change, message, files)
        change.record_event(
            EventKind.MESSAGE_SENT,
            number=message.number,
            hides=message.hides,
            **contents(message, change.attached),
        )


def hidden_in(text: str) -> list[Span]:
    """What the other side does not read of it: where contact details are, but for the addresses of
    this site."""
    return contact_details(text, [host.lstrip(".") for host in settings.ALLOWED_HOSTS])


def _message(change: Change, text: str) -> Message:
    author, party = change.actor.user, change.actor.party
    assert author is not None, "a message has an author"
    message = Message(
        dispute=change.dispute,
        number=change.dispute.messages.count() + 1,
        party=party,
        author=author,
        text=text,
        # What the platform writes is meant to be read.
        hides=hidden_in(text) if party in OTHER_SIDE else [],
        sent_at=change.now,
    )
    if party in OTHER_SIDE:
        message.see(party, change.now)
    return message


def _attach(change: Change, message: Message, files: Sequence[Attachment]) -> None:
    """Within the limits of evidence: what a side shows is counted together."""
    assert change.actor.user is not None, "a message has an author"
    confirmed = confirmed_uploads(change.actor.user, files)
    check_room(change, confirmed)
    for file in confirmed:
        file.message, file.form_key = message, ""
        change.attached.append(file)


def _sent_already(change: Change, text: str) -> bool:
    """A form that was sent twice brings the same text again, as of the same page."""
    read_to = change.dispute.read_to
    if read_to is None or not text:  # a file waits in its form once
        return False
    since = change.dispute.events.filter(
        number__gt=read_to, kind=EventKind.MESSAGE_SENT, actor=change.actor.user
    )
    return any(event.data.get("text") == text for event in since)
