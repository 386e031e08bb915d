"""A seller goes on from one case to the next, the most pressing first, without the queue."""

import pytest

from disputes.models import Dispute
from disputes.states import State
from disputes.verbs import negotiation
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def page(world: World, dispute: Dispute) -> str:
    text: str = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    return text.split('class="next-case"', 1)[1].split("</nav>", 1)[0]


def test_the_most_pressing_of_the_others_comes_next(world: World) -> None:
    first, second, third = (world.open_dispute() for _ in range(3))
    assert f"/seller/cases/{second.reference}/" in page(world, first)
    assert f"/seller/cases/{first.reference}/" in page(world, second)
    assert f"/seller/cases/{first.reference}/" in page(world, third)
    assert "3 cases wait for you" in page(world, first)


def test_what_waits_for_others_does_not(world: World) -> None:
    first = world.open_dispute()
    second = world.open_dispute()
    negotiation.accept(world.as_seller, first, first.proposals.get())
    assert world.again(first).state == State.RESOLVED
    assert f"/seller/cases/{second.reference}/" in page(world, first)
    assert "1 case waits for you" in page(world, first)
    assert "No other case waits for you." in page(world, second)


def test_a_buyer_has_no_such_row(world: World) -> None:
    dispute = world.open_dispute()
    text = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
    assert 'class="next-case"' not in text
    assert "data-shortcut" not in text


def test_the_acts_have_keys(world: World) -> None:
    dispute = world.open_dispute()
    text = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    for verb, key in (("accept", "a"), ("reject", "r"), ("propose", "p")):
        link = text.split(f"/seller/cases/{dispute.reference}/{verb}/", 1)[1].split(">", 1)[0]
        assert f'data-shortcut="{key}"' in link
    assert "js/shortcuts.js" in text
