"""Why nobody gets out of a case any more, without a word about how it will end."""

from django.utils.translation import gettext as _

from disputes.models import Dispute


def no_way_out(dispute: Dispute) -> str:
    """What both sides are told once a ruling is written, whether or not it waits for somebody;
    empty before that. It says nothing of what is in it, and stays the same until it is issued."""
    if dispute.ruling_written_at is None:
        return ""
    return _(
        "The decision is being written. It is too late to withdraw the request or to accept a "
        "proposal; both sides read the decision here once it is issued."
    )
