"""Who can be played in the demo. The accounts exist only where `settings.DEMO` is on."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "demo"  # noqa: S105 -- printed on the start page; the demo holds nothing real


@dataclass(frozen=True)
class DemoAccount:
    """A person of the demo: what they are, and what to try first as them."""

    username: str
    role: Promise
    try_first: Promise


DEMO_ACCOUNTS = (
    DemoAccount(
        "buyer",
        _("Buyer"),
        _(
            "Open My orders and apply for a refund of the blue mug that came in green. "
            "Any photo will do."
        ),
    ),
    DemoAccount(
        "buyer2", _("Buyer"), _("Answer the seller's proposal for the scarf, or ask the platform.")
    ),
    DemoAccount(
        "seller",
        _("Seller"),
        _(
            "Answer the request that is due first, at the top of the queue. Each choice says what "
            "it would cost; the standing of the store shows what it has cost so far."
        ),
    ),
    DemoAccount(
        "seller2", _("Seller"), _("Confirm or contest the return of the watch: it has arrived.")
    ),
    DemoAccount(
        "arbitrator", _("Arbitrator"), _("Take next case, compare the pictures, issue a ruling.")
    ),
    DemoAccount(
        "arbitrator2",
        _("Arbitrator"),
        _(
            "Take next case: an appeal, since somebody else ruled on it. The one after it is a "
            "ruling on a large amount, to approve or to send back."
        ),
    ),
    DemoAccount(
        "supervisor",
        _("Supervisor"),
        _("Open Stores: decide on the appeal of Harbour & Kiln, and on the proposed penalty."),
    ),
    DemoAccount(
        "auditor",
        _("Auditor"),
        _("Open a case, then find yourself in Who read what. You read all and change nothing."),
    ),
)
