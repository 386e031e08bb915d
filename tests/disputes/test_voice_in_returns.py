"""While goods go back both sides can speak, mend what they typed, and show what they know."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from disputes import clock
from disputes.errors import Code
from disputes.models import Attachment, Dispute, Event
from disputes.permissions import Actor
from disputes.rules.carriers import CARRIERS
from disputes.states import EventKind, Party, State, Verb
from disputes.verbs import evidence, evidence_revisions, returns
from disputes.wording import label, sentence
from sellers.models import Breach
from tests.support.form_files import upload
from tests.support.moments import enforce_at, moment
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PLATFORM = Actor(None, Party.PLATFORM)
GOING_BACK = [State.AWAITING_RETURN, State.RETURN_IN_TRANSIT]


def last(dispute: Dispute) -> Event:
    event = dispute.events.last()
    assert event is not None
    return event


def page_of(world: World, dispute: Dispute, portal: str, verb: Verb) -> tuple[Client, str]:
    client = Client()
    client.force_login(world.buyer if portal == "buyer" else world.seller)
    return client, f"/{portal}/cases/{dispute.reference}/{verb.slug}/"


# Both can write.


@pytest.mark.parametrize("state", GOING_BACK)
@pytest.mark.parametrize("party", [Party.BUYER, Party.SELLER])
def test_both_sides_write_while_the_goods_go_back(state: State, party: Party) -> None:
    world = World()
    dispute = world.dispute_in(state)
    actor = world.as_buyer if party == Party.BUYER else world.as_seller
    assert actor.user is not None
    photo = world.photo(actor.user)
    evidence.add_evidence(actor, dispute, text="Which entrance?", files=[photo])
    said = dispute.evidence.get(number=2)
    assert (said.party, said.text, said.files.get()) == (party, "Which entrance?", photo)
    now = world.again(dispute)
    assert (now.state, now.due_at) == (state, dispute.due_at)
    evidence_revisions.change_evidence(actor, dispute, said, text="Which floor?")
    assert dispute.evidence.get(number=2).text == "Which floor?"


@pytest.mark.parametrize("state", GOING_BACK)
def test_what_an_agreement_relied_on_stays(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    with refused(Code.NOT_ALLOWED):
        evidence_revisions.change_evidence(
            world.as_buyer, dispute, dispute.evidence.get(number=1), text="Blue."
        )


# Tracking can be mended.


def test_a_mistyped_number_is_corrected_and_the_old_one_stays_in_the_history() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    returns.correct_tracking(world.as_buyer, dispute, carrier=" DHL ", tracking="CX124")
    now, event = world.again(dispute), last(dispute)
    assert (now.return_carrier, now.return_tracking) == ("DHL", "CX124")
    assert (now.state, now.due_at) == (State.RETURN_IN_TRANSIT, dispute.due_at)
    assert (event.kind, event.party) == (EventKind.TRACKING_CORRECTED, Party.BUYER)
    assert sentence(event) == (
        "The buyer corrected the tracking of the return: DHL, tracking CX124."
    )
    assert sentence(dispute.events.get(kind=EventKind.RETURN_SHIPPED)) == (
        "The buyer sent the item back with Correos, tracking CX123."
    )


def test_a_correction_says_something_new_and_whole() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    with refused(Code.NOTHING_CHANGED, field="tracking"):
        returns.correct_tracking(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
    with refused(Code.TRACKING_INVALID, field="tracking"):
        returns.correct_tracking(world.as_buyer, dispute, carrier="Correos", tracking=" ")


def test_once_it_is_delivered_the_tracking_stays() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    with refused(Code.NOT_ALLOWED, says="its tracking stays"):
        returns.correct_tracking(world.as_buyer, dispute, carrier="DHL", tracking="CX124")


def test_the_page_of_a_correction_begins_with_what_is_there_and_offers_carriers() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    client, form = page_of(world, dispute, "buyer", Verb.CORRECT_TRACKING)
    page = client.get(form).text
    assert 'value="Correos"' in page
    assert 'value="CX123"' in page
    assert 'list="carriers"' in page
    assert all(f'<option value="{carrier}">' in page for carrier in CARRIERS)
    client.post(form, {"carrier": "A van of my uncle", "tracking": "none"})
    assert world.again(dispute).return_carrier == "A van of my uncle"


# Delivery becomes known.


def test_the_buyer_shows_that_it_was_delivered_and_the_sellers_days_begin() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    with clock.shifted(6 * DAY):
        delivered_at, proof = clock.now() - DAY, world.photo(world.buyer)
        returns.report_return_delivered(
            world.as_buyer, dispute, delivered_at=delivered_at, text="Signed for.", files=[proof]
        )
    known, added = list(dispute.events.all())[-2:]
    now = world.again(dispute)
    assert (known.kind, known.party) == (EventKind.RETURN_DELIVERED, Party.BUYER)
    assert (now.return_delivered_at, now.due_at) == (delivered_at, known.at + 3 * DAY)
    assert sentence(known).startswith("The buyer showed that the return was delivered on ")
    assert added.kind == EventKind.EVIDENCE_ADDED
    assert dispute.evidence.get(number=2).files.get() == proof
    # A silent seller has broken the agreement.
    assert now.due_at is not None
    assert enforce_at(now.due_at) == 1
    assert Breach.objects.get(dispute=dispute).at == now.due_at


def test_without_proof_the_buyers_word_is_not_enough() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    with refused(Code.PHOTO_REQUIRED, field="files", says="Add proof of the delivery"):
        returns.report_return_delivered(
            world.as_buyer, dispute, delivered_at=clock.now(), text="It is there."
        )


def test_delivery_is_known_once() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    proof = world.photo(world.buyer)
    with refused(Code.NOT_ALLOWED, says="known already"):
        returns.report_return_delivered(
            world.as_buyer, dispute, delivered_at=clock.now(), files=[proof]
        )


def test_the_buyers_page_takes_a_day_and_a_document() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    client, form = page_of(world, dispute, "buyer", Verb.REPORT_RETURN_DELIVERED)
    page = client.get(form)
    assert "Show that it was delivered" in page.text
    assert "the seller has 3 days to look at it" in page.text
    today = timezone.localdate()
    for day in ("", "yesterday", str(today + DAY), "0001-01-01", "9999-12-31"):
        page = client.post(form, {"delivered_at": day, "text": "Signed for."})
        assert (page.status_code, "Signed for." in page.text) == (200, True), day
    with clock.shifted(2 * DAY):
        answer = client.post(
            form, {"delivered_at": str(today + DAY), "files": [upload("page.jpg")]}
        )
        assert answer.status_code == 302
    now = world.again(dispute)
    assert now.return_delivered_at is not None
    assert timezone.localdate(now.return_delivered_at) == today + DAY
    assert Attachment.objects.get(evidence__number=2).name == "page.jpg"


def test_staff_note_it_on_a_page_with_who_says_so() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    client, page = signed_in(world.arbitrator), address(dispute, "report-return-delivered/")
    assert page in client.get(address(dispute)).text
    typed = {"delivered_at": str(timezone.localdate()), "source": "the carrier's page"}
    confirmation = client.post(page, typed)
    assert "Silence then pays the refund." in confirmation.text
    assert world.again(dispute).return_delivered_at is None
    client.post(page, typed | {"confirm": "yes"})
    event = last(dispute)
    assert (event.kind, event.actor) == (EventKind.RETURN_DELIVERED, world.arbitrator)
    assert sentence(event).endswith(", says the carrier's page.")
    assert world.again(dispute).due_at == event.at + 3 * DAY


def test_nobody_of_the_platform_notes_it_for_an_own_store() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    seller = make_user("arbitrator", "Arbitrators")
    dispute.store.memberships.create(user=seller)
    with refused(Code.NOT_ALLOWED, says="without a part in this case"):
        returns.report_return_delivered(
            Actor(seller, Party.PLATFORM), dispute, delivered_at=clock.now()
        )


def test_too_late_is_too_late() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    assert dispute.due_at is not None
    with moment(dispute.due_at):
        for actor in (world.as_buyer, PLATFORM):
            with refused(Code.TOO_LATE):
                returns.report_return_delivered(actor, dispute, delivered_at=clock.now())
        with refused(Code.TOO_LATE):
            returns.correct_tracking(world.as_buyer, dispute, carrier="DHL", tracking="1")


def test_the_button_says_whose_word_it_is() -> None:
    assert label(Verb.REPORT_RETURN_DELIVERED, Party.BUYER) == "Show that it was delivered"
    assert label(Verb.REPORT_RETURN_DELIVERED, Party.PLATFORM) == "Note the return's delivery"
