"""A side that gets the page of a case has seen what the other side shows and writes in it."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest

from disputes.kernel.failures import brief
from disputes.permissions import Actor
from disputes.selectors import DisputeView
from disputes.verbs.notices import mark_read
from disputes.verbs.seen import record_seen, unread_by, unseen_by

log = logging.getLogger(__name__)


def record_shown(request: HttpRequest, actor: Actor, view: DisputeView) -> None:
    """Record what the other side shows, and what was written, as seen. Reading goes on where
    that fails: the next view records it."""
    if request.method != "GET" or _is_prefetch(request):
        return
    if actor.user is not None:
        mark_read(actor.user, view.dispute)
    if view.dispute.erased_at is not None:
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


def _is_prefetch(request: HttpRequest) -> bool:
    """Does the browser only guess that somebody will open it?"""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any("prefetch" in purpose for purpose in purposes)
