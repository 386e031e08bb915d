"""Supervisors give penalties by hand, a second one approves those of many points, and penalties
that were too much are lowered."""

from typing import Any
from uuid import uuid4

import pytest

from disputes.models import StoreMember
from sellers.models import Breach, Entry, Penalty, Standing
from sellers.states import BreachState, PenaltyState
from sellers.verbs.penalties import penalise
from tests.support.given_penalties import proof
from tests.support.people import make_user
from tests.support.standing_pages import (
    CONFIRM,
    LARGE,
    SMALL,
    appealed,
    errors,
    given,
    other_supervisor,
    page,
    rule,
    send,
    silent,
)
from tests.support.workspace import nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db


def typed(code: str = SMALL, **changes: Any) -> dict[str, Any]:
    reasons = "The store asked the buyer to pay by bank transfer."
    return {"idempotency_key": str(uuid4()), "rule": rule(code).pk, "reasons": reasons} | changes


def balance(world: World) -> int:
    return Standing.objects.get(store=world.store).balance


def proposed(world: World) -> Breach:
    return penalise(
        world.supervisor,
        world.store,
        rule=rule(LARGE),
        reasons="The photo shows another parcel.",
        files=proof(world.supervisor),
        idempotency_key=uuid4(),
    )


# Giving


def test_what_a_penalty_leads_to_is_said_before_it_is_given(world: World) -> None:
    given(world)
    dispute = world.open_dispute()
    data = typed(case=dispute.reference.lower(), cites="1, 1")
    address = f"{world.store.pk}/penalise/"
    with nothing_changes():
        shown = send(world.supervisor, address, data).text
    for sentence in (
        "Leading buyers off the platform (6 points)",
        dispute.reference,
        "The store asked the buyer to pay by bank transfer.",
        "If it is approved, it comes to 12 points, more since it is repeated, which would bring",
        "bring the store from 6 to 18 and restrict it for 7 days.",
        "It can appeal within 183 days; then somebody else decides.",
        "This cannot be undone.",
    ):
        assert sentence in shown


def test_many_points_wait_for_a_second_person(world: World) -> None:
    address = f"{world.store.pk}/penalise/"
    data = typed(LARGE, case=world.open_dispute().reference)
    shown = send(world.supervisor, address, data).text
    assert "From 12 points on a second supervisor must approve, so nothing counts yet." in shown
    response = send(world.supervisor, address, data | CONFIRM)
    assert response.status_code == 302
    assert told(response) == [
        "The penalty waits for a second supervisor. Nothing counts before that."
    ]
    breach = Breach.objects.get()
    assert (breach.state, breach.found_by) == (BreachState.PROPOSED, world.supervisor)
    assert not Penalty.objects.exists()


def test_a_double_click_gives_one_penalty(world: World) -> None:
    dispute = world.open_dispute()
    data = typed(case=dispute.reference, cites="1") | CONFIRM
    for _click in range(2):
        response = send(world.supervisor, f"{world.store.pk}/penalise/", data)
        assert response["Location"] == f"/admin/disputes/store/{world.store.pk}/"
        assert told(response) == ["The penalty is given."]
    penalty = Penalty.objects.select_related("breach").get()
    assert (penalty.points, penalty.breach.dispute, penalty.breach.cites) == (6, dispute, [1])
    assert penalty.breach.found_by == world.supervisor
    assert balance(world) == 6


def test_what_is_not_right_is_said_at_its_field_and_gives_nothing(world: World) -> None:
    world.store, world.other_store = world.other_store, world.store
    foreign = world.open_dispute()
    world.store, world.other_store = world.other_store, world.store
    assert foreign.store == world.other_store
    dispute = world.open_dispute()
    tries: list[tuple[dict[str, Any], str, str]] = [
        ({}, "case", "Name the case in which it happened, or add a file that shows it."),
        ({"case": dispute.reference, "rule": ""}, "rule", "Choose the rule that the store broke."),
        (
            {"case": dispute.reference, "rule": "99999"},
            "rule",
            "is not in force any more. Choose again.",
        ),
        (
            {"case": dispute.reference, "reasons": " "},
            "reasons",
            "Give the store your reasons.",
        ),
        (
            {"case": dispute.reference, "reasons": "x"},
            "reasons",
            "Say more: at least 10 letters.",
        ),
        ({"case": foreign.reference}, "case", "This case is not one of the store."),
        ({"case": "R-NONE-NONE"}, "case", "no such case"),
        ({"cites": "1"}, "case", "Name the case in which this evidence is."),
        ({"case": dispute.reference, "cites": "one"}, "cites", "Enter numbers of evidence"),
        (
            {"case": dispute.reference, "cites": "7"},
            "cites",
            "There is no evidence 7 in this case.",
        ),
    ]
    for changes, field, sentence in tries:
        data = typed(**changes) | CONFIRM
        with nothing_changes():
            response = send(world.supervisor, f"{world.store.pk}/penalise/", data)
        found = errors(response)
        assert list(found) == [field], changes
        assert sentence in found[field][0], changes
        form = response.context["form"]
        assert form["reasons"].value() == data["reasons"]
        assert str(form["idempotency_key"].value()) == data["idempotency_key"]


