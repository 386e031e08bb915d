"""What each kind of mail says, made when it is to go out; or why it does not go out any more."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.background.mail_notices import what_a_day_brought, what_happened
from disputes.mail.content import Button, Content
from disputes.models import Mail, MailKind, Skipped
from disputes.verbs.mail_addresses import CONFIRM_WITHIN

ContentOf = Callable[[Mail, datetime], Content | Skipped]


def content_of(mail: Mail, now: datetime) -> Content | Skipped:
    """To be called while the reader's zone and language are active."""
    return contents[MailKind(mail.kind)](mail, now)


def _confirm(mail: Mail, now: datetime) -> Content:
    return Content(
        subject=_("Confirm your mail address"),
        lines=[
            _("Somebody, you we hope, wants to get mails about cases at this address."),
            _("Was it you? Then sign in by the button, and confirm it there."),
            _("Was it not you? Then do nothing: this address is not used."),
        ],
        button=Button(
            _("Confirm this address"), reverse("confirm-mail-address", args=[mail.data["token"]])
        ),
        deadline=ngettext(
            "The button works for %(days)d day.",
            "The button works for %(days)d days.",
            CONFIRM_WITHIN.days,
        )
        % {"days": CONFIRM_WITHIN.days},
    )


def _changed(mail: Mail, now: datetime) -> Content:
    return Content(
        subject=_("Your mails go to another address now"),
        lines=[
            _("From now on, mails about your cases go to another address. This one is the last."),
            _("Was it not you? Then somebody else is signed in as you: change your password."),
        ],
        button=Button(_("Look at your settings"), reverse("settings")),
    )


contents: dict[MailKind, ContentOf] = {
    MailKind.NOTICE: what_happened,
    MailKind.DIGEST: what_a_day_brought,
    MailKind.CONFIRM: _confirm,
    MailKind.CHANGED: _changed,
}
