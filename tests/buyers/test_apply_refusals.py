"""Applying for a refund: wrong, hostile and late answers get a sentence and change nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from disputes import clock
from disputes.models import Dispute, OrderLine, Policy, Reason
from disputes.rules.instants import instant
from disputes.states import State
from disputes.verbs import refund_requests
from tests.support.applying import Applicant, errors
from tests.support.policies import publish
from tests.support.world import World, parcel_of

pytestmark = pytest.mark.django_db

DAYS = timedelta(days=1)
RANGE = "Enter an amount between {} and {}, what was paid for this item."


@pytest.fixture
def applicant() -> Applicant:
    world = World()
    return Applicant(world, world.line())


def at_solution(line: OrderLine, world: World) -> Applicant:
    applicant = Applicant(world, line)
    applicant.post("received")
    applicant.post("reason")
    return applicant


@pytest.mark.parametrize(
    ("currency", "typed", "sentence"),
    [
        ("USD", "", "Enter an amount in digits, such as 12.50."),
        ("USD", "all of it", "Enter an amount in digits, such as 12.50."),
        ("USD", "20 dollars", "Enter an amount in digits, such as 12.50."),
        ("USD", "0", RANGE.format("$0.01", "$23.00")),
        ("USD", "-5", RANGE.format("$0.01", "$23.00")),
        ("USD", "23.01", RANGE.format("$0.01", "$23.00")),
        ("USD", "1e9", "Enter an amount in digits, such as 12.50."),
        ("USD", "12.505", "Enter at most 2 decimals for USD."),
        ("JPY", "12.5", "Enter a whole amount: JPY has no decimals."),
        ("JPY", "2301", RANGE.format("¥1", "¥2,300")),
    ],
)
def test_an_amount_that_cannot_be(currency: str, typed: str, sentence: str) -> None:
    world = World()
    applicant = at_solution(world.line(currency=currency), world)
    before = applicant.draft
    answer = {"solution": "return_and_refund", "amount": typed, "freight_payer": "buyer"}
    response = applicant.post("solution", answer)
    assert errors(response) == {"amount": [sentence]}
    page = " ".join(response.content.decode().split())
    assert 'href="#id_amount"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="return_and_refund" id="id_solution_1" checked' in page
    assert 'value="buyer" id="id_freight_payer_1" checked' in page
    if typed:
        assert f'name="amount" value="{typed}"' in page
    assert applicant.draft == before
    assert applicant.get()["Location"] == applicant.url("solution")


@pytest.mark.parametrize(
    ("step", "answers", "expected"),
    [
        ("received", {}, {"received": ["Say whether you received the item."]}),
        ("received", {"received": "maybe"}, {"received": ["Say whether you received the item."]}),
        ("reason", {}, {"reason": ["Choose the reason that fits best."]}),
        (
            "reason",
            {"reason": "customs"},  # a reason of the other branch
            {"reason": ["This reason can no longer be chosen. Choose another one."]},
        ),
        (
            "reason",
            {"reason": "looks_different"},  # no leaf
            {"reason": ["This reason can no longer be chosen. Choose another one."]},
        ),
        ("solution", {"amount": "5"}, {"solution": ["Choose what you ask for."]}),
        (
            "solution",
            {"solution": "no_refund", "amount": "5"},
            {"solution": ["Choose what you ask for."]},
        ),
        ("evidence", {"text": " \r\n "}, {"text": ["Say in a few words what happened."]}),
    ],
)
def test_an_answer_that_is_none(
    applicant: Applicant, step: str, answers: dict[str, str], expected: dict[str, list[str]]
) -> None:
    applicant.answer_all()
    assert errors(applicant.post(step, answers)) == expected
    assert applicant.cases == []


def test_words_without_end_are_kept_to_be_shortened(applicant: Applicant) -> None:
    applicant.answer_all()
    text = "x" * 4001
    response = applicant.post("evidence", {"text": text})
    assert list(errors(response)) == ["text"]
    assert applicant.draft["text"] == text
    assert applicant.get("check")["Location"] == applicant.url("evidence")


def test_a_hidden_sign_in_the_words_breaks_nothing(applicant: Applicant) -> None:
    applicant.answer_all()
    applicant.post("evidence", {"text": "It is green\x00."})
    assert applicant.draft["text"] == "It is green."


@pytest.mark.parametrize("step", ["", "received", "reason", "solution", "evidence", "check"])
def test_somebody_elses_order_is_not_found(applicant: Applicant, step: str) -> None:
    stranger = Client()
    stranger.force_login(applicant.world.other_buyer)
    assert stranger.get(applicant.url(step)).status_code == 404
    assert stranger.post(applicant.url(step), {"received": "yes"}).status_code == 404
    assert applicant.draft == {}


def test_a_line_that_does_not_exist_is_not_found(applicant: Applicant) -> None:
    for number in ("2", "0", "99999999999999999999"):
        address = f"/buyer/orders/{applicant.line.order.reference}/{number}/apply/"
        assert applicant.client.get(address).status_code == 404
    assert applicant.client.get("/buyer/orders/%00/1/apply/").status_code == 404


def test_before_dispatch_a_page_says_why_not() -> None:
    world = World()
    applicant = Applicant(world, world.line(dispatched=None, delivered=None))
    for response in (applicant.get(), applicant.get("received"), applicant.post("received")):
        assert response.status_code == 409
        assert "The seller has not dispatched this item yet." in response.content.decode()
    assert applicant.draft == {}


def test_too_early_for_one_answer_is_said_beside_it() -> None:
    world = World()
    applicant = Applicant(world, world.line(dispatched=DAYS, delivered=None))
    opens = parcel_of(applicant.line).dispatched_at
    assert opens is not None
    response = applicant.post("received", {"received": "no"})
    assert errors(response) == {
        "received": [f"You can apply from {instant(opens + 5 * DAYS)}, five days after dispatch."]
    }
    assert applicant.draft == {}


def ends(applicant: Applicant) -> datetime:
    """When the time to apply ends for what was received."""
    delivered_at = parcel_of(applicant.line).delivered_at
    assert delivered_at is not None
    return delivered_at + 5 * DAYS


def test_a_window_that_closes_between_two_steps_loses_nothing() -> None:
    world = World()
    applicant = Applicant(world, world.line(dispatched=40 * DAYS, delivered=4 * DAYS))
    applicant.answer_all()
    seen, before = applicant.fingerprint(), applicant.draft
    with clock.shifted(ends(applicant) - clock.now()):
        for response in (applicant.get("evidence"), applicant.submit(seen)):
            assert response.status_code == 409
            page = response.content.decode()
            assert f"The time to apply ended on {instant(ends(applicant))}" in page
            assert "What you have entered so far is kept." in page
        later = applicant.post("evidence", {"text": "A word more."})
        assert applicant.get(later["Location"].removeprefix(applicant.url())).status_code == 409
    assert applicant.cases == []
    assert applicant.draft == before | {"text": "A word more."}


def test_when_only_one_window_closes_the_first_step_says_so(applicant: Applicant) -> None:
    applicant.answer_all()
    with clock.shifted(ends(applicant) - clock.now()):
        assert applicant.get()["Location"] == applicant.url("received")
        response = applicant.get("received")
    assert errors(response) == {
        "received": [
            f"The time to apply ended on {instant(ends(applicant))}, five days after delivery."
        ]
    }


def test_a_reason_that_was_taken_out_must_be_chosen_anew(applicant: Applicant) -> None:
    applicant.answer_all()
    seen = applicant.fingerprint()
    Reason.objects.filter(code="colour").update(active=False)
    assert applicant.submit(seen)["Location"] == applicant.url("reason")
    response = applicant.get("reason")
    assert errors(response) == {
        "reason": ["This reason can no longer be chosen. Choose another one."]
    }
    assert "Different colour or pattern" not in response.content.decode()
    assert applicant.cases == []
    assert applicant.next(applicant.post("reason", {"reason": "size"})) == "check"


def test_a_line_with_a_case_says_so(applicant: Applicant) -> None:
    dispute = applicant.world.open_dispute(applicant.line)
    for step in ("", "received", "evidence", "check"):
        response = applicant.get(step)
        assert response.status_code == 409
        assert f'href="/buyer/cases/{dispute.reference}/"' in response.content.decode()
    assert applicant.cases == [dispute]


def assert_led_to(dispute: Dispute, response: Any, applicant: Applicant) -> None:
    assert response.status_code == 302
    assert response["Location"] == f"/buyer/cases/{dispute.reference}/"
    page = applicant.client.get(f"/buyer/cases/{dispute.reference}/").content.decode()
    assert "You have already applied for a refund of this item." in page


def test_submitting_twice_files_one_case(applicant: Applicant) -> None:
    applicant.answer_all()
    seen = applicant.fingerprint()
    applicant.submit(seen)
    [dispute] = applicant.cases
    assert_led_to(dispute, applicant.submit(seen), applicant)
    assert applicant.cases == [dispute]


@pytest.mark.parametrize("step", ["received", "evidence"])
def test_a_step_from_an_old_window_leads_to_the_case(applicant: Applicant, step: str) -> None:
    dispute = applicant.world.open_dispute(applicant.line)
    assert_led_to(dispute, applicant.post(step), applicant)
    assert applicant.draft == {}


def test_after_a_withdrawal_one_may_apply_again(applicant: Applicant) -> None:
    first = applicant.world.open_dispute(applicant.line)
    refund_requests.withdraw(applicant.world.as_buyer, first)
    applicant.answer_all()
    applicant.submit()
    assert [dispute.state for dispute in applicant.cases] == [
        State.WITHDRAWN,
        State.AWAITING_SELLER,
    ]


def test_what_was_not_seen_is_not_submitted(applicant: Applicant) -> None:
    applicant.answer_all()
    seen = applicant.fingerprint()
    applicant.post("solution", {"solution": "refund", "amount": "1.00"})  # in another window
    response = applicant.submit(seen)
    assert response["Location"] == applicant.url("check")
    page = applicant.get("check").content.decode()
    assert "Your answers, or the items that they are about, were changed in the meantime." in page
    assert applicant.cases == []


def test_a_photo_that_was_removed_elsewhere_is_asked_for_again(applicant: Applicant) -> None:
    applicant.answer_all()
    seen = applicant.fingerprint()
    photo = applicant.world.buyer.files.get()
    applicant.client.post(f"/files/{photo.public_id}/remove/")
    assert applicant.submit(seen)["Location"] == applicant.url("evidence")
    assert errors(applicant.get("evidence")) == {"": [": Add at least 1 photo: “The whole item”."]}
    assert applicant.cases == []


def test_what_was_read_of_the_rules_is_what_holds(applicant: Applicant) -> None:
    applicant.answer_all()
    seen, before = applicant.fingerprint(), Policy.objects.latest()
    policy = publish(applicant.world, seller_response_days=9)
    sent = {"seen": seen, "policy": before.version}
    answer = applicant.client.post(applicant.url("check"), sent)
    assert answer["Location"] == applicant.url("check")
    page = applicant.get("check").content.decode()
    assert f"The rules of the platform were changed on {instant(policy.published_at)}." in page
    assert applicant.cases == []
    assert f'name="policy" value="{policy.version}"' in page
    assert applicant.submit().status_code == 302
    assert [dispute.policy for dispute in applicant.cases] == [policy]
