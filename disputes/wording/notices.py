"""A notice in words, in the language and the zone that are active: nothing of it is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from disputes.models import Notice
from disputes.rules.instants import instant
from disputes.states import NoticeKind, Party
from disputes.wording.history import sentence

_PAGES = {Party.BUYER: "buyers:case", Party.SELLER: "sellers:case", Party.PLATFORM: "admin:case"}


@dataclass(frozen=True)
class NoticeWords:
    """`headline` says in a few words what happened, and nothing that is private: a mail has it in
    its subject. `sentence` says it whole; `path` is the page that it leads to."""

    headline: str
    sentence: str
    path: str


# How an app above the core says notices of its own, by what their keys begin with.
tellers: dict[str, Callable[[Notice], NoticeWords]] = {}


def in_words(notice: Notice) -> NoticeWords:
    """Of a notice that comes with its `dispute` and its `event`, where it has them."""
    teller = tellers.get(notice.key.split("-")[0])
    if teller is not None:
        return teller(notice)
    assert notice.dispute is not None, "whatever the core tells is about a case"
    path = reverse(_PAGES[Party(notice.party)], args=[notice.dispute.reference])
    if notice.event is None:
        return _reminder(notice, path)
    told = sentence(notice.event, to_staff=notice.party == Party.PLATFORM)
    return NoticeWords(str(notice.event.get_kind_display()), told, path)


def _reminder(notice: Notice, path: str) -> NoticeWords:
    at = instant(datetime.fromisoformat(notice.data["due_at"]))
    if notice.kind == NoticeKind.LAST_DAY:
        return NoticeWords(
            _("Less than a day left"), _("Your time to act ends on %(at)s.") % {"at": at}, path
        )
    return NoticeWords(
        _("Half of your time is over"),
        _("Half of your time to act is over. It ends on %(at)s.") % {"at": at},
        path,
    )
