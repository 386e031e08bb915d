"""A buyer applies for a refund: what comes of it, and everything that is refused."""

from datetime import timedelta
from typing import Any

import pytest

from disputes import clock
from disputes.errors import Code
from disputes.models import Attachment, Dispute, Policy, Reason
from disputes.rules.solutions import Offer
from disputes.rules.texts import MAX_TEXT
from disputes.states import EventKind, FreightPayer, Party, ProposalStatus, Solution, State
from disputes.verbs import applications, refund_requests, uploads
from tests.support.form_files import upload
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND, PAID, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAYS = timedelta(days=1)


def apply(world: World, line: Any = None, **changed: Any) -> Dispute:
    """File a sound application with one thing changed."""
    line = line or world.line()
    application: dict[str, Any] = {
        "reason": Reason.objects.get(code="colour"),
        "offer": FULL_REFUND,
        "text": "It is green, not blue.",
    }
    if "files" not in changed:
        application["files"] = [world.photo(world.buyer)]
    return applications.open_dispute(world.buyer, line.items.get(), **(application | changed))


def test_a_case_waits_for_the_seller_for_five_days() -> None:
    world = World()
    line = world.line()
    before = clock.now()
    dispute = world.again(apply(world, line))
    assert dispute.state == State.AWAITING_SELLER
    assert (dispute.line, dispute.store, dispute.buyer) == (line, world.store, world.buyer)
    assert dispute.policy == Policy.objects.get(version=1)
    assert dispute.received is True
    assert before <= dispute.opened_at <= clock.now()
    assert dispute.due_at == dispute.opened_at + 5 * DAYS
    assert (dispute.settled_by, dispute.settlement, dispute.closed_at) == ("", None, None)
    assert dispute.reference.startswith("R-")
    assert len(dispute.reference) == 11


def test_the_request_is_the_first_proposal() -> None:
    world = World()
    proposal = apply(world, offer=RETURN_AND_REFUND).proposals.get()
    assert proposal.offer == Offer(Solution.RETURN_AND_REFUND, PAID, FreightPayer.SELLER, 1150)
    assert (proposal.party, proposal.version) == (Party.BUYER, 1)
    assert (proposal.status, proposal.currency) == (ProposalStatus.LIVE, "USD")
    assert (proposal.made_by, proposal.text) == (world.buyer, "It is green, not blue.")


def test_the_photos_become_evidence_number_one() -> None:
    world = World()
    shown = [world.photo(world.buyer), world.photo(world.buyer)]
    evidence = apply(world, files=shown).evidence.get()
    assert (evidence.number, evidence.party) == (1, Party.BUYER)
    assert (evidence.author, evidence.text) == (world.buyer, "It is green, not blue.")
    assert list(evidence.files.all()) == shown
    assert not Attachment.objects.exclude(form_key="").exists()


def test_one_event_tells_of_it() -> None:
    dispute = apply(World())
    event = dispute.events.get()
    assert (event.number, event.kind, event.party) == (1, EventKind.OPENED, Party.BUYER)
    assert (event.actor, event.from_state, event.to_state) == (
        dispute.buyer,
        "",
        State.AWAITING_SELLER,
    )
    assert (event.at, event.due_at) == (dispute.opened_at, dispute.due_at)
    assert (dispute.event_count, dispute.chain_head) == (1, event.hash)


def test_what_was_typed_is_kept_without_outer_blanks_and_nul() -> None:
    dispute = apply(World(), text="  Green\x00,\n<b>not</b> blue. \n")
    assert dispute.evidence.get().text == "Green,\n<b>not</b> blue."


def test_a_parcel_that_never_came_needs_no_photo() -> None:
    world = World()
    dispute = world.file_not_received()
    assert dispute.received is False
    assert dispute.evidence.get().text == "It never came."


def test_a_case_keeps_the_policy_it_was_opened_under() -> None:
    world = World()
    first = apply(world)
    newer = Policy.objects.create(version=2, published_at=clock.now(), seller_response_days=9)
    second = apply(world)
    assert world.again(first).policy.version == 1
    assert second.policy == newer
    assert second.due_at == second.opened_at + 9 * DAYS


def test_a_withdrawn_case_leaves_room_for_another() -> None:
    world = World()
    line = world.line()
    first = apply(world, line)
    refund_requests.withdraw(world.as_buyer, first)
    second = apply(world, line)
    assert second.pk != first.pk
    assert second.state == State.AWAITING_SELLER


# Refused


def test_somebody_elses_line_is_not_found() -> None:
    world = World()
    item = world.line().items.get()
    held = [world.photo(world.other_buyer)]
    colour = Reason.objects.get(code="colour")
    with refused(Code.NOT_FOUND):
        applications.open_dispute(
            world.other_buyer, item, reason=colour, offer=FULL_REFUND, text="Mine.", files=held
        )


