"""Ruling, asking for evidence and reassigning: filled in, confirmed, done, or refused in words."""

from datetime import timedelta
from typing import Any

import pytest

from arbitration.verbs import assignment
from disputes import clock
from disputes.models import Dispute, Ground, Refund, User
from disputes.rules.instants import instant
from disputes.states import Party, SettledBy, Solution, State
from disputes.verbs import appeals, evidence, negotiation, refund_requests, returns
from tests.support.moments import moment
from tests.support.people import make_user
from tests.support.terms import PAID, RETURN_AND_REFUND
from tests.support.workspace import address, nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db

CONFIRM = {"confirm": "yes"}


def send(user: User, dispute: Dispute, act: str, data: dict[str, Any] | None = None) -> Any:
    """POST the data to the page of an act; without data, GET it."""
    client, page = signed_in(user), address(dispute, f"{act}/")
    return client.get(page) if data is None else client.post(page, data)


def ruling(**changes: Any) -> dict[str, Any]:
    """A ruling as it is typed: half the money back."""
    return {
        "outcome": "partial",
        "amount": "11.50",
        "ground": Ground.objects.get(code="minor_difference").pk,
        "cites": ["1"],
        "reasons": "Evidence 1 shows another shade.\n\nIt can be used.",
    } | changes


def fitting(**changes: Any) -> dict[str, Any]:
    """A ruling whose ground fits its outcome."""
    code = "matches_listing" if changes.get("outcome") == "none" else "differs_from_listing"
    return ruling(ground=Ground.objects.get(code=code).pk, **changes)


def taken(world: World, state: State = State.AWAITING_RULING) -> Dispute:
    """A case with the arbitrator; on appeal with the second one."""
    dispute = world.dispute_in(state)
    judge = world.arbitrator if state == State.AWAITING_RULING else world.arbitrator2
    assert assignment.take_next(judge) == dispute
    return world.again(dispute)


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    """With a case that the arbitrator has in hand."""
    world = World()
    taken(world)
    return world


@pytest.fixture
def dispute(world: World) -> Dispute:
    return Dispute.objects.get(assignee=world.arbitrator)


def shows(response: Any, *sentences: str) -> None:
    page = response.content.decode().replace("&#x27;", "'")
    for sentence in sentences:
        assert sentence in page, sentence


# Ruling


def test_a_ruling_is_typed_then_read_once_more_then_issued(world: World, dispute: Dispute) -> None:
    shows(send(world.arbitrator, dispute, "rule"), "Issue ruling", "The difference is minor")
    with nothing_changes():
        confirmation = send(world.arbitrator, dispute, "rule", ruling())
        until = instant(clock.now() + timedelta(days=7))
        shows(
            confirmation,
            "A refund of $11.50",
            "part of the price makes up for the difference",
            "Evidence 1 shows another shade.",
            "Rests on evidence 1.",
            f"You may appeal until {until}.",
            f"The buyer may appeal until {until}.",
            f"The seller may appeal until {until}.",
            "If nobody appeals, $11.50 is paid to the buyer, and the case closes.",
            "This cannot be undone.",
        )
    response = send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
    assert (response.status_code, response["Location"]) == (302, address(dispute))
    assert told(response) == ["The ruling is issued. Both sides can read it now."]
    ruled, [made] = world.again(dispute), list(dispute.rulings.all())
    assert (ruled.state, ruled.assignee) == (State.RULED, None)
    assert (made.proposal.solution, made.proposal.amount_minor) == (Solution.REFUND, 1150)
    assert (made.arbitrator, made.ground.code) == (world.arbitrator, "minor_difference")
    assert [citation.evidence.number for citation in made.citations.all()] == [1]
    assert made.reasons == "Evidence 1 shows another shade.\n\nIt can be used."


