"""A store appeals a penalty, and a supervisor who had no part in it decides, or time does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from arbitration.verbs.approval import approve_ruling
from arbitration.verbs.assignment import reassign
from disputes import clock
from disputes.errors import Code
from disputes.files.limits import Limits
from disputes.models import Attachment, Dispute, Policy, User
from disputes.states import State
from sellers.models import Entry, Penalty, PenaltyAppeal, Standing
from sellers.states import AppealDecision, EntryKind, PenaltyState
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from sellers.verbs.penalties import lower_penalty
from tests.support.form_files import upload
from tests.support.form_uploads import uploads_in
from tests.support.given_penalties import given_by_hand, left_unanswered, let_points_count_meanwhile
from tests.support.moments import enforce_at, settle_at
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import HALF
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(world: World) -> User:
    return make_user("supervisor", "Supervisors")


def appealed(world: World, penalty: Penalty) -> PenaltyAppeal:
    return appeal_penalty(world.seller, penalty, text="The notice never came.")


def as_it_stands(penalty: Penalty) -> tuple[str, int, int]:
    """Its state and points, and the balance of its store."""
    found = Penalty.objects.get(pk=penalty.pk)
    return found.state, found.points, Standing.objects.get(store=found.store_id).balance


def test_an_appeal_suspends_the_points_and_is_answered_in_time(world: World) -> None:
    penalty = left_unanswered(world)
    appeal = appealed(world, penalty)
    assert as_it_stands(penalty) == (PenaltyState.SUSPENDED, 3, 0)
    assert appeal.decide_by - appeal.opened_at == timedelta(days=10)
    last = Entry.objects.latest("number")
    assert (last.kind, last.points, last.by) == (EntryKind.SUSPENDED, -3, world.seller)


def test_where_the_policy_says_so_points_count_until_the_decision(
    world: World, second: User
) -> None:
    penalty = left_unanswered(world)
    let_points_count_meanwhile(world)
    appeal = appealed(world, penalty)
    assert as_it_stands(penalty) == (PenaltyState.LIVE, 3, 3)
    decide_appeal(second, appeal, points=3, reasons="It came, as we see.")
    assert as_it_stands(penalty) == (PenaltyState.LIVE, 3, 3)


@pytest.mark.parametrize(
    ("points", "decision", "after"),
    [
        (6, AppealDecision.REFUSED, (PenaltyState.LIVE, 6, 6)),
        (2, AppealDecision.REDUCED, (PenaltyState.LIVE, 2, 2)),
        (0, AppealDecision.REVOKED, (PenaltyState.REVOKED, 6, 0)),
    ],
)
def test_a_decision_leaves_so_many_points(
    world: World,
    second: User,
    points: int,
    decision: AppealDecision,
    after: tuple[PenaltyState, int, int],
) -> None:
    penalty = given_by_hand(world, "off_platform")
    appeal = appealed(world, penalty)
    decide_appeal(second, appeal, points=points, reasons="We looked at it again.")
    appeal.refresh_from_db()
    assert (appeal.decision, appeal.decided_by) == (decision, second)
    assert as_it_stands(penalty) == after
    last = Entry.objects.latest("number")
    assert (last.by, last.reasons) == (second, "We looked at it again.")


def test_when_nobody_decides_the_time_decides_for_the_store(world: World, second: User) -> None:
    penalty = left_unanswered(world)
    appeal = appealed(world, penalty)
    assert settle_at(appeal.decide_by - timedelta(seconds=5)) == 0
    assert settle_at(appeal.decide_by + timedelta(days=3)) == 1
    appeal.refresh_from_db()
    assert (appeal.decision, appeal.decided_by) == (AppealDecision.TIMED_OUT, None)
    assert appeal.decided_at == appeal.decide_by
    assert as_it_stands(penalty) == (PenaltyState.REVOKED, 3, 0)
    last = Entry.objects.latest("number")
    assert (last.at, last.by) == (appeal.decide_by, None)
    with refused(Code.STALE):
        decide_appeal(second, appeal, points=3, reasons="It comes too late.")


def test_a_decision_after_its_time_is_refused_even_before_the_sweep(
    world: World, second: User
) -> None:
    appeal = appealed(world, left_unanswered(world))
    with clock.shifted(timedelta(days=11)), refused(Code.STALE):
        decide_appeal(second, appeal, points=3, reasons="It comes too late.")


def test_revoking_an_act_takes_back_that_another_repeated_it(world: World, second: User) -> None:
    first = given_by_hand(world, "off_platform")
    again = given_by_hand(world, "off_platform")
    assert as_it_stands(again) == (PenaltyState.LIVE, 12, 18)
    decide_appeal(second, appealed(world, first), points=0, reasons="That was not them.")
    assert as_it_stands(again) == (PenaltyState.LIVE, 6, 6)


def test_a_penalty_is_appealed_once_in_its_time_by_its_store(world: World) -> None:
    penalty = left_unanswered(world)
    with refused(Code.NOT_FOUND):
        appeal_penalty(world.other_seller, penalty, text="It was not us.")
    with refused(Code.TEXT_MISSING, field="text"):
        appeal_penalty(world.seller, penalty, text="  ")
    with clock.shifted(timedelta(days=190)), refused(Code.TOO_LATE):
        appealed(world, penalty)
    with clock.shifted(timedelta(days=180)):
        appealed(world, penalty)
        with refused(Code.STALE, says="appealed already"):
            appealed(world, penalty)


def test_what_does_not_count_any_more_is_not_appealed(world: World) -> None:
    penalty = given_by_hand(world, "off_platform")
    lower_penalty(world.supervisor, penalty, points=0, reasons="We were wrong.")
    with refused(Code.STALE, says="does not count any more"):
        appealed(world, penalty)


def _ruled(world: World) -> tuple[Penalty, User]:
    """Whoever ruled in the case, made a supervisor."""
    dispute = world.dispute_in(State.RULED)
    return _penalty_of(dispute), _supervises(dispute.rulings.get().arbitrator)


def _approved_ruling(world: World) -> tuple[Penalty, User]:
    """Whoever approved the ruling in the case, made a supervisor."""
    Policy.objects.update(large_amounts={"USD": 1})
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, HALF)
    reassign(world.supervisor, dispute, to=world.arbitrator2)
    approve_ruling(world.arbitrator2, dispute)
    return _penalty_of(world.again(dispute)), _supervises(world.arbitrator2)


def _penalty_of(dispute: Dispute) -> Penalty:
    """What the store gets once the ruling is carried out."""
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    settle_at(dispute.due_at)
    return Penalty.objects.get(breach__dispute=dispute)


def _supervises(user: User) -> User:
    user.groups.set(make_user("supervisor", "Supervisors").groups.all())
    return User.objects.get(pk=user.pk)


def _found(world: World) -> tuple[Penalty, User]:
    return given_by_hand(world, "off_platform"), world.supervisor


def _approved(world: World) -> tuple[Penalty, User]:
    penalty = given_by_hand(world, "false_evidence")
    assert penalty.breach.reviewed_by is not None
    return penalty, User.objects.get(pk=penalty.breach.reviewed_by.pk)


def _member(world: World) -> tuple[Penalty, User]:
    penalty = left_unanswered(world)
    supervisor = make_user("supervisor", "Supervisors")
    supervisor.memberships.create(store=world.store)
    return penalty, supervisor


def _arbitrator(world: World) -> tuple[Penalty, User]:
    return left_unanswered(world), world.arbitrator


def _buyer(world: World) -> tuple[Penalty, User]:
    """A supervisor who has bought the item."""
    world.buyer.is_staff = True
    world.buyer.save()
    world.buyer.groups.set(world.supervisor.groups.all())
    return left_unanswered(world), world.buyer


@pytest.mark.parametrize(
    "part", [_found, _approved, _member, _buyer, _arbitrator, _ruled, _approved_ruling]
)
def test_who_had_a_part_in_it_does_not_decide(
    world: World, part: Callable[[World], tuple[Penalty, User]]
) -> None:
    penalty, supervisor = part(world)
    appeal = appealed(world, penalty)
    with refused(Code.NOT_ALLOWED):
        decide_appeal(supervisor, appeal, points=0, reasons="I think that it is so.")


@pytest.mark.parametrize("points", [-1, 7])
def test_a_decision_gives_no_points(world: World, second: User, points: int) -> None:
    appeal = appealed(world, given_by_hand(world, "off_platform"))
    with refused(Code.AMOUNT_INVALID, field="points", says="Choose from 0 to 6 points."):
        decide_appeal(second, appeal, points=points, reasons="It was worse.")


def test_the_platform_lowers_what_it_sees_to_be_wrong(world: World, second: User) -> None:
    penalty = given_by_hand(world, "off_platform")
    for points in (6, -1):
        with refused(Code.AMOUNT_INVALID, field="points"):
            lower_penalty(world.supervisor, penalty, points=points, reasons="It was not so.")
    with refused(Code.NOT_ALLOWED):
        lower_penalty(world.arbitrator, penalty, points=0, reasons="It was not so.")
    lower_penalty(world.supervisor, penalty, points=4, reasons="It was only once.")
    assert as_it_stands(penalty) == (PenaltyState.LIVE, 4, 4)
    appealed(world, penalty)
    with refused(Code.STALE):
        lower_penalty(second, penalty, points=0, reasons="It was not so.")


def test_the_files_of_an_appeal_are_kept_for_store_and_overseers(
    world: World, second: User
) -> None:
    penalty = left_unanswered(world)
    photo = world.photo(world.seller, "appeal")
    appeal = appeal_penalty(world.seller, penalty, text="See the outage.", files=[photo])
    assert list(appeal.files) == [photo]
    found = Attachment.objects.get(pk=photo.pk)
    assert (found.form_key, found.kept_for) == ("", appeal.attachment_owner)
    answers = {}
    for user in (world.seller, second, world.other_seller, world.buyer, world.arbitrator):
        client = Client()
        client.force_login(user)
        answers[user] = client.get(found.url).status_code
    assert list(answers.values()) == [200, 200, 404, 404, 404]


def test_an_appeal_holds_as_many_files_as_a_statement(world: World) -> None:
    penalty, most = left_unanswered(world), Limits.of(Policy.objects.latest()).at_once
    photos = [world.photo(world.seller, f"form {number}") for number in range(most + 1)]
    with refused(Code.TOO_MANY_FILES, field="files"):
        appeal_penalty(world.seller, penalty, text="See all of it.", files=photos)


def test_the_pages_of_an_appeal_lose_nothing(world: World) -> None:
    penalty = left_unanswered(world)
    client = Client()
    client.force_login(world.seller)
    address = f"/seller/standing/penalties/{penalty.pk}/"
    assert "Appeal this penalty" in client.get(address).text
    page = client.get(f"{address}appeal/").text
    assert "Its points do not count while the appeal is open." in page
    assert "decides within 10 days, with reasons. If nobody does, the penalty is revoked." in page

    page = client.post(f"{address}appeal/", {"text": "", "files": upload("outage.jpg")}).text
    assert "Say why the penalty is wrong." in page
    assert "outage.jpg" in page
    page = client.post(
        f"{address}appeal/", {"text": "An outage.", "files": upload("x.txt", b"no photo")}
    ).text
    assert "An outage." in page
    assert "outage.jpg" in page
    assert not PenaltyAppeal.objects.exists()

    response = client.post(
        f"{address}appeal/", {"text": "An outage."} | uploads_in(page), follow=True
    )
    assert response.redirect_chain == [(address, 302)]
    assert "Your appeal is in. A supervisor decides on it." in response.text
    assert "outage.jpg" in response.text
    assert "Suspended, under appeal" in response.text
    assert "Appeal this penalty" not in response.text
    response = client.get(f"{address}appeal/", follow=True)
    assert "This penalty has been appealed already." in response.text


def test_an_appeal_that_somebody_else_sent_first_keeps_what_was_typed(world: World) -> None:
    penalty = left_unanswered(world)
    client = Client()
    client.force_login(world.seller)
    appealed(world, penalty)
    page = client.post(f"/seller/standing/penalties/{penalty.pk}/appeal/", {"text": "My words."})
    assert "This penalty has been appealed already." in page.text
    assert "My words." in page.text
    assert PenaltyAppeal.objects.get().text == "The notice never came."