@pytest.mark.parametrize("state", [s for s in State if s != State.WITHDRAWN])
def test_a_second_case_on_a_line_is_refused(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    held = [world.photo(world.buyer)]
    with refused(Code.CASE_EXISTS, says=dispute.reference):
        apply(world, dispute.line, files=held)


@pytest.mark.parametrize(
    ("delivered", "says"),
    [
        (5 * DAYS, "The time to apply ended on"),
        (6 * DAYS, "five days after delivery."),
    ],
)
def test_a_closed_window_is_refused_with_its_sentence(delivered: timedelta, says: str) -> None:
    world = World()
    line = world.line(delivered=delivered)
    held = [world.photo(world.buyer)]
    with refused(Code.WINDOW_CLOSED, says=says):
        apply(world, line, files=held)


def test_too_early_is_refused_until_the_fifth_day() -> None:
    world = World()
    line = world.line(dispatched=4 * DAYS, delivered=None)
    with refused(Code.WINDOW_CLOSED, says="five days after dispatch."):
        world.file_not_received(line)
    with clock.shifted(DAYS):
        assert world.file_not_received(line).state == State.AWAITING_SELLER


def test_nothing_is_refunded_before_it_is_dispatched() -> None:
    world = World()
    line = world.line(dispatched=None, delivered=None)
    with refused(Code.WINDOW_CLOSED, says="not dispatched"):
        world.file_not_received(line)


@pytest.mark.parametrize("code", ["not_as_described", "looks_different"])
def test_a_reason_must_be_a_leaf(code: str) -> None:
    world = World()
    line, held = world.line(), [world.photo(world.buyer)]
    branch = Reason.objects.get(code=code)
    with refused(Code.REASON_INVALID, field="reason"):
        apply(world, line, files=held, reason=branch)


def test_a_reason_that_was_taken_away_cannot_be_chosen() -> None:
    world = World()
    line, held = world.line(), [world.photo(world.buyer)]
    Reason.objects.filter(code="colour").update(active=False)
    with refused(Code.REASON_INVALID, field="reason"):
        apply(world, line, files=held)


@pytest.mark.parametrize("text", ["", "   \n\t", "\x00"])
def test_words_are_needed(text: str) -> None:
    world = World()
    line, held = world.line(), [world.photo(world.buyer)]
    with refused(Code.TEXT_MISSING, field="text"):
        apply(world, line, files=held, text=text)


def test_words_have_an_end() -> None:
    world = World()
    line, held = world.line(), [world.photo(world.buyer)]
    with refused(Code.TEXT_MISSING, field="text", says="4000 characters; it has 4001"):
        apply(world, line, files=held, text="x" * (MAX_TEXT + 1))
    dispute = apply(world, line, files=held, text="x" * MAX_TEXT)
    assert len(dispute.evidence.get().text) == 4000


@pytest.mark.parametrize("amount", [-1, 0, PAID + 1, 10**30])
def test_the_amount_must_lie_within_what_was_paid(amount: int) -> None:
    world = World()
    line, held = world.line(), [world.photo(world.buyer)]
    with refused(Code.AMOUNT_INVALID, field="amount", says="between $0.01 and $23.00"):
        apply(world, line, files=held, offer=Offer(Solution.REFUND, amount))


def test_a_request_for_nothing_is_no_request() -> None:
    world = World()
    line, held = world.line(), [world.photo(world.buyer)]
    with refused(Code.SOLUTION_INVALID, field="solution"):
        apply(world, line, files=held, offer=Offer(Solution.NO_REFUND))


def test_what_never_came_cannot_be_sent_back() -> None:
    world = World()
    line = world.line(delivered=None)
    in_transit = Reason.objects.get(code="in_transit")
    with refused(Code.SOLUTION_INVALID, field="solution"):
        apply(world, line, files=[], reason=in_transit, offer=RETURN_AND_REFUND)


def test_not_as_described_needs_a_photo() -> None:
    world = World()
    line = world.line()
    with refused(Code.PHOTO_REQUIRED, field="files", says="Add at least 1 photo:"):
        apply(world, line, files=[])


def test_somebody_elses_photo_does_not_count() -> None:
    world = World()
    line, theirs = world.line(), [world.photo(world.other_buyer)]
    with refused(Code.STALE, field="files"):
        apply(world, line, files=theirs)


def test_a_photo_that_is_evidence_already_does_not_count() -> None:
    world = World()
    line, used = world.line(), [world.photo(world.buyer)]
    apply(world, files=used)
    with refused(Code.STALE, field="files"):
        apply(world, line, files=used)


def test_ten_photos_at_once_are_the_most() -> None:
    world = World()
    line = world.line()
    many = [uploads.add_upload(world.buyer, key, upload()) for key in "ab" for _ in range(6)]
    with refused(Code.TOO_MANY_FILES, field="files"):
        apply(world, line, files=many[:11])
    assert apply(world, line, files=many[:10]).evidence.get().files.count() == 10


def test_a_double_click_files_once() -> None:
    world = World()
    line, held = world.line(), [world.photo(world.buyer)]
    dispute = apply(world, line, files=held)
    with refused(Code.CASE_EXISTS, says=dispute.reference):
        apply(world, line, files=held)
    assert Dispute.objects.get() == dispute
