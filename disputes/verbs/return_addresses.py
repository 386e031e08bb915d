"""The seller says where goods go back to."""

from datetime import datetime

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.settlement import address_data
from disputes.models import Dispute
from disputes.permissions import Actor, declares
from disputes.rules.addresses import check_address
from disputes.states import EventKind, Party, State, Verb


def _may_change_address(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    most = dispute.policy.address_changes
    if dispute.state == State.AWAITING_ADDRESS or dispute.address_changes < most:
        return None
    return Refused(
        Code.LIMIT_REACHED,
        _("The return address cannot be changed any more. Tell the buyer by adding evidence."),
    )


@declares(
    Verb.GIVE_ADDRESS,
    by={Party.SELLER: Dispute.give_address},
    leaves=EventKind.ADDRESS_GIVEN,
    check=_may_change_address,
)
def give_address(actor: Actor, dispute: Dispute, *, address: str, country: str) -> None:
    """The seller says where the goods go back to, or changes it while they are not on their way;
    from then on the buyer has the whole time to send them."""
    checked = check_address(address, country)
    with act(actor, dispute, Verb.GIVE_ADDRESS) as change:
        if checked == change.dispute.address:
            raise Refused(
                Code.NOTHING_CHANGED,
                _("This is what the case says already. Nothing was saved."),
                field="address",
            )
        change.dispute.give_address(change.now, checked)
        change.record_event(EventKind.ADDRESS_GIVEN, **address_data(checked))
