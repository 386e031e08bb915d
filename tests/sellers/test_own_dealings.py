"""Nobody deals with themselves: a member of the store has no case with it, and earns it nothing."""

from datetime import timedelta

import pytest

from disputes import clock
from disputes.errors import Code
from disputes.models import Reason, StoreMember
from disputes.states import Verb
from disputes.verbs import applications, negotiation
from sellers.selectors.marks import good_marks
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

SAYS = "You belong to the store that sold this"


def join(world: World) -> None:
    """The buyer becomes a member of the store."""
    StoreMember.objects.create(store=world.store, user=world.buyer)


@pytest.mark.parametrize("came", [True, False])
def test_a_member_of_the_store_cannot_apply(came: bool, world: World) -> None:
    join(world)
    line = world.line() if came else world.line(delivered=None)
    photo = world.photo(world.buyer)
    with refused(Code.NOT_ALLOWED, says=SAYS):
        applications.open_dispute(
            world.buyer,
            line.items.get(),
            reason=Reason.objects.get(code="colour" if came else "in_transit"),
            offer=FULL_REFUND,
            text="It is not as it should be.",
            files=[photo],
        )


def test_the_page_of_orders_offers_no_form_and_says_why(world: World) -> None:
    line = world.line()
    client = signed_in(world.buyer)
    assert "Apply for a refund" in client.get("/buyer/").text
    join(world)
    page = client.get("/buyer/").text
    assert SAYS in page
    assert "Apply for a refund" not in page
    shown = client.get(f"/buyer/orders/{line.order.reference}/{line.number}/apply/", follow=True)
    assert SAYS in shown.text


def test_who_joined_later_does_not_answer_the_own_request(world: World) -> None:
    dispute = world.open_dispute()
    join(world)
    both = world.as_seller.__class__(world.buyer, world.as_seller.party)
    with refused(Code.NOT_ALLOWED, says="another member of the store acts for it"):
        negotiation.accept(both, dispute, dispute.proposals.get())
    page = signed_in(world.buyer).get(f"/seller/cases/{dispute.reference}/")
    assert Verb.ACCEPT not in page.context["case"].allowed
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())


def test_it_earns_no_good_mark(world: World) -> None:
    dispute = world.open_dispute()
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    marks = good_marks(world.store, clock.now() + timedelta(minutes=1))
    assert [reference for reference, _at in marks] == [dispute.reference]
    join(world)
    assert list(good_marks(world.store, clock.now() + timedelta(minutes=1))) == []


def test_others_of_the_platform_may_still_buy_there(world: World) -> None:
    """Belonging to some other store is no matter."""
    StoreMember.objects.create(store=world.other_store, user=world.buyer)
    StoreMember.objects.create(store=world.store, user=make_user("another"))
    assert world.open_dispute().store == world.store