@pytest.mark.parametrize(
    ("typed", "solution", "amount_minor", "payer"),
    [
        ({"outcome": "full", "amount": "1"}, Solution.REFUND, PAID, ""),
        ({"outcome": "partial", "amount": "0.01"}, Solution.REFUND, 1, ""),
        ({"outcome": "return", "amount": "23"}, Solution.RETURN_AND_REFUND, PAID, "seller"),
        (
            {"outcome": "return", "amount": "20", "freight_payer": "platform"},
            Solution.RETURN_AND_REFUND,
            2000,
            "platform",
        ),
        ({"outcome": "none", "amount": "rubbish"}, Solution.NO_REFUND, 0, ""),
    ],
)
def test_each_outcome(
    typed: dict[str, str],
    solution: Solution,
    amount_minor: int,
    payer: str,
    world: World,
    dispute: Dispute,
) -> None:
    send(world.arbitrator, dispute, "rule", fitting(**typed) | CONFIRM)
    proposal = dispute.proposals.get(party=Party.PLATFORM)
    assert (proposal.solution, proposal.amount_minor, proposal.freight_payer) == (
        solution,
        amount_minor,
        payer,
    )


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"outcome": ""}, "outcome", "Choose the outcome."),
        ({"outcome": "all of it"}, "outcome", "Select a valid choice."),
        ({"amount": ""}, "amount", "Enter an amount in digits"),
        ({"amount": "eleven"}, "amount", "Enter an amount in digits"),
        ({"amount": "-1"}, "amount", "Enter an amount between $0.01 and $23.00"),
        ({"amount": "0"}, "amount", "Enter an amount between $0.01 and $23.00"),
        ({"amount": "23.01"}, "amount", "Enter an amount between $0.01 and $23.00"),
        ({"amount": "23"}, "amount", "This is all that was paid."),
        ({"amount": "1.234"}, "amount", "Enter at most 2 decimals for USD."),
        ({"outcome": "return", "amount": "24"}, "amount", "Enter an amount between"),
        ({"freight_payer": "x"}, "freight_payer", "Select a valid choice."),
        ({"ground": ""}, "ground", "Choose the ground of the ruling."),
        ({"ground": "999"}, "ground", "Select a valid choice."),
        ({"cites": []}, "cites", "Choose at least one piece of evidence"),
        ({"cites": ["3"]}, "cites", "Select a valid choice."),
        ({"cites": ["one"]}, "cites", "Select a valid choice."),
        ({"outcome": "none"}, "ground", "is no ground for this outcome: No refund."),
        ({"reasons": " \n "}, "reasons", "Give both sides your reasons."),
        ({"reasons": "x" * 4001}, "reasons", "at most 4000 characters"),
    ],
)
@pytest.mark.parametrize("confirm", [{}, CONFIRM], ids=["first", "confirmed"])
def test_what_is_not_right_is_said_beside_its_field_and_nothing_is_lost(
    typed: dict[str, str],
    field: str,
    sentence: str,
    confirm: dict[str, str],
    world: World,
    dispute: Dispute,
) -> None:
    with nothing_changes():
        response = send(world.arbitrator, dispute, "rule", ruling(**typed) | confirm)
        assert response.status_code == 200
        form = response.context["form"]
        assert list(form.errors) == [field]
        assert sentence in form.errors[field][0]
        kept = {name: form[name].value() for name in ("outcome", "amount", "reasons")}
        assert kept == {name: ruling(**typed)[name] for name in kept}


def test_a_ground_that_is_switched_off_cannot_be_chosen(world: World, dispute: Dispute) -> None:
    Ground.objects.filter(code="minor_difference").update(active=False)
    with nothing_changes():
        response = send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
        assert list(response.context["form"].errors) == ["ground"]


def test_going_back_keeps_what_was_typed(world: World, dispute: Dispute) -> None:
    response = send(world.arbitrator, dispute, "rule", ruling() | {"edit": "yes"})
    shows(response, 'value="11.50"', "Evidence 1 shows another shade.", "Continue")


def test_after_a_contested_return_no_second_return_is_offered() -> None:
    world = World()
    dispute = world.open_dispute(offer=RETURN_AND_REFUND)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
    files = [world.photo(world.seller)]
    returns.contest_return(world.as_seller, dispute, text="It is broken now.", files=files)
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    assert assignment.take_next(world.arbitrator) == dispute
    form = send(world.arbitrator, dispute, "rule").context["form"]
    assert [value for value, _ in form.fields["outcome"].choices] == ["full", "partial", "none"]
    assert "freight_payer" not in form.fields
    with nothing_changes():
        response = send(world.arbitrator, dispute, "rule", ruling(outcome="return") | CONFIRM)
        assert list(response.context["form"].errors) == ["outcome"]


