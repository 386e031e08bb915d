"""A store says where goods go back to."""

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.kernel.transactions import one_transaction
from disputes.models import Dispute, Store, User
from disputes.permissions import Actor
from disputes.rules.addresses import Address, check_address
from disputes.states import Party, State
from disputes.verbs.return_addresses import give_address
from sellers.permissions import is_member


def keep_return_address(
    member: User, store: Store, *, address: str, country: str, based_on: int
) -> int:
    """The store's address from now on, and at once that of its cases that wait for one; how many
    there were. Cases that have an address keep it.

    `based_on` is the version that the page showed: nobody overwrites what they have not seen.
    """
    checked = check_address(address, country)
    with one_transaction():
        _save(member, store, checked, based_on)
    actor = Actor(member, Party.SELLER)
    waiting = list(Dispute.objects.filter(store=store, state=State.AWAITING_ADDRESS))
    return sum(_is_given(actor, dispute, checked) for dispute in waiting)


def _save(member: User, store: Store, address: Address, based_on: int) -> None:
    locked = Store.objects.select_for_update().get(pk=store.pk)
    if not is_member(member, locked.pk):
        raise Refused(Code.NOT_FOUND, _("There is no such store."))
    if locked.return_address_version != based_on:
        raise Refused(
            Code.STALE,
            _(
                "Somebody of your store changed the address after this page was opened: "
                "%(address)s. What you have typed is still here; save it again if it is right."
            )
            % {"address": ", ".join(locked.address.lines) if locked.address else _("none")},
        )
    locked.return_address, locked.return_country = address.text, address.country
    locked.return_address_version += 1
    locked.save(update_fields=["return_address", "return_country", "return_address_version"])


def _is_given(actor: Actor, dispute: Dispute, address: Address) -> bool:
    """Whether the case gets it: another member may come first, or its time may be over."""
    try:
        give_address(actor, dispute, address=address.text, country=address.country)
    except Refused:
        return False
    return True