def test_going_back_keeps_what_was_typed(world: World) -> None:
    data = typed(reasons="As I wrote it.") | {"edit": "yes"}
    shown = send(world.supervisor, f"{world.store.pk}/penalise/", data).text
    assert "As I wrote it." in shown
    assert data["idempotency_key"] in shown


# A second person


def test_a_second_supervisor_approves(world: World) -> None:
    breach, second = proposed(world), other_supervisor()
    assert "False evidence" in page(second, "proposals/")
    address = f"proposals/{breach.pk}/"
    assert "The photo shows another parcel." in page(second, address)
    with nothing_changes():
        shown = send(second, address, {"decision": "approve"}).text
    assert "This comes to 12 points, which would bring the store from 0 to 12" in shown
    response = send(second, address, {"decision": "approve"} | CONFIRM)
    assert response.status_code == 302
    assert told(response) == ["The penalty is given."]
    breach.refresh_from_db()
    assert (breach.state, breach.reviewed_by) == (BreachState.PENALISED, second)
    assert balance(world) == 12
    assert "No penalty waits." in page(second, "proposals/")
    with nothing_changes():
        again = send(second, address, {"decision": "approve"} | CONFIRM)
    assert errors(again)["__all__"] == ["Somebody has decided on this penalty already."]


def test_a_second_supervisor_declines_with_reasons_that_the_first_reads(world: World) -> None:
    breach, second = proposed(world), other_supervisor()
    address = f"proposals/{breach.pk}/"
    with nothing_changes():
        without = send(second, address, {"decision": "decline"} | CONFIRM)
    assert errors(without) == {"reasons": ["Say why you do not approve it."]}
    with nothing_changes():
        neither = send(second, address, {"reasons": "No."} | CONFIRM)
    assert errors(neither) == {"decision": ["Choose whether you approve it."]}
    data = {"decision": "decline", "reasons": "It is the same parcel, turned round."}
    assert "There is no penalty." in send(second, address, data).text
    assert send(second, address, data | CONFIRM).status_code == 302
    assert not Penalty.objects.exists()
    assert address in page(world.supervisor, "proposals/")
    assert "It is the same parcel, turned round." in page(world.supervisor, address)


def test_who_proposed_it_reads_why_somebody_else_decides(world: World) -> None:
    breach = proposed(world)
    address = f"proposals/{breach.pk}/"
    shown = page(world.supervisor, address)
    assert "You had a part in this penalty, so others decide." in shown
    assert 'name="decision"' not in shown
    with nothing_changes():
        response = send(world.supervisor, address, {"decision": "approve"} | CONFIRM)
    assert errors(response)["__all__"] == ["You had a part in this penalty, so others decide."]


# Lowering


@pytest.mark.parametrize(
    ("data", "points", "state", "sentence"),
    [
        ({"stays": "fewer", "points": "2"}, 2, PenaltyState.LIVE, "from 6 to 2 points."),
        ({"stays": "none"}, 6, PenaltyState.REVOKED, "The penalty is revoked."),
    ],
)
def test_a_penalty_is_lowered_without_an_appeal(
    world: World, data: dict[str, str], points: int, state: PenaltyState, sentence: str
) -> None:
    penalty = given(world)
    address = f"penalties/{penalty.pk}/lower/"
    assert address in page(world.supervisor, f"penalties/{penalty.pk}/")
    data = data | {"reasons": "The message was an offer of a discount."}
    with nothing_changes():
        shown = send(world.supervisor, address, data).text
    assert sentence in shown
    assert "The sanction of 6 points is lifted, since the store falls below: Warning." in shown
    assert send(world.supervisor, address, data | CONFIRM).status_code == 302
    penalty.refresh_from_db()
    assert (penalty.points, penalty.state) == (points, state)
    entry = Entry.objects.order_by("-number").first()
    assert entry is not None
    assert (entry.by, entry.reasons) == (world.supervisor, data["reasons"])