def test_a_ruling_that_nobody_can_appeal_says_that_it_is_carried_out_at_once() -> None:
    world = World()
    dispute = taken(world, State.APPEALED)
    world.hear_out(dispute)
    full = fitting(outcome="full")
    response = send(world.arbitrator2, dispute, "rule", full)
    until = instant(clock.now() + timedelta(days=7))
    shows(
        response,
        "The buyer has appealed once and cannot appeal again.",
        f"The seller may appeal until {until}.",
    )
    send(world.arbitrator2, dispute, "rule", full | CONFIRM)
    appeals.appeal(world.as_seller, dispute, text="It was blue.")
    third = make_user("arbitrator", "Arbitrators")
    assert assignment.take_next(third) == dispute
    world.hear_out(dispute)
    response = send(third, dispute, "rule", full)
    shows(
        response,
        "The seller has appealed once and cannot appeal again.",
        "So the ruling is final: $23.00 is paid to the buyer at once, and the case ",
    )
    send(third, dispute, "rule", full | CONFIRM)
    closed = world.again(dispute)
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.APPEAL)
    assert Refund.objects.get(dispute=dispute).amount_minor == PAID


def test_a_side_that_gets_what_it_stood_for_cannot_appeal(world: World, dispute: Dispute) -> None:
    response = send(world.arbitrator, dispute, "rule", fitting(outcome="none"))
    shows(
        response,
        "The seller cannot appeal: this is no more than was offered.",
        "If nobody appeals, no money is paid and the case closes.",
    )
    response = send(world.arbitrator, dispute, "rule", fitting(outcome="return", amount="23"))
    shows(response, "If nobody appeals, the buyer has 10 days to send the item back.")


# Asking for evidence


def test_one_side_is_asked_after_it_was_confirmed(world: World, dispute: Dispute) -> None:
    typed = {
        "of": "seller",
        "kinds": ["stock_photos", "label_photos"],
        "text": "The tracking page, please.",
        "within_days": "2",
    }
    with nothing_changes():
        confirmation = send(world.arbitrator, dispute, "request-evidence", typed)
        until = instant(clock.now() + timedelta(days=2))
        shows(
            confirmation,
            "Photos of the same item from stock",
            "A photo of the parcel's label",
            "The tracking page, please.",
            f"The seller is asked and has until {until}. The buyer reads it, too.",
            "Silence lets the ruling go on without it, and the history says so.",
        )
    response = send(world.arbitrator, dispute, "request-evidence", typed | CONFIRM)
    assert told(response) == ["The seller is asked for evidence."]
    heard = world.again(dispute)
    assert (heard.state, heard.assignee) == (State.HEARING, world.arbitrator)
    assert (heard.buyer_asked, heard.seller_asked) == (False, True)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"of": ""}, "of", "Choose who should show it."),
        ({"of": "platform"}, "of", "Select a valid choice."),
        ({"text": "  "}, "kinds", "Choose what is missing, or say it in your own words."),
        ({"kinds": ["x"]}, "kinds", "Select a valid choice."),
        ({"text": "x" * 4001}, "text", "at most 4000 characters"),
        ({"within_days": "4"}, "within_days", "Select a valid choice."),
        ({"within_days": ""}, "within_days", "This field is required."),
    ],
)
def test_what_is_wrong_with_a_request_is_said_beside_its_field(
    typed: dict[str, Any], field: str, sentence: str, world: World, dispute: Dispute
) -> None:
    asked = {"of": "both", "text": "More.", "within_days": "3"} | typed
    with nothing_changes():
        response = send(world.arbitrator, dispute, "request-evidence", asked | CONFIRM)
        form = response.context["form"]
        assert list(form.errors) == [field]
        assert sentence in form.errors[field][0]


# Handing back


