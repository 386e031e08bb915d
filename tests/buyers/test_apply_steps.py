"""Applying for a refund, step by step: the way to a case, and that nothing is lost on it."""

from datetime import timedelta

import pytest
from django.test import Client

from buyers.models import Draft
from disputes.models import Attachment
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution, State
from tests.support.applying import ANSWERS, Applicant
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def applicant() -> Applicant:
    world = World()
    return Applicant(world, world.line())


def test_five_steps_lead_to_a_case(applicant: Applicant) -> None:
    photo = applicant.add_upload()
    assert applicant.get()["Location"] == applicant.url("received")
    assert "Step 1 of 5" in applicant.get("received").content.decode()
    assert applicant.next(applicant.post("received")) == "reason"
    assert applicant.next(applicant.post("reason")) == "solution"
    assert applicant.next(applicant.post("solution")) == "evidence"
    assert applicant.next(applicant.post("evidence")) == "check"
    assert applicant.cases == []

    response = applicant.submit()
    [dispute] = applicant.cases
    assert response["Location"] == f"/buyer/cases/{dispute.reference}/submitted/"
    assert dispute.state == State.AWAITING_SELLER
    assert (dispute.reason.code, dispute.received) == ("colour", True)
    request = dispute.proposals.get()
    assert request.offer == Offer(Solution.REFUND, 2000)
    assert request.text == "It is green, not blue."
    assert list(dispute.evidence.get().files.all()) == [photo]
    assert not Draft.objects.exists()


def test_a_return_says_who_pays_it(applicant: Applicant) -> None:
    applicant.answer_all()
    answer = {"solution": "return_and_refund", "amount": "23", "freight_payer": "buyer"}
    assert applicant.next(applicant.post("solution", answer)) == "check"
    applicant.submit()
    [dispute] = applicant.cases
    expected = Offer(Solution.RETURN_AND_REFUND, 2300, FreightPayer.BUYER)
    assert dispute.proposals.get().offer == expected


def test_what_never_came_needs_no_photo_and_no_return() -> None:
    world = World()
    applicant = Applicant(world, world.line(delivered=None))
    assert applicant.next(applicant.post("received", {"received": "no"})) == "reason"
    assert applicant.next(applicant.post("reason", {"reason": "customs"})) == "solution"
    page = applicant.get("solution").content.decode()
    assert "There is nothing to send back." in page
    assert "return_and_refund" not in page
    answer = {"solution": "refund", "amount": "23.00"}
    assert applicant.next(applicant.post("solution", answer)) == "evidence"
    assert applicant.next(applicant.post("evidence")) == "check"
    applicant.submit()
    [dispute] = applicant.cases
    assert (dispute.reason.code, dispute.received) == ("customs", False)
    assert dispute.proposals.get().offer == Offer(Solution.REFUND, 2300)


def test_the_case_knows_the_language_of_the_browser(applicant: Applicant) -> None:
    applicant.answer_all()
    applicant.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "es-MX,en;q=0.8"
    applicant.submit()
    [dispute] = applicant.cases
    assert dispute.language == "es"


def test_the_page_to_check_shows_all_and_says_what_follows(applicant: Applicant) -> None:
    applicant.answer_all()
    response = applicant.get("check")
    facts = [(fact.label, str(fact.value), fact.change_url) for fact in response.context["facts"]]
    assert facts == [
        ("Did you receive the item?", "Yes", applicant.url("received")),
        ("Reason", "Different colour or pattern", applicant.url("reason")),
        (
            "What do you ask for?",
            "A refund of $20.00",
            applicant.url("solution"),
        ),
        ("What happened?", "It is green, not blue.", applicant.url("evidence")),
        ("Photos and documents", "None", applicant.url("evidence")),
    ]
    assert list(response.context["facts"][-1].files) == list(Attachment.objects.all())
    page = response.content.decode()
    assert "the platform forces your request: a refund of $20.00" in page


