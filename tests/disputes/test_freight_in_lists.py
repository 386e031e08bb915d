"""The way back costs the same in every list as in the case: what may come on top of the amount
stands beside it, and is in the amount once it is known."""

import pytest

from disputes.background import outbox
from disputes.models import Dispute, User
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Party, State
from disputes.verbs import returns
from disputes.wording.rulings import meaning
from tests.disputes.test_return_freight import PLATFORM, RETURN, UP_TO_SEVEN, claim, sent
from tests.support.terms import PAID
from tests.support.workspace import CASES, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

ON_TOP = "and up to $7.00 for the way back"
BUYER_PAYS = Offer(RETURN, PAID, FreightPayer.BUYER)


def listed(user: User, page: str) -> str:
    return " ".join(signed_in(user).get(page).text.split())


def lists(world: World) -> dict[str, str]:
    return {
        "buyer": listed(world.buyer, "/buyer/cases/"),
        "seller": listed(world.seller, "/seller/"),
        "arbitrator": listed(world.arbitrator, f"{CASES}?tab=all"),
    }


def test_what_is_asked_for_is_told_with_the_way_back(world: World) -> None:
    world.open_dispute(offer=UP_TO_SEVEN)
    for reader, page in lists(world).items():
        assert '<bdi class="money">$23.00</bdi>' in page, reader
        assert f'<p class="small-print">{ON_TOP}</p>' in page, reader


def test_where_the_buyer_pays_it_nothing_comes_on_top(world: World) -> None:
    world.open_dispute(offer=BUYER_PAYS)
    for reader, page in lists(world).items():
        assert '<bdi class="money">$23.00</bdi>' in page, reader
        assert "for the way back" not in page, reader


def test_what_is_agreed_is_told_with_it_and_with_what_it_has_cost(world: World) -> None:
    dispute = sent(world)
    page = listed(world.buyer, "/buyer/cases/")
    assert '<bdi class="money">$23.00</bdi>' in page
    assert ON_TOP in page
    claim(world, dispute, 600)
    page = listed(world.buyer, "/buyer/cases/")
    assert '<bdi class="money">$29.00</bdi>' in page
    assert ON_TOP not in page
    assert "the refund is paid: a refund of $23.00, and $6.00 for the way back." in page
    close(world, dispute)
    assert '<bdi class="money">$29.00</bdi>' in listed(world.buyer, "/buyer/cases/?show=closed")
    assert '<bdi class="money">$29.00</bdi>' in listed(world.seller, "/seller/?tab=closed")


def test_no_more_than_was_promised_is_in_it(world: World) -> None:
    dispute = sent(world)
    claim(world, dispute, 900)
    assert '<bdi class="money">$30.00</bdi>' in listed(world.buyer, "/buyer/cases/")


def test_a_ruling_says_that_it_is_paid(world: World) -> None:
    dispute = world.dispute_in(State.RULED, UP_TO_SEVEN)
    said = " ".join(meaning(dispute, UP_TO_SEVEN, frozenset(), "", Party.BUYER))
    assert f"$23.00 {ON_TOP} is paid when" in said
    said = " ".join(meaning(dispute, BUYER_PAYS, frozenset(), "", Party.BUYER))
    assert "$23.00 is paid when" in said


def close(world: World, dispute: Dispute) -> None:
    shipped_at = world.again(dispute).return_shipped_at
    assert shipped_at is not None
    returns.report_return_delivered(PLATFORM, dispute, delivered_at=shipped_at)
    returns.confirm_return(world.as_seller, dispute)
    outbox.deliver_outbox()
