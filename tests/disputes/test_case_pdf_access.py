"""Who gets a case PDF, how it is sent, what it costs, and what comes instead of one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

import psutil
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from disputes.case_pdf import printing
from disputes.models import Dispute, Evidence
from disputes.states import EventKind, Party, State
from disputes.verbs import evidence
from tests.support.case_pdfs import address_of, opened, reader
from tests.support.old_cases import erased, full_case, paid_case
from tests.support.people import make_user
from tests.support.rows import everything
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

SIDES = (Party.BUYER, Party.SELLER)


@pytest.mark.parametrize("party", Party)
def test_it_is_a_download_that_nobody_keeps(world: World, party: Party) -> None:
    dispute = world.open_dispute()
    response = signed_in(reader(world, party)).get(address_of(dispute, party))
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-1.7")
    assert response.content.rstrip().endswith(b"%%EOF")
    kept = response.headers["Cache-Control"].split(", ")
    assert kept[:2] == ["private", "no-store"]
    sent = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="case-{dispute.reference}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert {name: response.headers[name] for name in sent} == sent


def test_a_file_that_was_given_and_one_that_was_refused_leave_a_line(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    dispute = world.open_dispute()
    address = address_of(dispute, Party.BUYER)
    with caplog.at_level(logging.INFO, "disputes.files.access"), nothing_changes():
        assert signed_in(world.buyer).get(address).status_code == 200
        assert signed_in(world.other_buyer).get(address).status_code == 404
    told = [line.message for line in caplog.records if line.name == "disputes.files.access"]
    assert told == [
        f"case file ({dispute.reference}) for user {world.buyer.pk}: given",
        f"case file (no case) for user {world.other_buyer.pk}: refused",
    ]


def test_auditors_get_it_and_so_does_an_arbitrator_who_does_not_have_the_case(
    world: World,
) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    for user in (make_user("auditor", "Auditors"), world.arbitrator2):
        with nothing_changes():
            opened(signed_in(user), dispute, Party.PLATFORM)


@pytest.mark.parametrize("party", Party)
def test_it_is_only_read(world: World, party: Party) -> None:
    dispute, client = world.open_dispute(), signed_in(reader(world, party))
    with nothing_changes():
        assert client.post(address_of(dispute, party)).status_code == 405


def test_whoever_takes_it_has_seen_the_evidence_of_the_other_side(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    seller = signed_in(world.seller)
    guess = seller.get(address_of(dispute, Party.SELLER), headers={"Sec-Purpose": "prefetch"})
    assert guess.status_code == 200
    assert seen(dispute) == []
    opened(seller, dispute, Party.SELLER)
    [event] = dispute.events.filter(kind=EventKind.EVIDENCE_SEEN)
    assert (event.party, event.actor, event.data) == (Party.SELLER, world.seller, {"numbers": [1]})
    assert seen(dispute) == [1]
    before = everything()
    opened(seller, dispute, Party.SELLER)
    opened(signed_in(world.supervisor), dispute, Party.PLATFORM)
    after = everything()
    assert after.pop("arbitration_accesslog") != before.pop("arbitration_accesslog")
    assert without_sign_in(after) == without_sign_in(before)


def test_of_an_erased_case_there_is_nothing_to_see(world: World) -> None:
    with erased(paid_case(world)) as dispute, nothing_changes():
        opened(signed_in(world.seller), dispute, Party.SELLER)


@pytest.mark.parametrize(("party", "queries"), [(Party.BUYER, 18), (Party.SELLER, 20)])
def test_a_case_that_went_through_everything_costs_this_many_queries(
    world: World,
    django_assert_num_queries: DjangoAssertNumQueries,
    party: Party,
    queries: int,
) -> None:
    dispute, client = full_case(world), signed_in(reader(world, party))
    opened(client, dispute, party)  # what is seen is noted
    with django_assert_num_queries(queries):
        opened(client, dispute, party)


def test_more_evidence_costs_no_more_queries(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dispute, client = world.dispute_in(State.HEARING), signed_in(world.buyer)
    for number in range(4):
        opened(client, dispute, Party.BUYER)
        with django_assert_num_queries(13):
            opened(client, dispute, Party.BUYER)
        photos = [world.photo(world.seller) for _ in range(number)]
        evidence.add_evidence(world.as_seller, dispute, text="See.", files=photos)


def test_too_many_at_once_are_asked_to_come_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispute, client = world.dispute_in(State.HEARING), signed_in(world.seller)
    told = "Many case files are being made at the moment. Please try again in a minute."
    for gate in ("_at_once", "_in_line"):
        taken = BoundedSemaphore()
        with monkeypatch.context() as patch, taken:
            patch.setattr(printing, gate, taken)
            patch.setattr(printing, "_QUEUE", 0.01)
            calmly_refused(client, dispute, told)
    opened(client, dispute, Party.SELLER)


def test_a_press_that_takes_too_long_is_ended_and_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dispute, client = world.dispute_in(State.HEARING), signed_in(world.seller)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    told = "The case file could not be made at the moment. Please try again later."
    with monkeypatch.context() as patch, no_child_more():
        patch.setattr(printing, "TIME", 0.01)
        calmly_refused(client, dispute, told)
        assert list(tmp_path.iterdir()) == []
    with no_child_more():
        opened(client, dispute, Party.SELLER)
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_room_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dispute = world.dispute_in(State.HEARING)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "there-is-none"))
    told = "The case file could not be made at the moment. Please try again later."
    calmly_refused(signed_in(world.seller), dispute, told)


def calmly_refused(client: Client, dispute: Dispute, told: str) -> None:
    """A page with a sentence; nobody has seen anything."""
    before = everything()
    response = client.get(address_of(dispute, Party.SELLER))
    assert response.status_code == 503
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert told in response.text
    assert everything() == before


@contextmanager
def no_child_more() -> Iterator[None]:
    """Running, or ended and not taken note of."""
    before = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= before


def seen(dispute: Dispute) -> list[int]:
    return list(
        Evidence.objects.filter(dispute=dispute)
        .exclude(seen_at=None)
        .values_list("number", flat=True)
    )


def without_sign_in(rows: dict[str, object]) -> dict[str, object]:
    return {table: found for table, found in rows.items() if table != "disputes_user"}
