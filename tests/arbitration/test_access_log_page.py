""" "Who read what": supervisors and auditors find every reading, and nobody changes one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from arbitration.kernel.access_log import log_access
from arbitration.models import AccessLog
from arbitration.verbs import approval, assignment
from disputes import clock, pages
from disputes.models import Dispute, Policy, StoreMember, User
from disputes.states import State
from tests.support.moments import enforce_at, moment
from tests.support.people import make_user
from tests.support.terms import HALF
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

LOOKS = "/admin/looks/"
Page = AccessLog.Page


@pytest.fixture
def auditor() -> User:
    return make_user("auditor", "Auditors")


def looked(
    user: User, dispute: Dispute, page: AccessLog.Page = Page.CASE, days_ago: int = 0
) -> AccessLog:
    with clock.shifted(-timedelta(days=days_ago)):
        log_access(user, dispute, page)
    return AccessLog.objects.latest("id")


def listed(user: User, **wanted: Any) -> list[AccessLog]:
    response = signed_in(user).get(LOOKS, wanted)
    assert response.status_code == 200
    return list(response.context["page_obj"])


def errors(user: User, **wanted: Any) -> dict[str, list[str]]:
    """What the form says; then there is no list."""
    response = signed_in(user).get(LOOKS, wanted)
    assert response.status_code == 200
    assert not response.context["page_obj"].object_list
    assert "Nobody has opened this" not in response.text
    return dict(response.context["form"].errors)


def test_whoever_opens_a_case_is_found_there(world: World, auditor: User) -> None:
    dispute = world.open_dispute()
    signed_in(world.arbitrator).get(address(dispute))
    signed_in(auditor).get(address(dispute))
    for reader in (auditor, world.supervisor):
        assert [(look.user, look.dispute, look.page) for look in listed(reader)] == [
            (auditor, dispute, Page.CASE),
            (world.arbitrator, dispute, Page.CASE),
        ]
    page = signed_in(auditor).get(LOOKS).text
    for shown in (world.arbitrator.username, dispute.reference, "The case"):
        assert shown in page


def test_arbitrators_do_not_read_it(world: World) -> None:
    dispute = world.open_dispute()
    client = signed_in(world.arbitrator)
    assert client.get(LOOKS).status_code == 403
    for page in (address(dispute), "/admin/status/"):
        assert LOOKS not in client.get(page).text


def test_the_way_there_leads_from_every_page_and_from_a_case(world: World, auditor: User) -> None:
    dispute = world.open_dispute()
    for user in (auditor, world.supervisor):
        client = signed_in(user)
        assert f'href="{LOOKS}"' in client.get("/admin/status/").text
        assert f'href="{LOOKS}?case={dispute.reference}"' in client.get(address(dispute)).text


def test_the_filters_narrow_it_down_and_the_latest_stay_first(world: World, auditor: User) -> None:
    dispute, other = world.open_dispute(), world.open_dispute()
    oldest = looked(world.arbitrator, dispute, days_ago=3)
    original = looked(world.arbitrator2, dispute, Page.ORIGINAL, days_ago=2)
    elsewhere = looked(world.arbitrator, other, days_ago=1)
    latest = looked(world.arbitrator, dispute, Page.CASE_PDF)
    assert listed(auditor) == [latest, elsewhere, original, oldest]
    assert listed(auditor, case=f" {dispute.reference.lower()} ") == [latest, original, oldest]
    assert listed(auditor, person=world.arbitrator2.username) == [original]
    assert listed(auditor, what="original") == [original]
    day = f"{original.at:%Y-%m-%d}"
    assert listed(auditor, since=day) == [latest, elsewhere, original]
    assert listed(auditor, until=day) == [original, oldest]
    assert listed(auditor, since=day, until=day) == [original]
    assert listed(auditor, case=other.reference, person=world.arbitrator2.username) == []


def test_the_days_are_those_of_the_viewer(world: World, auditor: User) -> None:
    dispute = world.open_dispute()
    look = looked(world.arbitrator, dispute, days_ago=1)
    day = f"{look.at:%Y-%m-%d}"
    assert listed(auditor, since=day, until=day) == [look]
    auditor.time_zone = "Pacific/Kiritimati" if look.at.hour >= 10 else "Pacific/Pago_Pago"
    auditor.save()
    assert listed(auditor, since=day, until=day) == []


def test_people_are_found_by_a_part_of_their_name(world: World, auditor: User) -> None:
    dispute = world.open_dispute()
    world.arbitrator.first_name, world.arbitrator.last_name = "Ingrid", "Solheim"
    world.arbitrator.save()
    look = looked(world.arbitrator, dispute)
    assert listed(auditor, person="solh ingrid") == [look]
    [sentence] = errors(auditor, person="arbitrator")["person"]
    names = sorted([world.arbitrator.username, world.arbitrator2.username])
    assert sentence == f"Type one of these user names: {', '.join(names)}."
    for number in range(5):
        make_user(f"arbitrator-{number}-", "Arbitrators")
    [sentence] = errors(auditor, person="arbitrator")["person"]
    assert sentence.startswith("Many are called so. Type a user name, such as one of these: ")


def test_somebody_who_has_left_is_found_by_the_user_name(world: World, auditor: User) -> None:
    look = looked(world.arbitrator, world.open_dispute())
    world.arbitrator.last_name = "Solheim"
    world.arbitrator.save()
    assert listed(auditor, person="Solheim") == [look]
    world.arbitrator.groups.clear()
    assert listed(auditor, person=world.arbitrator.username) == [look]
    assert "person" in errors(auditor, person="Solheim")


@pytest.mark.parametrize(
    ("wanted", "field", "sentence"),
    [
        ({"case": "R-NONE-HERE"}, "case", "There is no such case."),
        ({"person": "nobody at all"}, "person", "Nobody of the platform is called so."),
        ({"what": "everything"}, "what", "Select a valid choice."),
        ({"since": "yesterday"}, "since", "Enter a valid date."),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "until", "before the first day"),
        ({"person": "a\x00b"}, "person", "Null characters are not allowed."),
    ],
)
def test_a_filter_that_makes_no_sense_is_told_beside_it(
    world: World, auditor: User, wanted: dict[str, str], field: str, sentence: str
) -> None:
    looked(world.arbitrator, world.open_dispute())
    found = errors(auditor, **wanted)
    assert list(found) == [field]
    assert sentence in found[field][0]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_of_all_days_are_days_too(
    world: World, auditor: User, day: str
) -> None:
    auditor.time_zone = "Asia/Tokyo"
    auditor.save()
    look = looked(world.arbitrator, world.open_dispute())
    assert listed(auditor, since=day) == ([look] if day < "2" else [])
    assert listed(auditor, until=day) == ([] if day < "2" else [look])


def test_who_read_an_own_purchase_or_a_case_of_an_own_store_is_not_shown(
    world: World, auditor: User
) -> None:
    dispute = world.open_dispute()
    look = looked(world.arbitrator, dispute)
    StoreMember.objects.create(store=world.store, user=auditor)
    world.buyer.is_staff = True
    world.buyer.save()
    world.buyer.groups.set(auditor.groups.all())
    for user in (auditor, world.buyer):
        assert listed(user) == []
        [sentence] = errors(user, case=dispute.reference)["case"]
        assert "so somebody else looks after this case" in sentence
    assert listed(world.supervisor) == [look]


def test_of_one_case_it_tells_through_whose_hands_it_went(world: World, auditor: User) -> None:
    Policy.objects.update(large_amounts={})
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assignment.hand_back(world.arbitrator, dispute, comment="I know the seller.")
    assignment.take_next(world.arbitrator2)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    assignment.reassign(world.supervisor, dispute, to=world.supervisor)
    author = make_user("arbitrator", "Arbitrators")
    world.rule(dispute, HALF, by=author)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    approval.send_ruling_back(world.arbitrator2, dispute, comment="Look at the label.")
    moves = signed_in(auditor).get(LOOKS, {"case": dispute.reference}).context["assignments"]
    first, second, third, fourth = (
        user.username for user in (world.arbitrator, world.arbitrator2, world.supervisor, author)
    )
    assert [(move.giver, move.taker, move.why) for move in reversed(moves)] == [
        ("The queue", first, "Taken"),
        (first, "The queue", "Handed back"),
        ("The queue", second, "Taken"),
        (second, third, "A supervisor reassigned it"),
        (third, fourth, "A supervisor reassigned it"),
        (fourth, "The queue", "The ruling needs a second arbitrator"),
        ("The queue", second, "A supervisor reassigned it"),
        (second, fourth, "Ruling sent back"),
    ]


def test_the_end_of_the_way_is_the_ruling(world: World, auditor: User) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    with moment(due_at + timedelta(hours=1)):
        world.rule(dispute, HALF, by=world.arbitrator)
        page = signed_in(auditor).get(LOOKS, {"case": dispute.reference})
    latest = page.context["assignments"][0]
    assert (latest.giver, latest.taker, latest.why) == (world.arbitrator.username, "", "Ruled")
    assert "The time to rule ran out" in page.text
    assert (
        "No arbitrator has had this case yet."
        in signed_in(auditor).get(LOOKS, {"case": world.open_dispute().reference}).text
    )


def queries(user: User, **wanted: Any) -> int:
    client = signed_in(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LOOKS, wanted).status_code == 200
    return len(captured)


def test_a_long_list_costs_as_much_as_a_short_one(world: World, auditor: User) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    looked(world.arbitrator, dispute)
    short = queries(auditor), queries(auditor, dispute=dispute.reference)
    for _ in range(30):
        looked(world.arbitrator2, world.open_dispute())
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    assert (queries(auditor), queries(auditor, dispute=dispute.reference)) == short


def test_the_list_ends_somewhere_and_says_so(
    world: World, auditor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST", 60)
    dispute = world.open_dispute()
    for _ in range(61):
        looked(world.arbitrator, dispute)
    client = signed_in(auditor)
    first, last = (client.get(LOOKS, {"page": number}) for number in (1, 2))
    assert len(first.context["page_obj"]) == 50
    assert len(last.context["page_obj"]) == 10
    assert "Name a case, a person or days to find older ones." not in first.text
    assert "The list ends here, after 60." in last.text
    assert "Name a case, a person or days to find older ones." in last.text
    assert "?tab=all" not in last.text.split("<main")[1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE arbitration_accesslog SET user_id = user_id",
        "UPDATE arbitration_accesslog SET at = now() - interval '1 day'",
        "DELETE FROM arbitration_accesslog",
    ],
)
def test_the_database_lets_nobody_change_or_delete_a_line(world: World, statement: str) -> None:
    look = looked(world.arbitrator, world.open_dispute())
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AccessLog.objects.get() == look


def test_the_page_takes_no_form(world: World) -> None:
    look = looked(world.arbitrator, world.open_dispute())
    assert signed_in(world.supervisor).post(LOOKS, {"delete": look.pk}).status_code == 405
    assert AccessLog.objects.get() == look