def test_the_last_page_says_the_reference_and_the_deadline(applicant: Applicant) -> None:
    applicant.answer_all()
    page = applicant.client.get(applicant.submit()["Location"]).content.decode()
    [dispute] = applicant.cases
    assert dispute.due_at == dispute.opened_at + timedelta(days=5)
    assert dispute.reference in page
    assert f'datetime="{dispute.due_at.isoformat()[:19]}' in page
    assert (
        "If the seller does not answer by then, the platform forces the request: "
        "a refund of $20.00." in page
    )
    assert f'href="/buyer/cases/{dispute.reference}/"' in page
    stranger = Client()
    stranger.force_login(applicant.world.other_buyer)
    assert stranger.get(f"/buyer/cases/{dispute.reference}/submitted/").status_code == 404


def test_only_fitting_reasons_are_offered_by_their_branch(applicant: Applicant) -> None:
    applicant.post("received")
    field = applicant.get("reason").context["form"].fields["reason"]
    assert [group for group, _options in field.choices] == [
        "It differs from the picture or description",
        "Something is wrong with it",
        "It is not what I ordered",
    ]
    assert field.choices[0][1] == [
        ("colour", "Different colour or pattern"),
        ("size", "Different size"),
        ("material", "Different material"),
    ]


def test_the_amount_starts_with_all_that_was_paid(applicant: Applicant) -> None:
    applicant.post("received")
    applicant.post("reason")
    page = applicant.get("solution").content.decode()
    assert 'name="amount" value="23.00"' in page
    assert "At most $23.00: what was paid for it, shipping included." in page


@pytest.mark.parametrize("step", ["reason", "solution", "evidence", "check"])
def test_no_step_can_be_skipped(applicant: Applicant, step: str) -> None:
    response = applicant.get(step)
    assert (response.status_code, response["Location"]) == (302, applicant.url("received"))


def test_a_skipped_submission_files_nothing(applicant: Applicant) -> None:
    applicant.post("received")
    response = applicant.client.post(applicant.url("check"), {"seen": ""})
    assert response["Location"] == applicant.url("reason")
    assert applicant.cases == []


def test_answers_are_there_on_another_device(applicant: Applicant) -> None:
    applicant.answer_all()
    elsewhere = Applicant(applicant.world, applicant.line)
    assert elsewhere.draft == {
        name: answer for step in ANSWERS.values() for name, answer in step.items()
    }
    assert 'value="yes" id="id_received_0" checked' in " ".join(
        elsewhere.get("received").content.decode().split()
    )
    assert 'value="20.00"' in elsewhere.get("solution").content.decode()
    page = elsewhere.get("evidence").content.decode()
    assert "It is green, not blue.</textarea>" in page
    assert str(Attachment.objects.get().public_id) in page


def test_going_back_and_on_again_changes_nothing(applicant: Applicant) -> None:
    applicant.answer_all()
    before = applicant.draft
    for step in ANSWERS:
        assert applicant.get(step).status_code == 200
        assert applicant.next(applicant.post(step)) == "check"
    assert applicant.draft == before


def test_another_first_answer_drops_what_no_longer_fits(applicant: Applicant) -> None:
    applicant.answer_all()
    assert applicant.next(applicant.post("received", {"received": "no"})) == "reason"
    assert applicant.draft == {
        "received": "no",
        "amount": "20.00",
        "freight_payer": "seller",
        "text": "It is green, not blue.",
    }
    # Neither is there again when the first answer was a slip.
    assert applicant.next(applicant.post("received")) == "reason"
    assert "checked" not in applicant.get("reason").content.decode()


def test_a_draft_is_its_writers_alone(applicant: Applicant) -> None:
    applicant.answer_all()
    other = Applicant(applicant.world, applicant.world.line())
    assert other.get()["Location"] == other.url("received")
    assert other.draft == {}


def test_an_unknown_step_is_no_page(applicant: Applicant) -> None:
    assert applicant.get("nonsense").status_code == 404
