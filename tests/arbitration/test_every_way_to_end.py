"""However a case was settled, each place that tells how cases end has a word for it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from arbitration.background.statistics import ENDINGS, count_months
from arbitration.models import MonthStatistics
from arbitration.presenters.statistics_blocks import BLOCKS
from arbitration.selectors.party_history import DisputeEnding, party_history
from disputes import clock
from disputes.kernel.decisions_audit import decision_flaws
from disputes.models import Dispute
from disputes.selectors import step_and_deadline
from disputes.states import Party, SettledBy, State
from tests.support.moments import enforce_at, moment
from tests.support.terms import HALF
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    """A case of each sort, all closed in one month, and one that was withdrawn."""
    with moment(FIRST):
        world = World()
        world.dispute_in(State.RESOLVED)
        world.dispute_in(State.WITHDRAWN)
        world.open_dispute()
        world.dispute_in(State.RULED)
        world.dispute_in(State.AWAITING_RULING)  # nobody ever rules
        appealed = world.dispute_in(State.APPEALED)
        world.rule(appealed, HALF, by=world.arbitrator2)
    while (due := Dispute.objects.filter(due_at__isnull=False).order_by("due_at").first()) and (
        due.due_at is not None
    ):
        enforce_at(due.due_at)
    return world


def settled() -> dict[SettledBy, Dispute]:
    found = Dispute.objects.exclude(settled_by="").order_by("pk")
    return {SettledBy(dispute.settled_by): dispute for dispute in found}


def test_each_way_is_here(world: World) -> None:
    assert set(settled()) == set(SettledBy)
    assert not Dispute.objects.filter(closed_at=None).exists()


def test_the_statistics_count_each_once(world: World) -> None:
    assert set(ENDINGS) == set(SettledBy)
    with moment(FIRST.replace(day=31)):
        count_months()
    numbers = MonthStatistics.objects.get(month="2026-03-01").numbers
    assert numbers["closed"] == Dispute.objects.count() == 6
    [endings] = [block for block in BLOCKS if block.key == "endings"]
    told = {key: numbers[key] for key, _label, _count in endings.counts}
    assert told == {"agreed": 1, "ruled": 2, "silent": 1, "unruled": 1, "withdrawn": 1}
    page = Client().get("/statistics/").text
    assert page.count("Platform did not rule in time") >= 2  # the legend, and the table
    header = Client().get("/statistics/endings.csv").text.splitlines()[0]
    assert header.endswith("Platform did not rule in time,Withdrawn")


def test_the_record_of_both_sides_knows_each(world: World) -> None:
    with moment(FIRST.replace(day=31)):
        endings = party_history(world.open_dispute(), clock.now()).buyer.endings
    assert endings.total() == 6
    assert endings[DisputeEnding.OPEN] == 0
    assert endings[DisputeEnding.UNRULED] == 1


def test_its_case_says_each_in_other_words(world: World) -> None:
    said = set()
    for dispute in settled().values():
        proposals = list(dispute.proposals.all())
        for party, client in ((Party.BUYER, world.buyer), (Party.SELLER, world.seller)):
            step, _deadline = step_and_deadline(dispute, proposals, party, clock.now(), None)
            page = signed_in(client).get(f"/{party}/cases/{dispute.reference}/").text
            assert step.text.replace("'", "&#x27;") in page
        said.add(step.text)
    assert len(said) == len(SettledBy)


def test_the_history_proves_each(world: World) -> None:
    for dispute in settled().values():
        events = list(dispute.events.order_by("number"))
        assert list(decision_flaws(dispute, events)) == []
        Dispute.objects.filter(pk=dispute.pk).update(settled_by=_another(dispute))
        changed = list(decision_flaws(Dispute.objects.get(pk=dispute.pk), events))
        assert "it is not settled as the history says." in changed


def _another(dispute: Dispute) -> SettledBy:
    return next(way for way in SettledBy if way != dispute.settled_by)
