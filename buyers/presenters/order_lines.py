"""An order line in the shape of the component disputes/parts/order_line.html."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from buyers.selectors.orders import LineEligibility
from disputes.models import Dispute
from disputes.presenters.parts import ActionButton, Fact, case_url
from disputes.rules.money import format_money
from disputes.states import Party, State
from disputes.templatetags.redress import instant


@dataclass(frozen=True)
class CaseLink:
    """The case of a line, as a badge and a link."""

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
    case: CaseLink | None
    actions: Sequence[ActionButton]


def card(eligibility: LineEligibility) -> OrderLineCard:
    line = eligibility.line
    order = line.order
    return OrderLineCard(
        title=line.title,
        picture_url=line.picture_url,
        price=format_money(line.price_minor, order.currency),
        quantity=line.quantity,
        facts=[
            Fact(_("Paid"), format_money(line.paid_minor, order.currency)),
            Fact(_("Dispatched"), _day(order.dispatched_at)),
            *([Fact(_("Promised by"), _day(order.promised_until))] if order.dispatched_at else []),
            Fact(_("Delivered"), _day(order.delivered_at)),
        ],
        window=_what_is_possible(eligibility),
        case=None if eligibility.dispute is None else _case_link(eligibility.dispute),
        actions=_actions(eligibility),
    )


def _case_link(dispute: Dispute) -> CaseLink:
    return CaseLink(
        case_url(Party.BUYER, dispute),
        dispute.reference,
        dispute.state,
        dispute.get_state_display(),
    )


def _actions(eligibility: LineEligibility) -> list[ActionButton]:
    line, actions = eligibility.line, []
    if eligibility.dispute is not None:
        actions.append(
            ActionButton(_("View case"), case_url(Party.BUYER, eligibility.dispute), "secondary")
        )
    if eligibility.may_apply:
        url = reverse("buyers:apply", args=[line.order.reference, line.number])
        label = _("Continue your draft") if eligibility.has_draft else _("Apply for a refund")
        actions.append(
            ActionButton(label, url, "primary" if eligibility.has_draft else "secondary")
        )
    return actions


def _what_is_possible(eligibility: LineEligibility) -> str:
    """Until when one can apply, or why not; nothing where a case says it all."""
    if eligibility.dispute is not None and eligibility.dispute.state != State.WITHDRAWN:
        return ""
    sentences = _sentences(eligibility)
    if eligibility.may_apply and eligibility.has_draft:
        sentences.insert(0, _("You have a draft that is not submitted yet."))
    return format_html_join(" ", "{}", ((sentence,) for sentence in sentences))


def _sentences(eligibility: LineEligibility) -> list[str]:
    """The time to apply. Two windows are told apart only where they differ."""
    received, missing = eligibility.received, eligibility.not_received
    delivered = eligibility.line.order.delivered_at is not None
    if not received.is_open and not missing.is_open:
        return [received.closed_because if delivered else missing.closed_because]
    if received.is_open and missing.is_open and received.closes_at == missing.closes_at:
        return [_until(_("You can apply until {}."), received.closes_at)]
    sentences = []
    if received.is_open:
        sentences.append(
            _until(_("If it is not as described, you can apply until {}."), received.closes_at)
        )
    if missing.is_open:
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
