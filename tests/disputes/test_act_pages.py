"""The pages of the acts: they say what will happen, do it once, and lose nothing that was typed."""

from collections.abc import Mapping

import pytest
from django.test import Client

from disputes.models import Attachment, Dispute, Evidence, Proposal
from disputes.permissions import Actor
from disputes.rules.addresses import Address
from disputes.states import Party, Solution, State, Verb
from disputes.verbs import negotiation, refund_requests
from disputes.verbs.order_corrections import correct_order
from tests.support.form_files import upload
from tests.support.form_uploads import uploads_in
from tests.support.rows import everything
from tests.support.terms import HALF, PAID
from tests.support.world import World

pytestmark = pytest.mark.django_db


def signed_in(world: World, portal: str) -> Client:
    client = Client()
    client.force_login(world.buyer if portal == "buyer" else world.seller)
    return client


# Who does what in which state, with what filled in, and where the case stands afterwards.
WORDS = {"text": "As I said."}
OFFER = {"solution": "refund", "amount": "5.00", **WORDS}
DONE = [
    ("seller", Verb.ACCEPT, State.AWAITING_SELLER, {"version": 1}, State.RESOLVED),
    ("seller", Verb.REJECT, State.AWAITING_SELLER, WORDS, State.NEGOTIATING),
    ("seller", Verb.PROPOSE, State.AWAITING_SELLER, OFFER, State.NEGOTIATING),
    ("seller", Verb.ADD_EVIDENCE, State.AWAITING_SELLER, WORDS, State.AWAITING_SELLER),
    ("buyer", Verb.CHANGE, State.AWAITING_SELLER, OFFER, State.AWAITING_SELLER),
    ("buyer", Verb.WITHDRAW, State.AWAITING_SELLER, {}, State.WITHDRAWN),
    ("buyer", Verb.PROPOSE, State.NEGOTIATING, OFFER, State.NEGOTIATING),
    ("buyer", Verb.ESCALATE, State.NEGOTIATING, {}, State.HEARING),
    ("buyer", Verb.FINISH_EVIDENCE, State.HEARING, {}, State.HEARING),
    ("buyer", Verb.ACCEPT_RULING, State.RULED, {}, State.RULED),
    ("buyer", Verb.APPEAL, State.RULED, WORDS, State.APPEALED),
    (
        "seller",
        Verb.GIVE_ADDRESS,
        State.AWAITING_ADDRESS,
        {"address": "Muelle 5", "country": "ES"},
        State.AWAITING_RETURN,
    ),
    (
        "buyer",
        Verb.SHIP_RETURN,
        State.AWAITING_RETURN,
        {"carrier": "Correos", "tracking": "CX1"},
        State.RETURN_IN_TRANSIT,
    ),
    (
        "buyer",
        Verb.CORRECT_TRACKING,
        State.RETURN_IN_TRANSIT,
        {"carrier": "DHL", "tracking": "CX2"},
        State.RETURN_IN_TRANSIT,
    ),
    ("seller", Verb.ADD_EVIDENCE, State.RETURN_IN_TRANSIT, WORDS, State.RETURN_IN_TRANSIT),
    ("buyer", Verb.ADD_EVIDENCE, State.AWAITING_RETURN, WORDS, State.AWAITING_RETURN),
    ("seller", Verb.CONFIRM_RETURN, State.RETURN_IN_TRANSIT, {}, State.RESOLVED),
]


@pytest.mark.parametrize(
    ("portal", "verb", "before", "filled_in", "after"),
    DONE,
    ids=[f"{portal}-{verb}" for portal, verb, *_rest in DONE],
)
def test_an_act_is_explained_done_and_told(
    world: World,
    portal: str,
    verb: Verb,
    before: State,
    filled_in: dict[str, object],
    after: State,
) -> None:
    dispute = world.dispute_in(before)
    client = signed_in(world, portal)
    address = f"/{portal}/cases/{dispute.reference}/{verb.slug}/"
    unchanged = everything()
    page = client.get(address)
    assert page.status_code == 200
    assert "What will happen" in page.text
    assert everything() == unchanged
    answer = client.post(address, filled_in, follow=True)
    assert answer.redirect_chain == [(f"/{portal}/cases/{dispute.reference}/", 302)]
    assert "notice-success" in answer.text
    assert world.again(dispute).state == after


