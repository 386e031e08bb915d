"""A thousand people act while sweeps run, and one button is hammered: no decision is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.db.models import QuerySet

from arbitration.background import deadlines
from disputes.errors import Code, Refused
from disputes.models import Dispute, Event, Refund
from disputes.states import EventKind, SettledBy
from disputes.verbs import negotiation
from tests.bench.ground import cookie_of
from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.counts import Counts
from tests.fire.crowd import file_due
from tests.fire.people import Browser
from tests.fire.site import Site
from tests.fire.size import cases
from tests.support.concurrency import outcome, paused
from tests.support.moments import moment
from tests.support.world import World

PEOPLE_AT_ONCE = 16
LAST_MOMENT = timedelta(milliseconds=100)


def test_people_act_while_sweeps_run(site: Site, told: Told) -> None:
    """Each seller accepts in the last moment before the deadline, or in the first after it."""
    world, moment = World(), LAST_MOMENT
    answers: dict[int, str] = {}
    sweeps = [site.start(f"sweeps{i}", ["-m", "tests.fire.sweeps"]) for i in range(2)]
    # A busy machine takes longer than the first moments are.
    while "done" not in answers.values():
        accept = partial(accept_at_last, world, moment)
        with ThreadPoolExecutor(PEOPLE_AT_ONCE) as pool:
            answers |= dict(pool.map(accept, range(cases(1000, 100))))
        moment *= 2
    (site.folder / "stop").touch()
    assert [child.wait() for child in sweeps] == [0, 0], sweeps[0].last_words()
    assert set(answers.values()) <= {"done", Code.TOO_LATE, Code.WRONG_STATE}
    number, accepted = len(answers), {pk for pk, answer in answers.items() if answer == "done"}
    assert len(accepted) < number
    assert Event.objects.filter(kind=EventKind.FORCED).count() == number - len(accepted)
    lines_paid = Refund.objects.values("line").distinct().count()
    twice = Refund.objects.count() - lines_paid + overwritten(accepted)
    told(
        "people act while sweeps run",
        Counts(number, twice, number - lines_paid),
        accepted_in_time=len(accepted),
        too_late=number - len(accepted),
    )


def accept_at_last(world: World, moment: timedelta, number: int) -> tuple[int, str]:
    """A case that is due at once or in a moment, and what its seller was told."""
    at = moment * (number % 5)
    [dispute] = file_due(world, 1, first=at, last=at)
    try:
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    except Refused as refused:
        return dispute.pk, refused.code
    finally:
        connection.close()
    return dispute.pk, "done"


def overwritten(accepted: set[int]) -> int:
    """Of those who were told that their decision stands: for how many does it not?"""
    stands = Dispute.objects.filter(pk__in=accepted, settled_by=SettledBy.AGREEMENT)
    return len(accepted) - stands.exclude(events__kind=EventKind.FORCED).count()


def test_without_locks_and_laws_a_decision_is_overwritten(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The drill above can fail."""
    world = World()
    hour = timedelta(hours=1)
    [dispute] = file_due(world, 1, first=hour, last=hour)
    counts.without_laws()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)

    def sweep() -> int:
        assert dispute.due_at is not None
        with moment(dispute.due_at):
            return deadlines.enforce_deadlines()

    with paused(monkeypatch, deadlines, "record", sweep) as swept:
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert outcome(swept) == "done"
    assert overwritten({dispute.pk}) == 1


def test_one_button_is_hammered(site: Site, told: Told) -> None:
    """One effect; everybody else is told what happened."""
    world, number = World(), cases(50, 10)
    tomorrow = timedelta(days=1)
    [dispute] = file_due(world, 1, first=tomorrow, last=tomorrow)
    browser = Browser(site.web().address, cookie_of(world.seller))
    path = f"/seller/cases/{dispute.reference}/accept/"
    post = partial(browser.post, path, {"version": "1"}, browser.token(path))
    with ThreadPoolExecutor(number) as pool:
        answers = [act.result() for act in [pool.submit(post) for _ in range(number)]]
    refused = [answer.text for answer in answers if answer.status != 302]
    assert len(refused) == number - 1
    assert all("The seller accepted the buyer" in text for text in refused)
    accepted = Event.objects.filter(dispute=dispute, kind=EventKind.ACCEPTED).count()
    twice = accepted + Refund.objects.count() - 2
    told(f"{number} identical posts at once", Counts(1, twice, 0))