def test_what_counted_double_because_of_it_is_said_too(world: World) -> None:
    first = given(world)
    given(world)
    assert balance(world) == 18
    data = {"stays": "none", "reasons": "It was no such message."}
    shown = send(world.supervisor, f"penalties/{first.pk}/lower/", data).text
    assert "A penalty that counted more because of this one is lowered by 6 points." in shown
    assert "The store then has 6 points." in shown
    assert "The sanction of 12 points is lifted" in shown


def test_lowering_is_refused_at_its_field(world: World) -> None:
    penalty = given(world)
    tries = [
        ({}, "stays", "Choose what stays of the penalty."),
        ({"stays": "all"}, "stays", "Select a valid choice."),
        ({"stays": "fewer"}, "points", "Enter a number from 1 to 5."),
        ({"stays": "fewer", "points": "6"}, "points", "Enter a number from 1 to 5."),
        ({"stays": "fewer", "points": "0"}, "points", "Enter a number from 1 to 5."),
    ]
    for changes, field, sentence in tries:
        with nothing_changes():
            response = send(
                world.supervisor,
                f"penalties/{penalty.pk}/lower/",
                {"reasons": "It is too much."} | changes | CONFIRM,
            )
        found = errors(response)
        assert list(found) == [field], changes
        assert sentence in found[field][0], changes
        assert response.context["form"]["reasons"].value() == "It is too much."


def test_while_an_appeal_is_open_it_is_decided_instead(world: World) -> None:
    appeal = appealed(world, given(world))
    penalty = appeal.penalty
    shown = page(world.supervisor, f"penalties/{penalty.pk}/")
    assert "Lower or revoke" not in shown
    assert f"/admin/disputes/store/appeals/{appeal.pk}/" in shown
    data = {"stays": "none", "reasons": "It is too much."} | CONFIRM
    with nothing_changes():
        response = send(world.supervisor, f"penalties/{penalty.pk}/lower/", data)
    assert "__all__" in errors(response)


# Who


def test_nobody_acts_on_an_own_store(world: World) -> None:
    penalty = silent(world)
    breach, second = proposed(world), other_supervisor()
    StoreMember.objects.create(store=world.store, user=second)
    acts: dict[str, dict[str, Any]] = {
        f"{world.store.pk}/penalise/": typed(),
        f"penalties/{penalty.pk}/lower/": {"stays": "none", "reasons": "Mine."},
        f"proposals/{breach.pk}/": {"decision": "approve"},
    }
    client = signed_in(second)
    for address, data in acts.items():
        with nothing_changes():
            response = client.post(f"/admin/disputes/store/{address}", data | CONFIRM)
        assert response.status_code == 403, address
        assert "You are a member of this store" in response.text
    for address in (f"{world.store.pk}/", f"penalties/{penalty.pk}/"):
        assert client.get(f"/admin/disputes/store/{address}").status_code == 403
    assert world.store.name not in client.get("/admin/disputes/store/").text
    assert "No penalty waits." in client.get("/admin/disputes/store/proposals/").text


def test_auditors_read_and_arbitrators_do_not_get_in(world: World) -> None:
    penalty, breach = given(world), proposed(world)
    auditor = make_user("auditor", "Auditors")
    for address in (
        "",
        f"{world.store.pk}/",
        "proposals/",
        f"proposals/{breach.pk}/",
        f"penalties/{penalty.pk}/",
    ):
        shown = page(auditor, address)
        for act in ("/penalise/", "/lower/", 'name="decision"'):
            assert act not in shown, address
        refused = signed_in(world.arbitrator).get(f"/admin/disputes/store/{address}")
        assert refused.status_code == 403, address
    for act in (f"{world.store.pk}/penalise/", f"penalties/{penalty.pk}/lower/"):
        for user in (auditor, world.arbitrator):
            assert signed_in(user).get(f"/admin/disputes/store/{act}").status_code == 403
            with nothing_changes():
                assert send(user, act, typed() | CONFIRM).status_code == 403


def test_a_penalty_names_who_gave_it_and_who_approved(world: World) -> None:
    breach, second = proposed(world), other_supervisor()
    send(second, f"proposals/{breach.pk}/", {"decision": "approve"} | CONFIRM)
    penalty = Penalty.objects.get()
    for address in (f"penalties/{penalty.pk}/", f"{world.store.pk}/"):
        shown = page(world.supervisor, address)
        assert world.supervisor.username in shown
        assert second.username in shown