def test_contesting_needs_proof_and_keeps_the_words(world: World) -> None:
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    seller = signed_in(world, "seller")
    address = f"/seller/cases/{dispute.reference}/contest-return/"
    said = {"claim": "not_in_order", "text": "An empty box came."}
    page = seller.post(address, said)
    assert "Add at least one photo or document that shows what came back" in page.text
    assert "An empty box came." in page.text
    assert world.again(dispute).state == State.RETURN_IN_TRANSIT
    seller.post(address, said | {"files": [upload("box.jpg")]})
    assert world.again(dispute).state == State.HEARING
    assert [p.name for p in Evidence.objects.latest("number").files.all()] == ["box.jpg"]


def test_one_bad_file_loses_neither_the_good_one_nor_the_words(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_SELLER)
    seller = signed_in(world, "seller")
    address = f"/seller/cases/{dispute.reference}/reject/"
    files = [upload("good.jpg"), upload("bad.jpg", b"no picture")]
    page = seller.post(address, {"text": "Blue it is.", "files": files})
    assert page.status_code == 200
    assert "bad.jpg" in page.text
    assert "Blue it is." in page.text
    assert world.again(dispute).state == State.AWAITING_SELLER
    held = Attachment.objects.get(uploader=world.seller)
    assert (held.name, held.evidence) == ("good.jpg", None)
    seller.post(address, {"text": "Blue it is."} | uploads_in(page.text))
    assert world.again(dispute).state == State.NEGOTIATING
    held = Attachment.objects.get(pk=held.pk)
    assert held.evidence is not None
    assert held.evidence.text == "Blue it is."


def test_a_held_photo_can_be_taken_away_without_a_script(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_SELLER)
    seller = signed_in(world, "seller")
    photo = world.photo(world.seller, f"{dispute.reference}-seller-reject")
    address = f"/seller/cases/{dispute.reference}/reject/"
    held = uploads_in(seller.get(address).text)
    page = seller.post(address, {"text": "Blue it is.", "remove_file": str(photo.public_id)} | held)
    assert page.status_code == 200
    assert "Blue it is." in page.text
    assert not Attachment.objects.filter(pk=photo.pk).exists()
    assert world.again(dispute).state == State.AWAITING_SELLER


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("-1", "Enter an amount between $0.01 and $23.00"),
        ("0", "Enter an amount between $0.01 and $23.00"),
        ("23.01", "Enter an amount between $0.01 and $23.00"),
        ("abc", "Enter an amount in digits, such as 12.50."),
        ("1.234", "Enter at most 2 decimals for USD."),
    ],
)
def test_a_wrong_amount_is_told_beside_its_field_and_changes_nothing(
    world: World, amount: str, sentence: str
) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    seller = signed_in(world, "seller")
    before = everything()
    page = seller.post(
        f"/seller/cases/{dispute.reference}/propose/",
        {"solution": "refund", "amount": amount, "text": "My best offer."},
    )
    assert sentence in page.text
    assert f'value="{amount}"' in page.text
    assert "My best offer." in page.text
    assert everything() == before


def test_a_stale_page_is_told_what_happened_and_keeps_the_words(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_SELLER)
    refund_requests.withdraw(world.as_buyer, dispute)
    seller = signed_in(world, "seller")
    before = everything()
    page = seller.post(f"/seller/cases/{dispute.reference}/reject/", {"text": "Blue it is."})
    assert page.status_code == 409
    assert "The buyer withdrew the request." in page.text
    assert "Blue it is." in page.text
    assert "See the case as it is now" in page.text
    assert everything() == before


def test_nobody_accepts_an_amount_that_they_have_not_seen(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_SELLER)
    refund_requests.change_request(world.as_buyer, dispute, offer=HALF)
    seller = signed_in(world, "seller")
    before = everything()
    page = seller.post(f"/seller/cases/{dispute.reference}/accept/", {"version": 1})
    assert "no longer on the table" in page.text
    assert everything() == before


