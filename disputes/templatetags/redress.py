"""How values are written on a page."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disputes import pages, wording
from disputes.models import Event, Proposal
from disputes.rules import instants, money

register = template.Library()


@register.filter
def instant(at: datetime) -> SafeString:
    """An instant in the viewer's zone with its UTC offset, readable by machines too."""
    return format_html(
        '<time datetime="{}">{}</time>', timezone.localtime(at).isoformat(), instants.instant(at)
    )


@register.filter(name="money")
def money_filter(amount_minor: int, currency: str) -> str:
    """An amount in minor units with its currency: `{{ line.paid_minor|money:order.currency }}`."""
    return money.format_money(amount_minor, currency)


@register.filter
def counted(number: int) -> str:
    """What `pages.count` found, such as "17", or "1,000+" where it counted no further."""
    if number <= pages.MOST:
        return number_format(number, force_grouping=True)
    return _("%(number)s+") % {"number": number_format(pages.MOST, force_grouping=True)}


@register.filter
def sentence(event: Event) -> str:
    """What happened, in words."""
    return wording.sentence(event)


@register.filter
def sentence_for_staff(event: Event) -> str:
    """The same, with what the sides do not read."""
    return wording.sentence(event, to_staff=True)


@register.filter
def in_words(proposal: Proposal) -> str:
    """A proposal as a noun phrase, such as "a refund of $20.00"."""
    return wording.offer_in_words(proposal.offer, proposal.currency)
