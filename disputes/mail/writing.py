"""Writes a mail as plain text and as HTML, from what it says."""

from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disputes.mail.content import Content
from disputes.models import User

_ZONES = frozenset(available_timezones())
# Of a subject; what is longer is cut by most readers of mail anyway.
LONGEST_SUBJECT = 150


@dataclass(frozen=True)
class Written:
    """What goes out."""

    subject: str
    text: str
    html: str
    switch_off: str


def as_read_by(person: User) -> AbstractContextManager[object]:
    """Times in their zone, words in the language of the site. Whoever has not chosen a zone gets
    UTC: a mail has no browser to ask."""
    zone = person.time_zone if person.time_zone in _ZONES else "UTC"
    both = ExitStack()
    both.enter_context(translation.override(settings.LANGUAGE_CODE))
    both.enter_context(timezone.override(ZoneInfo(zone)))
    return both


def write(content: Content) -> Written:
    """To be called while the reader's zone and language are active."""
    subject = one_line(content.subject)
    if content.reference and content.reference not in subject:
        subject = f"{subject} ({content.reference})"
    context = {
        "content": content,
        "subject": subject,
        "summary": content.summary or content.lines[0],
        "link": address_of(content.button.path),
        "switch_off": address_of(content.switch_off) if content.switch_off else "",
        "site": settings.SITE_ADDRESS,
    }
    html = render_to_string("mail/mail.html", context)
    return Written(subject, _as_text(content), html, content.switch_off)


def address_of(path: str) -> str:
    """The whole address of a path of this site."""
    return f"{settings.SITE_ADDRESS}{path}"


def one_line(text: str) -> str:
    """No line ends and no signs that cannot be seen: nothing that could begin another header."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return plain if len(plain) <= LONGEST_SUBJECT else f"{plain[: LONGEST_SUBJECT - 1]}…"


def _as_text(content: Content) -> str:
    """The sentences, what there is to do, and one address."""
    parts = [*content.lines]
    if content.deadline:
        parts.append(content.deadline)
    parts.append(f"{content.button.label}:\n{address_of(content.button.path)}")
    end = [_("Case %(reference)s") % {"reference": content.reference}] if content.reference else []
    end.append(_("Redress sent this by itself. Please answer on the page and not by mail."))
    if content.switch_off:
        no_more = _("No more mails like this one: %(address)s")
        end.append(no_more % {"address": address_of(content.switch_off)})
    return "\n\n".join(parts) + "\n\n-- \n" + "\n".join(end) + "\n"
