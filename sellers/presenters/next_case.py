"""The case to go on with, so that a seller need not go back to the queue after each."""

from django.urls import reverse

from disputes import clock, pages
from disputes.models import Dispute, User
from disputes.presenters.parts import NextCase
from sellers.selectors.queue import SellerTab, stores_of, tabs


def next_case_of_seller(user: User, dispute: Dispute) -> NextCase | None:
    """What is due next of all that waits for this seller, besides this case."""
    to_do = tabs(stores_of(user), clock.now())[SellerTab.TO_DO]
    found = [pk for pk, *_order in to_do[:2] if pk != dispute.pk]
    if not found:
        return None
    following = Dispute.objects.select_related("snapshot").get(pk=found[0])
    waiting = pages.count(to_do)
    return NextCase(
        reverse("sellers:case", args=[following.reference]), following.snapshot.title, waiting
    )
