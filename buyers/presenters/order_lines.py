"""An order line in the shape of the component disputes/parts/order_line.html."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buyers.selectors.orders import ItemEligibility
from disputes.models import Dispute, Parcel, ParcelItem
from disputes.presenters.parts import ActionButton, Fact, case_url
from disputes.rules.eligibility import time_for_what_comes
from disputes.rules.money import format_money
from disputes.rules.pieces import share
from disputes.states import FactKind, Party
from disputes.templatetags.redress import instant


@dataclass(frozen=True)
class CaseLink:
    """A case about an item, as a badge and a link."""

    url: str
    reference: str
    state: str
    state_label: str


@dataclass(frozen=True)
class OrderLineCard:
    """See the component."""

    title: str
    picture_url: str
    price: str
    quantity: int
    facts: Sequence[Fact]
    window: str
    cases: Sequence[CaseLink]
    actions: Sequence[ActionButton]


def card(eligibility: ItemEligibility) -> OrderLineCard:
    item = eligibility.item
    line, parcel, currency = item.line, item.parcel, item.order.currency
    return OrderLineCard(
        title=line.title,
        picture_url=line.picture_url,
        price=format_money(line.price_minor, currency),
        quantity=item.pieces,
        facts=[
            Fact(_("Paid"), format_money(_paid(item), currency)),
            *([Fact(_("Parcel"), str(parcel.number))] if parcel.number > 1 else []),
            Fact(_("Dispatched"), _day(parcel.dispatched_at)),
            *([Fact(_("Promised by"), promised)] if (promised := _promised(parcel)) else []),
            Fact(_("Delivered"), _day(parcel.delivered_at)),
            *([Fact(_("Last news"), parcel.get_status_display())] if _has_news(item) else []),
            *_given_up(item),
        ],
        window=_what_is_possible(eligibility),
        cases=[_case_link(dispute) for dispute in eligibility.disputes],
        actions=_actions(eligibility),
    )


def _paid(item: ParcelItem) -> int:
    return share(item.line.paid_minor, item.pieces, item.line.quantity)


def _promised(parcel: Parcel) -> str:
    """A promised day as it was promised, whatever the zone; nothing while it is not known."""
    if parcel.promised_on is not None:
        return date_format(parcel.promised_on, "j M Y")
    return "" if parcel.promised_until is None else _day(parcel.promised_until)


def _given_up(item: ParcelItem) -> list[Fact]:
    """That the order is off, and what was given back on another way than by a case."""
    facts, elsewhere = [], item.line.refunded_elsewhere_minor
    if item.order.cancelled_at is not None:
        facts.append(Fact(_("Cancelled"), _day(item.order.cancelled_at)))
    if elsewhere:
        facts.append(Fact(_("Refunded elsewhere"), format_money(elsewhere, item.order.currency)))
    return facts


def _has_news(item: ParcelItem) -> bool:
    """More than what the dates say already."""
    dated = ("", FactKind.LABEL_CREATED, FactKind.SHIPPED, FactKind.DELIVERED)
    return item.parcel.status not in dated


def _case_link(dispute: Dispute) -> CaseLink:
    return CaseLink(
        case_url(Party.BUYER, dispute),
        dispute.reference,
        dispute.state,
        dispute.get_state_display(),
    )


def _actions(eligibility: ItemEligibility) -> list[ActionButton]:
    """Of several cases, each has its link beside its state."""
    item, actions = eligibility.item, []
    if len(eligibility.disputes) == 1:
        [dispute] = eligibility.disputes
        actions.append(ActionButton(_("View case"), case_url(Party.BUYER, dispute), "secondary"))
    if eligibility.may_apply:
        url = reverse("buyers:apply", args=[item.order.reference, item.number])
        label = _("Continue your draft") if eligibility.has_draft else _("Apply for a refund")
        actions.append(
            ActionButton(label, url, "primary" if eligibility.has_draft else "secondary")
        )
    return actions


def _what_is_possible(eligibility: ItemEligibility) -> str:
    """Until when one can apply, or why not; nothing where a case says it all."""
    item = eligibility.item
    if not item.free_pieces:
        return ""
    sentences = _sentences(eligibility)
    if item.disputed_pieces and eligibility.may_apply:
        some = ngettext(
            "%(number)d piece has no case yet.",
            "%(number)d pieces have no case yet.",
            item.free_pieces,
        )
        sentences.insert(0, some % {"number": item.free_pieces})
    if eligibility.may_apply and eligibility.has_draft:
        sentences.insert(0, _("You have a draft that is not submitted yet."))
    return format_html_join(" ", "{}", ((sentence,) for sentence in sentences))


def _sentences(eligibility: ItemEligibility) -> list[str]:
    """The time to apply, for what came and for what did not."""
    if eligibility.used_up:
        return [eligibility.used_up]
    if eligibility.nothing_left:
        return [eligibility.nothing_left]
    received, missing = eligibility.received, eligibility.not_received
    delivered = eligibility.item.parcel.delivered_at is not None
    if not received.is_open and not missing.is_open:
        return [received.closed_because if delivered else missing.closed_because]
    sentences = []
    if received.is_open and not delivered:
        sentence = time_for_what_comes(eligibility.item.parcel)
        sentences.append(_("If it is not as described: %(sentence)s") % {"sentence": sentence})
    elif received.is_open:
        sentences.append(
            _until(_("If it is not as described, you can apply until {}."), received.closes_at)
        )
    if missing.is_open and missing.closes_at is None:
        sentences.append(_("The seller has not dispatched this item in time. You can apply now."))
    elif missing.is_open:
        sentences.append(
            _until(_("If it did not arrive, you can apply until {}."), missing.closes_at)
        )
    elif not delivered:
        sentences.append(
            _("If it does not arrive: %(sentence)s") % {"sentence": missing.closed_because}
        )
    return sentences


def _until(template: str, at: datetime | None) -> str:
    assert at is not None, "an open window has an end"
    return format_html(template, instant(at))


def _day(at: datetime | None) -> str:
    """A date is enough here; the deadlines below it are exact."""
    if at is None:
        return _("Not yet")
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), date_format(local, "j M Y")
    )
