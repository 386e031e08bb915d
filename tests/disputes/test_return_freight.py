"""Return freight is money: who pays it, how much at most, a receipt, and lines of its own."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from arbitration.background import retention
from disputes import clock
from disputes.background import outbox
from disputes.errors import Code
from disputes.gateways import EmbeddedEscrow, GatewayError
from disputes.models import (
    Attachment,
    BookAccount,
    Dispute,
    EscrowTransfer,
    OrderLine,
    Posting,
    Refund,
)
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.states import (
    EventKind,
    FreightPayer,
    Party,
    ProposalStatus,
    ReturnClaim,
    Solution,
    State,
)
from disputes.verbs import evidence, freight, negotiation, returns
from disputes.verbs.order_corrections import correct_order
from disputes.wording import offer_in_words, sentence
from tests.support.case_pdfs import file_of, text_of
from tests.support.form_files import upload
from tests.support.moments import IN_TIME, enforce_at, moment
from tests.support.rows import refused
from tests.support.terms import PAID
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PLATFORM = Actor(None, Party.PLATFORM)
RETURN = Solution.RETURN_AND_REFUND
UP_TO_SEVEN = Offer(RETURN, PAID, FreightPayer.SELLER, 700)


def sent(world: World, terms: Offer = UP_TO_SEVEN) -> Dispute:
    """On its way back under these terms."""
    dispute = world.open_dispute(offer=terms)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
    return world.again(dispute)


def claim(world: World, dispute: Dispute, amount_minor: int) -> Attachment:
    receipt = world.photo(world.buyer)
    freight.claim_freight(world.as_buyer, dispute, amount_minor=amount_minor, files=[receipt])
    return receipt


def moved() -> list[tuple[str, int]]:
    return [(posting.account, posting.amount_minor) for posting in Posting.objects.all()]


# The terms


def test_who_pays_and_how_much_at_most_stand_in_the_proposal() -> None:
    world = World()
    dispute = world.open_dispute(offer=UP_TO_SEVEN)
    request, event = dispute.proposals.get(), dispute.events.get()
    assert (request.freight_payer, request.freight_minor) == (FreightPayer.SELLER, 700)
    assert event.data["freight_minor"] == 700
    assert offer_in_words(request.offer, "USD") == (
        "a refund of $23.00 for the returned item, the seller paying the return up to $7.00"
    )
    page = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    assert "The seller pays the return, up to $7.00" in page


def test_where_nothing_is_said_it_is_half_of_what_was_paid() -> None:
    world = World()
    dispute = world.open_dispute(offer=Offer(RETURN, PAID))
    assert dispute.proposals.get().freight_minor == 1150


def test_nobody_asks_for_more_than_the_policy_allows() -> None:
    world = World()
    line = world.line()
    photo_count = Attachment.objects.count()
    with pytest.raises(Exception, match=r"Enter at most \$11.50 for the way back"):
        world.open_dispute(line, Offer(RETURN, PAID, FreightPayer.SELLER, 1151))
    assert not Dispute.objects.exists()
    assert Attachment.objects.count() == photo_count + 1


# What it cost


def test_the_buyer_shows_what_it_cost_and_gets_it_with_the_refund() -> None:
    world = World()
    dispute = sent(world)
    receipt = claim(world, dispute, 640)
    told, added = list(dispute.events.all())[-2:]
    assert sentence(told) == (
        "The buyer paid $6.40 to send the item back, says the receipt. At most $7.00 of it is paid "
        "back."
    )
    assert added.kind == EventKind.EVIDENCE_ADDED
    assert dispute.evidence.get(number=2).files.get() == receipt
    returns.confirm_return(world.as_seller, dispute)
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.freight_minor, refund.freight_payer) == (
        PAID,
        640,
        FreightPayer.SELLER,
    )
    assert moved() == [
        (BookAccount.ESCROW, -PAID),
        (BookAccount.OWED, PAID),
        (BookAccount.SELLER, -640),
        (BookAccount.OWED, 640),
    ]
    outbox.deliver_outbox()
    assert moved()[4:] == [
        (BookAccount.OWED, -PAID),
        (BookAccount.BUYER, PAID),
        (BookAccount.OWED, -640),
        (BookAccount.BUYER, 640),
    ]
    assert sorted(EscrowTransfer.objects.values_list("key", "amount_minor")) == [
        (refund.key, PAID),
        (f"{refund.key}-freight", 640),
    ]
    event = dispute.events.last()
    assert event is not None
    assert sentence(event) == (
        "$29.40 was paid to the buyer: the refund of $23.00, and $6.40 for the way back."
    )
    assert OrderLine.objects.get(pk=dispute.line_id).refunded_minor == PAID


def test_no_more_than_was_agreed_is_paid() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 1500)
    returns.confirm_return(world.as_seller, dispute)
    assert Refund.objects.get().freight_minor == 700


def test_without_a_receipt_nothing_is_paid_for_the_way_back() -> None:
    world = World()
    dispute = sent(world)
    with refused(Code.PHOTO_REQUIRED, field="files", says="Add the receipt"):
        freight.claim_freight(world.as_buyer, dispute, amount_minor=640, files=[])
    returns.confirm_return(world.as_seller, dispute)
    assert (Refund.objects.get().freight_minor, Refund.objects.get().freight_payer) == (0, "")
    assert BookAccount.SELLER not in dict(moved())


@pytest.mark.parametrize("amount_minor", [0, -1, 10**11 + 1])
def test_a_cost_is_a_sum(amount_minor: int) -> None:
    world = World()
    dispute, receipt = sent(world), world.photo(world.buyer)
    with refused(Code.AMOUNT_INVALID, field="freight"):
        freight.claim_freight(world.as_buyer, dispute, amount_minor=amount_minor, files=[receipt])


def test_who_pays_the_way_back_alone_claims_nothing() -> None:
    world = World()
    dispute = sent(world, Offer(RETURN, PAID, FreightPayer.BUYER))
    receipt = world.photo(world.buyer)
    with refused(Code.NOT_ALLOWED, says="You pay the way back"):
        freight.claim_freight(world.as_buyer, dispute, amount_minor=640, files=[receipt])


def test_what_the_platform_pays_leaves_an_account_of_its_own() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING, Offer(RETURN, PAID))
    world.rule(dispute, Offer(RETURN, PAID, FreightPayer.PLATFORM, 900))
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    with clock.shifted(8 * DAY):
        returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
        claim(world, dispute, 850)
        returns.confirm_return(world.as_seller, dispute)
    assert moved()[2:] == [(BookAccount.PLATFORM, -850), (BookAccount.OWED, 850)]


def test_the_sum_is_mended_until_the_delivery_is_known() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 64000)
    claim(world, dispute, 640)
    assert world.again(dispute).freight_paid_minor == 640
    receipt = world.photo(world.buyer)
    with refused(Code.NOTHING_CHANGED, field="freight"):
        freight.claim_freight(world.as_buyer, dispute, amount_minor=640, files=[receipt])
    returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    with refused(Code.NOT_ALLOWED, says="stays as it is"):
        freight.claim_freight(world.as_buyer, dispute, amount_minor=650, files=[receipt])


def test_a_sum_of_the_last_minute_leaves_the_seller_a_day_to_look() -> None:
    world = World()
    dispute = sent(world)
    returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    due_at = world.again(dispute).due_at
    assert due_at is not None
    with clock.shifted(3 * DAY - timedelta(hours=1)):
        claim(world, dispute, 640)
    told = dispute.events.get(kind=EventKind.FREIGHT_CLAIMED)
    assert world.again(dispute).due_at == told.at + DAY


def test_so_does_one_of_a_return_of_which_nobody_has_heard() -> None:
    """It can come once: what is mended then would move the end again, or leave no time."""
    world = World()
    dispute = sent(world)
    due_at = dispute.due_at
    assert due_at is not None
    with moment(due_at - timedelta(hours=1)):
        page = act_page(world, dispute)
        claim(world, dispute, 640)
        told = dispute.events.get(kind=EventKind.FREIGHT_CLAIMED)
        end = told.at + DAY
        assert world.again(dispute).due_at == end
        assert "You cannot correct it after this." in page
        receipt = world.photo(world.buyer)
        with refused(Code.NOT_ALLOWED, says="stays as it is"):
            freight.claim_freight(world.as_buyer, dispute, amount_minor=700, files=[receipt])
    enforce_at(due_at)
    assert not Refund.objects.exists()
    with moment(end - timedelta(minutes=1)):
        returns.contest_return(
            world.as_seller, dispute, text="Nothing.", claim=ReturnClaim.NOT_ARRIVED
        )
    assert not Refund.objects.exists()


def test_one_that_was_shown_is_mended_while_the_seller_has_a_day_to_look() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    with moment(due_at - DAY - IN_TIME):
        assert "until the delivery is known, and until" in act_page(world, dispute)
        claim(world, dispute, 650)
    assert world.again(dispute).due_at == due_at
    with moment(due_at - DAY):
        receipt = world.photo(world.buyer)
        with refused(Code.NOT_ALLOWED, says="stays as it is"):
            freight.claim_freight(world.as_buyer, dispute, amount_minor=700, files=[receipt])


def act_page(world: World, dispute: Dispute) -> str:
    page: str = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/claim-freight/").text
    return page


# What follows it


def test_a_silent_seller_pays_it_too() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    assert Refund.objects.get().total_minor == PAID + 640


@pytest.mark.parametrize("elsewhere_minor", [PAID, PAID + 101])
def test_goods_paid_for_elsewhere_do_not_keep_the_way_back(elsewhere_minor: int) -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    order = dispute.line.order
    correct_order(order, source="the shop", refunded_elsewhere_minor={1: elsewhere_minor})
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.freight_minor) == (0, 640)
    assert world.again(dispute).state == State.RESOLVED


def test_after_a_contest_the_promise_holds_where_any_refund_is_paid() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="Scratched.", files=[photo])
    negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.REFUND, 900))
    offered = dispute.proposals.get(party=Party.SELLER, status=ProposalStatus.LIVE)
    page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/accept/").text
    assert "$6.40 for the way back comes on top." in page
    negotiation.accept(world.as_buyer, dispute, offered)
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.freight_minor) == (900, 640)


def test_without_a_refund_the_way_back_is_not_paid() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="A stone.", files=[photo])
    evidence.finish_evidence(world.as_buyer, dispute)
    negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.NO_REFUND))
    offered = dispute.proposals.get(party=Party.SELLER, status=ProposalStatus.LIVE)
    negotiation.accept(world.as_buyer, dispute, offered)
    assert not Refund.objects.exists()


def test_a_gateway_that_fails_between_the_two_pays_each_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    returns.confirm_return(world.as_seller, dispute)

    def fails(*args: object, **kwargs: object) -> str:
        raise GatewayError("no answer")

    with monkeypatch.context() as broken:
        broken.setattr(EmbeddedEscrow, "pay_freight", fails)
        outbox.deliver_outbox()
    assert Refund.objects.get().paid_at is None
    with clock.shifted(DAY):
        outbox.deliver_outbox()
    refund = Refund.objects.get()
    assert refund.paid_at is not None
    transfers = EscrowTransfer.objects.order_by("key")
    assert [each.amount_minor for each in transfers] == [PAID, 640]
    assert refund.gateway_reference == " ".join(each.reference for each in transfers)


# The database


def test_the_database_pays_no_more_than_was_promised_and_shown() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    for freight_minor, payer in ((641, "seller"), (640, "platform"), (640, ""), (0, "seller")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Refund.objects.create(
                dispute=dispute,
                line_id=dispute.line_id,
                key="by-hand",
                amount_minor=PAID,
                freight_minor=freight_minor,
                freight_payer=payer,
                currency="USD",
                decided_at=clock.now(),
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        dispute.proposals.update(freight_minor=0)


# The pages


def test_the_page_of_sending_takes_the_cost_and_its_receipt() -> None:
    world = World()
    dispute = world.open_dispute(offer=UP_TO_SEVEN)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    client, form = signed_in(world.buyer), f"/buyer/cases/{dispute.reference}/ship-return/"
    assert "The seller pays what the receipt shows for the way back, up to $7.00." in (
        client.get(form).text
    )
    typed = {"carrier": "Correos", "tracking": "CX1", "freight": "6,40"}
    page = client.post(form, typed)
    assert "Add the receipt" in page.text
    assert world.again(dispute).state == State.AWAITING_RETURN
    assert client.post(form, typed | {"files": [upload("bill.jpg")]}).status_code == 302
    now = world.again(dispute)
    assert (now.state, now.freight_paid_minor) == (State.RETURN_IN_TRANSIT, 640)


def test_later_on_a_page_of_its_own() -> None:
    world = World()
    dispute, client = sent(world), signed_in(world.buyer)
    form = f"/buyer/cases/{dispute.reference}/claim-freight/"
    assert "Enter what the return cost" in client.get(form).text
    assert "Enter an amount in digits" in client.post(form, {"freight": "much"}).text
    client.post(form, {"freight": "6.40", "files": [upload("bill.jpg")]})
    assert world.again(dispute).freight_paid_minor == 640


def test_where_the_buyer_pays_no_page_speaks_of_paying_back() -> None:
    world = World()
    dispute = world.open_dispute(offer=Offer(RETURN, PAID, FreightPayer.BUYER))
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/ship-return/").text
    assert "You pay the way back yourself." in page
    assert 'name="freight"' not in page
    assert 'name="files"' not in page


def test_the_seller_reads_both_parts_before_confirming() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    page = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/confirm-return/").text
    assert "$29.40 is paid to the buyer, and the case closes." in page
    assert "$23.00 for the item, and $6.40 for the way back, charged to you." in page


def test_goods_and_way_back_are_shown_apart_everywhere() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    returns.confirm_return(world.as_seller, dispute)
    for user, page in [
        (world.buyer, f"/buyer/cases/{dispute.reference}/"),
        (world.seller, f"/seller/cases/{dispute.reference}/"),
        (world.arbitrator, address(dispute)),
    ]:
        text = signed_in(user).get(page).text
        assert all(part in text for part in ("$23.00", "$6.40", "$29.40")), page


@pytest.mark.slow
def test_the_case_pdf_shows_them_apart() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    returns.confirm_return(world.as_seller, dispute)
    text = text_of(file_of(world, dispute))
    assert "For the way back $6.40 · The seller pays the return" in text
    assert "Together $29.40" in text


def test_when_the_words_are_erased_the_sums_stay() -> None:
    world = World()
    dispute = sent(world)
    claim(world, dispute, 640)
    returns.confirm_return(world.as_seller, dispute)
    outbox.deliver_outbox()
    with clock.shifted(800 * DAY):
        assert retention.erase_closed() == 1
    assert world.again(dispute).freight_paid_minor == 640
