"""Files are held for forms that somebody can open now; under any other key nothing is stored."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import Storage
from django.test import Client

from disputes.models import Attachment, Dispute, User
from disputes.models.orders import private_storage
from disputes.states import State
from disputes.verbs import refund_requests
from sellers.verbs.appeals import appeal_penalty
from tests.support.evidence_stores import names_in, use_folder
from tests.support.form_files import upload
from tests.support.given_penalties import given_by_hand
from tests.support.moments import moment
from tests.support.rows import everything
from tests.support.workspace import signed_in
from tests.support.world import World, parcel_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Storage:
    """Of this test alone: those beside it store files, too."""
    (folder := tmp_path / "evidence").mkdir()
    return use_folder(monkeypatch, settings, folder)


def hold(user: User, key: str) -> int:
    return signed_in(user).post(f"/files/for/{key}/", {"photo": upload()}).status_code


def assert_stored_nowhere(user: User, key: str, status: int = 404) -> None:
    client = signed_in(user)
    before, lying = everything(), names_in(private_storage())
    answer = client.post(f"/files/for/{key}/", {"photo": upload()})
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True), key
    assert (everything(), names_in(private_storage())) == (before, lying)


def application(world: World) -> str:
    return f"apply-{world.line().order.reference}-1"


def rejection(world: World) -> str:
    return f"{world.open_dispute().reference}-seller-reject"


def added_evidence(world: World) -> str:
    return f"{world.dispute_in(State.HEARING).reference}-buyer-add-evidence"


def photo_in_place(world: World) -> str:
    return f"{world.dispute_in(State.HEARING).reference}-buyer-evidence-1-1"


def photo_beside(world: World) -> str:
    return f"{world.dispute_in(State.HEARING).reference}-buyer-evidence-1-more"


def appeal(world: World) -> str:
    return f"penalty-{given_by_hand(world, 'off_platform').pk}-appeal"


@pytest.mark.parametrize(
    ("form", "owner"),
    [
        (application, "buyer"),
        (rejection, "seller"),
        (added_evidence, "buyer"),
        (photo_in_place, "buyer"),
        (photo_beside, "buyer"),
        (appeal, "seller"),
    ],
)
def test_each_form_for_its_owner_and_for_nobody_else(
    form: Callable[[World], str], owner: str
) -> None:
    world = World()
    key = form(world)
    assert hold(getattr(world, owner), key) == 201
    assert Attachment.objects.filter(form_key=key).count() == 1
    for other in {"buyer", "seller", "other_buyer", "other_seller", "supervisor"} - {owner}:
        assert_stored_nowhere(getattr(world, other), key)
    assert Client().post(f"/files/for/{key}/", {"photo": upload()}).status_code == 302


@pytest.mark.parametrize(
    "key",
    [
        "form",
        "apply",
        "apply-O-2222-2222-1",
        "{reference}",
        "{reference}-buyer",
        "{reference}-buyer-no-such-act",
        "{reference}-buyer-finish-evidence",  # an act without files
        "{reference}-platform-rule",
        "{reference}-seller-add-evidence",  # the other side's
        "{lower}-buyer-add-evidence",
        "{reference}-buyer-evidence-1-2",  # it has one photo
        "{reference}-buyer-evidence-01-more",
        "{reference}-buyer-evidence-9999-more",
        "x{reference}-buyer-add-evidence",
        "{reference}-buyer-add-evidence-x",
        "penalty-1-appeal",
        "penalty-99999999999999999999-appeal",
        "k" * 200,
    ],
)
def test_what_is_no_form_of_this_person(key: str) -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    filled = key.format(reference=dispute.reference, lower=dispute.reference.lower())
    assert_stored_nowhere(world.buyer, filled)


def test_not_for_an_item_that_has_a_case_or_whose_time_is_over() -> None:
    world = World()
    line = world.line()
    dispute = world.open_dispute(line)
    key = f"apply-{line.order.reference}-1"
    assert_stored_nowhere(world.buyer, key, 422)
    refund_requests.withdraw(world.as_buyer, dispute)
    assert hold(world.buyer, key) == 201
    delivered_at = parcel_of(line).delivered_at
    assert delivered_at is not None
    with moment(delivered_at + timedelta(days=365)):
        assert_stored_nowhere(world.buyer, key, 422)


def test_not_for_an_act_that_is_not_possible_any_more() -> None:
    world = World()
    dispute: Dispute = world.open_dispute()
    key = f"{dispute.reference}-seller-reject"
    assert hold(world.seller, key) == 201
    assert dispute.due_at is not None
    with moment(dispute.due_at):
        assert_stored_nowhere(world.seller, key, 422)
    ruled = world.dispute_in(State.RULED)
    for form in ("add-evidence", "evidence-1-more"):
        assert_stored_nowhere(world.buyer, f"{ruled.reference}-buyer-{form}", 422)


def test_not_for_a_penalty_that_was_appealed() -> None:
    world = World()
    penalty = given_by_hand(world, "off_platform")
    appeal_penalty(world.seller, penalty, text="It was not us.")
    assert_stored_nowhere(world.seller, f"penalty-{penalty.pk}-appeal", 422)
