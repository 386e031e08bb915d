"""What a mail about notices says: what happened, what to do, until when and what follows.

It is read by whoever sees the screen, and by every server on the way. So it holds nothing that
people wrote, no name of another person and no address: of each event what stands in its history
once that is gone.
"""

from collections.abc import Sequence
from copy import copy
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.background.reminders import still_matters
from disputes.mail.content import Button, Content
from disputes.mail.switching_off import page_to_switch_off
from disputes.models import Dispute, Event, Mail, Notice, NoticeSettings, Skipped
from disputes.selectors import step_and_deadline
from disputes.states import OPTIONAL_NOTICES, NoticeKind, Party
from disputes.wording.deadlines import deadline_sentence
from disputes.wording.notices import in_words

# The most important kind first: what a mail about several things has in its subject.
_RANK = {kind: rank for rank, kind in enumerate(NoticeKind)}


def what_happened(mail: Mail, now: datetime) -> Content | Skipped:
    """One mail about all that was told to a person of a case at once."""
    notices = _that_matter(mail, now)
    if not notices:
        return Skipped.OVERTAKEN
    main = min(notices, key=lambda notice: _RANK[NoticeKind(notice.kind)])
    words = in_words(main)
    to_do, deadline = _to_do(main, now)
    return Content(
        subject=words.headline,
        lines=list(dict.fromkeys(in_words(notice).sentence for notice in notices)),
        button=Button(to_do or _("Open the case") if main.dispute else _("Look at it"), words.path),
        deadline=deadline,
        reference=main.dispute.reference if main.dispute else "",
        switch_off=_switch_off(mail, notices),
    )


def what_a_day_brought(mail: Mail, now: datetime) -> Content | Skipped:
    """The mail of the day: a line for each thing, and one button to all of them."""
    notices = _that_matter(mail, now)
    if not notices:
        return Skipped.OVERTAKEN
    return Content(
        subject=ngettext(
            "%(number)d thing happened in your cases",
            "%(number)d things happened in your cases",
            len(notices),
        )
        % {"number": len(notices)},
        lines=[_in_short(notice) for notice in notices],
        button=Button(_("See all of it"), reverse("notices")),
        switch_off=_switch_off(mail, notices),
    )


def _that_matter(mail: Mail, now: datetime) -> list[Notice]:
    """Without reminders of a clock that is spent, and without what was switched off since."""
    chosen = NoticeSettings.objects.filter(person=mail.person_id).first()
    muted = set(chosen.muted) if chosen else set()
    found = mail.notices.select_related("event", "dispute__snapshot", "store").order_by("at", "id")
    notices = [notice for notice in found if still_matters(notice, now)]
    for notice in notices:
        if notice.event is not None and notice.dispute is not None:
            notice.event = _without_text(notice.event, notice.dispute)
    return [notice for notice in notices if notice.kind not in muted & OPTIONAL_NOTICES]


def _without_text(event: Event, dispute: Dispute) -> Event:
    """As it is told once what people wrote was erased."""
    told = copy(event)
    told.dispute = dispute
    told.data = {name: value for name, value in event.data.items() if name not in Event.FREE_TEXT}
    return told


def _in_short(notice: Notice) -> str:
    headline = in_words(notice).headline
    return f"{notice.dispute.reference}: {headline}" if notice.dispute else headline


def _to_do(notice: Notice, now: datetime) -> tuple[str, str]:
    """What its reader has to do in the case as it stands now, and the sentence of its deadline;
    both empty where it is not for them to act."""
    if notice.dispute is None:
        return "", ""
    viewer, proposals = Party(notice.party), list(notice.dispute.proposals.all())
    step, deadline = step_and_deadline(notice.dispute, proposals, viewer, now, None)
    if not step.yours or deadline is None:
        return "", ""
    return step.title, deadline_sentence(deadline, timezone.get_current_timezone())


def _switch_off(mail: Mail, notices: Sequence[Notice]) -> str:
    """Only where all of it may be switched off; then the kind of the first one."""
    kinds = {NoticeKind(notice.kind) for notice in notices}
    if not kinds <= OPTIONAL_NOTICES:
        return ""
    return page_to_switch_off(mail.person, NoticeKind(notices[0].kind))