@pytest.mark.parametrize("version", ["", "x", "7", "99999999999999999999"])
def test_a_forged_version_is_refused(world: World, version: str) -> None:
    dispute = world.dispute_in(State.AWAITING_SELLER)
    seller = signed_in(world, "seller")
    before = everything()
    page = seller.post(f"/seller/cases/{dispute.reference}/accept/", {"version": version})
    assert page.status_code == 200
    assert "alert" in page.text
    assert everything() == before


def test_a_double_click_has_one_effect(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    negotiation.propose(world.as_seller, dispute, offer=HALF)
    buyer = signed_in(world, "buyer")
    address = f"/buyer/cases/{dispute.reference}/accept/"
    assert buyer.post(address, {"version": 1}).status_code == 302
    before = everything()
    again = buyer.post(address, {"version": 1})
    assert again.status_code == 409
    assert "The buyer accepted the seller&#x27;s proposal" in again.text
    assert everything() == before


def test_whoever_comes_second_sees_the_case_as_it_is_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The buyer withdraws between the seller's look and the seller's act."""
    case = world.open_dispute()
    real = negotiation.accept_all

    def a_moment_later(
        actor: Actor, offered: Mapping[Dispute, Proposal], *, address: Address | None
    ) -> None:
        refund_requests.withdraw(world.as_buyer, *offered)
        real(actor, offered, address=address)

    monkeypatch.setattr(negotiation, "accept_all", a_moment_later)
    client = signed_in(world, "seller")
    form = {"version": case.proposals.get().version}
    response = client.post(f"/seller/cases/{case.reference}/accept/", form)
    page = response.content.decode()
    assert response.status_code == 409
    assert "withdr" in page
    assert "What will happen" not in page
    assert "See the case as it is now" in page


def test_a_link_that_is_too_old_leads_back_to_the_case(world: World) -> None:
    dispute = world.dispute_in(State.RESOLVED)
    answer = signed_in(world, "seller").get(
        f"/seller/cases/{dispute.reference}/reject/", follow=True
    )
    assert answer.redirect_chain == [(f"/seller/cases/{dispute.reference}/", 302)]
    assert "This is no longer possible." in answer.text


def test_an_act_that_does_not_exist_is_not_found(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    assert (
        signed_in(world, "buyer").get(f"/buyer/cases/{dispute.reference}/rule/").status_code == 404
    )


def test_the_seller_reads_what_accepting_costs(world: World) -> None:
    dispute: Dispute = world.dispute_in(State.AWAITING_SELLER)
    page = signed_in(world, "seller").get(f"/seller/cases/{dispute.reference}/accept/")
    assert dispute.proposals.get(party=Party.BUYER).solution == Solution.REFUND
    assert PAID == 2300
    assert "$23.00 is paid to the buyer, and the case closes." in page.text
    assert "No points: what you settle yourselves never costs any." in page.text


def test_removing_a_photo_is_no_complaint_about_words_that_are_still_missing(
    world: World,
) -> None:
    dispute = world.dispute_in(State.AWAITING_SELLER)
    seller = signed_in(world, "seller")
    photo = world.photo(world.seller, f"{dispute.reference}-seller-reject")
    page = seller.post(
        f"/seller/cases/{dispute.reference}/reject/",
        {"text": "", "remove_file": str(photo.public_id)},
    )
    assert "This field is required" not in page.text


def test_nobody_reads_that_more_is_paid_than_is_left(world: World) -> None:
    dispute = world.open_dispute()
    correct_order(dispute.item.order, source="the shop", refunded_elsewhere_minor={1: PAID - 100})
    answer = signed_in(world, "seller").get(
        f"/seller/cases/{dispute.reference}/accept/", follow=True
    )
    assert answer.redirect_chain == [(f"/seller/cases/{dispute.reference}/", 302)]
    assert "Only $1.00 of what was paid for this item can still be refunded." in answer.text
