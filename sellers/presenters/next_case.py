"""The case to go on with, so that a seller need not go back to the queue after each."""

from django.urls import reverse

from disputes import clock, pages
from disputes.models import Dispute, User
from disputes.presenters.parts import NextCase
from sellers.selectors.queue import SellerTab, stores_of, tabs


def next_case_of_seller(user: User, dispute: Dispute) -> NextCase | None:
    """What is due next of all that waits for this seller, besides this case."""
    to_do = tabs(stores_of(user), clock.now())[SellerTab.TO_DO]
    waiting = [pk for pk, *_order in to_do[: pages.MOST + 1]]
    others = [pk for pk in waiting if pk != dispute.pk]
    if not others:
        return None
    following = Dispute.objects.select_related("snapshot").get(pk=others[0])
    address = reverse("sellers:case", args=[following.reference])
    return NextCase(address, following.snapshot.title, len(waiting))
