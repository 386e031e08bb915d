"""A side that gets the page of a case has seen what the other side shows and writes in it."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest

from disputes.kernel.failures import brief
from disputes.models import Dispute, User
from disputes.permissions import Actor
from disputes.selectors import DisputeView
from disputes.verbs.notices import mark_read
from disputes.verbs.seen import record_seen, unread_by, unseen_by

log = logging.getLogger(__name__)


def record_shown(request: HttpRequest, actor: Actor, view: DisputeView) -> None:
    """Record what the other side shows, and what was written, as seen. Reading goes on where
    that fails: the next view records it."""
    if not _is_seen(request) or view.dispute.erased_at is not None:
        return
    unseen, unread = unseen_by(actor, view.evidence), unread_by(actor, view.messages)
    if not unseen and not unread:
        return
    try:
        record_seen(actor, view.dispute, unseen, unread)
    except DatabaseError as error:
        log.warning(
            "what was seen in %s could not be noted: %s", view.dispute.reference, brief(error)
        )


def take_notices_for_read(request: HttpRequest, user: User, dispute: Dispute) -> None:
    """Whoever gets the page of a case has read what was told of it."""
    if _is_seen(request):
        mark_read(user, dispute)


def _is_seen(request: HttpRequest) -> bool:
    """Does somebody open it, or does the browser only guess that somebody will?"""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return request.method == "GET" and not any("prefetch" in purpose for purpose in purposes)
