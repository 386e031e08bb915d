"""An application that names several items of a parcel, through the pages."""

from collections.abc import Sequence
from html import unescape

import pytest

from buyers.models import Draft
from disputes.models import Dispute, ParcelItem
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution
from disputes.verbs.order_corrections import correct_order
from tests.support.applying import Applicant
from tests.support.groups import LATE, apply_for, items_of_one_parcel
from tests.support.terms import PAID
from tests.support.world import World

pytestmark = pytest.mark.django_db


def applicant(world: World, items: Sequence[ParcelItem]) -> Applicant:
    return Applicant(world, items[0].line)


def answer(buyer: Applicant, others: list[str], *, came: bool = False) -> None:
    """Every step but the last one."""
    buyer.post("received", {"received": "yes" if came else "no", "others": others})
    buyer.post("reason", {"reason": "colour" if came else "in_transit"})
    if came:
        buyer.add_upload()
        buyer.post("solution", {"solution": "return_and_refund", "freight_payer": "seller"})
    else:
        buyer.post("solution", {"solution": "refund"})
    buyer.post("evidence", {"text": "Nothing came."})


def text(page: str) -> str:
    return " ".join(unescape(page).split())


def test_the_other_items_of_the_parcel_are_offered(world: World) -> None:
    items = items_of_one_parcel(world)
    apply_for(world, items[1:2])
    page = text(applicant(world, items).get("received").text)
    assert "Is it about other items of this parcel, too?" in page
    assert "Mug 3, $23.00" in page
    assert "Mug 2" not in page, "it has a case"


def test_where_there_is_no_other_nothing_is_asked(world: World) -> None:
    page = applicant(world, items_of_one_parcel(world, 1)).get("received").text
    assert "other items" not in page


@pytest.mark.parametrize(("named", "numbers"), [(["2"], [1, 2]), (["all"], [1, 2, 3])])
def test_one_form_opens_a_case_for_each(world: World, named: list[str], numbers: list[int]) -> None:
    items = items_of_one_parcel(world)
    buyer = applicant(world, items)
    answer(buyer, named)
    page = text(buyer.get("check").text)
    for number in numbers:
        assert f"Mug {number}: A refund of $23.00" in page
    assert f"In all: ${23 * len(numbers)}.00" in page
    buyer.submit()
    disputes = Dispute.objects.order_by("pk")
    assert [each.item.number for each in disputes] == numbers
    assert len({each.group for each in disputes}) == 1
    assert [each.proposals.get().amount_minor for each in disputes] == [PAID] * len(numbers)
    page = text(buyer.client.get(f"/buyer/cases/{disputes[0].reference}/submitted/").text)
    assert disputes[1].reference in page


def test_goods_that_came_can_go_back_together(world: World) -> None:
    items = items_of_one_parcel(world, 2, came=True)
    buyer = applicant(world, items)
    answer(buyer, ["2"], came=True)
    buyer.submit()
    asked = [each.proposals.get().offer for each in Dispute.objects.order_by("pk")]
    most = asked[0].freight_minor
    assert most > 0
    assert asked == [Offer(Solution.RETURN_AND_REFUND, PAID, FreightPayer.SELLER, most)] * 2
    assert [each.evidence.get().files.count() for each in Dispute.objects.all()] == [1, 1]


def test_what_was_typed_is_kept_and_can_be_taken_back(world: World) -> None:
    buyer = applicant(world, items_of_one_parcel(world))
    buyer.post("received", {"received": "no", "others": ["2", "3"]})
    assert Draft.objects.get().answers["others"] == "2,3"
    page = buyer.get("received").text
    assert page.count("checked") == 3
    buyer.post("received", {"received": "no"})
    assert "others" not in Draft.objects.get().answers


def test_an_item_that_has_a_case_by_now_is_said_where_it_was_chosen(world: World) -> None:
    items = items_of_one_parcel(world)
    buyer = applicant(world, items)
    answer(buyer, ["2", "3"])
    apply_for(world, items[2:])
    response = buyer.client.get(buyer.url(), follow=True)
    assert response.redirect_chain[-1][0] == buyer.url("received")
    assert "One of these items can no longer be applied for. Choose again." in text(response.text)
    assert Dispute.objects.count() == 1


def test_drafts_of_all_of_them_are_over(world: World) -> None:
    items = items_of_one_parcel(world, 2)
    other = Applicant(world, items[1].line)
    other.post("received", {"received": "no"})
    buyer = applicant(world, items)
    answer(buyer, ["2"])
    buyer.submit()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("others", [["9"], ["x"], ["2", "2"], ["all", "2"]])
def test_forged_answers_harm_nothing(world: World, others: list[str]) -> None:
    buyer = applicant(world, items_of_one_parcel(world, 2))
    assert buyer.post("received", {"received": "no", "others": others}).status_code in (200, 302)
    assert buyer.get("received").status_code == 200


def check_again(buyer: Applicant, seen: str, says: str) -> None:
    """What the button of a page from before sends is shown once more, as it is now."""
    before = Dispute.objects.count()
    page = buyer.client.post(buyer.url("check"), {"seen": seen}, follow=True).text
    assert "were changed in the meantime. Check them again" in text(page)
    assert says in text(page)
    assert Dispute.objects.count() == before


def test_all_the_others_are_those_that_were_shown(world: World) -> None:
    items = items_of_one_parcel(world, 4)
    [case] = apply_for(world, items[3:])
    buyer = applicant(world, items)
    answer(buyer, ["all"])
    seen = buyer.fingerprint()
    world.withdraw(case)
    check_again(buyer, seen, "Mug 4: A refund of $23.00")


def test_no_other_sum_than_was_shown_is_asked_for(world: World) -> None:
    items = items_of_one_parcel(world)
    buyer = applicant(world, items)
    answer(buyer, ["2"])
    seen = buyer.fingerprint()
    correct_order(items[1].order, source="the shop", refunded_elsewhere_minor={2: 1000})
    check_again(buyer, seen, "Mug 2: A refund of $13.00")


def test_no_other_pieces_than_were_shown_are_applied_for(world: World) -> None:
    line = world.line(dispatched=LATE, delivered=None, quantity=3)
    buyer = Applicant(world, line)
    answer(buyer, [])
    buyer.post("solution", {"solution": "refund", "amount": "7.00"})
    seen = buyer.fingerprint()
    world.file_pieces(line.items.get(), 1, world.share_of(line, 1))
    check_again(buyer, seen, "2 of 2")