def test_a_case_is_handed_back_with_a_note_after_it_was_confirmed(
    world: World, dispute: Dispute
) -> None:
    with nothing_changes():
        confirmation = send(
            world.arbitrator, dispute, "hand-back", {"comment": "I know the seller."}
        )
        shows(
            confirmation,
            "I know the seller.",
            "The next free arbitrator gets the case and reads your note.",
        )
        response = send(world.arbitrator, dispute, "hand-back", {"comment": " "} | CONFIRM)
        shows(response, "Tell the next arbitrator why.")
    response = send(
        world.arbitrator, dispute, "hand-back", {"comment": "I know the seller."} | CONFIRM
    )
    assert told(response) == ["The case waits for the next arbitrator."]
    assert world.again(dispute).assignee is None


# Reassigning


def test_a_supervisor_gives_the_case_to_another_arbitrator(world: World, dispute: Dispute) -> None:
    choice = {"to": world.arbitrator2.pk}
    with nothing_changes():
        confirmation = send(world.supervisor, dispute, "reassign", choice)
        shows(
            confirmation,
            f"{world.arbitrator2.username} gets the case, with 2 days to rule, from now.",
            f"{world.arbitrator.username} can no longer rule on it.",
        )
    response = send(world.supervisor, dispute, "reassign", choice | CONFIRM)
    assert told(response) == ["The case has another arbitrator now."]
    assert world.again(dispute).assignee == world.arbitrator2


def test_only_those_who_may_judge_the_case_can_be_chosen() -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)  # the first arbitrator has ruled on it
    member = make_user("arbitrator", "Arbitrators")
    world.store.memberships.create(user=member)
    world.buyer.is_staff = True
    world.buyer.save()
    world.buyer.groups.set(world.arbitrator.groups.all())
    page = send(world.supervisor, dispute, "reassign")
    barred_people = (world.arbitrator, member, world.buyer, world.seller)
    people = {*barred_people, world.arbitrator2, world.supervisor}  # and those of other tests
    offered = people & set(page.context["form"].fields["to"].queryset)
    assert offered == {world.arbitrator2, world.supervisor}
    with nothing_changes():
        for barred in barred_people:
            response = send(world.supervisor, dispute, "reassign", {"to": barred.pk} | CONFIRM)
            assert list(response.context["form"].errors) == ["to"]


# Refused


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("rule", ruling),
        ("request-evidence", lambda: {"of": "both", "text": "More, please."}),
        ("hand-back", lambda: {"comment": "Not mine."}),
    ],
)
def test_only_the_arbitrator_who_has_the_case_can_act(
    act: str, data: Any, world: World, dispute: Dispute
) -> None:
    with nothing_changes():
        sentence = "Only the arbitrator who has taken this case can do this."
        for other in (world.arbitrator2, world.supervisor):
            response = send(other, dispute, act)
            assert (response.status_code, response["Location"]) == (302, address(dispute))
            assert told(response) == [sentence]
            shows(send(other, dispute, act, data() | CONFIRM), sentence)


def test_an_arbitrator_cannot_reassign(world: World, dispute: Dispute) -> None:
    with nothing_changes():
        choice = {"to": world.arbitrator2.pk} | CONFIRM
        response = send(world.arbitrator, dispute, "reassign", choice)
        shows(response, "Only a supervisor can reassign a case.")


def test_on_a_page_that_the_case_has_overtaken_the_words_are_kept(
    world: World, dispute: Dispute
) -> None:
    refund_requests.withdraw(world.as_buyer, dispute)
    with nothing_changes():
        response = send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
        shows(response, "The buyer withdrew the request.", "Evidence 1 shows another shade.")


def test_too_late_is_said_and_nothing_changes(world: World, dispute: Dispute) -> None:
    assert dispute.due_at is not None
    with nothing_changes():
        with moment(dispute.due_at):
            response = send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
        shows(response, "The time for this ended on", "Evidence 1 shows another shade.")


def test_two_confirmations_make_one_ruling(world: World, dispute: Dispute) -> None:
    send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
    with nothing_changes():
        response = send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
        shows(response, "This is no longer possible.", "The platform ruled")


def test_an_act_that_does_not_exist_is_not_found(world: World, dispute: Dispute) -> None:
    for act in ("accept", "take", "delete", "change", "history"):
        assert send(world.supervisor, dispute, act).status_code == 404
