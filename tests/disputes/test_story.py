"""The log tells a case's story line by line, and a command prints the whole of it."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.module_loading import import_string
from pytest_django import DjangoCaptureOnCommitCallbacks

from arbitration.verbs import assignment
from config.logs import logging_as
from disputes.background import outbox
from disputes.kernel import story
from disputes.kernel.failures import brief
from disputes.models import Dispute, OutboxMessage, Refund
from disputes.models.references import as_written
from disputes.states import ProposalStatus, State
from disputes.verbs import negotiation
from tests.support.moments import enforce_at, moment, settle_at
from tests.support.people import make_user
from tests.support.terms import HALF
from tests.support.world import World

pytestmark = pytest.mark.django_db

Lines = Callable[[], list[dict[str, Any]]]
WORDS = "Quux is green, not blue."


@pytest.fixture(params=["json", "plain"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def written() -> Iterator[Lines]:
    """What `kernel.story` logs, as production writes it."""
    stream = io.StringIO()
    handler = _handler("json", stream)
    story.log.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    story.log.removeHandler(handler)


def _handler(form: str, stream: io.StringIO) -> "logging.StreamHandler[io.StringIO]":
    handler = logging.StreamHandler(stream)
    chosen = logging_as(form)
    handler.setFormatter(import_string(chosen["formatters"][form]["()"])(brief))
    handler.addFilter(import_string(chosen["filters"]["nothing_personal"]["()"])(brief))
    return handler


class UnwillingEscrow:
    """A gateway that does not pay today."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        raise TimeoutError("the gateway did not answer")


def accept(world: World, dispute: Dispute) -> None:
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())


def test_each_event_and_each_refund_is_one_line(
    written: Lines, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    world = World()
    with django_capture_on_commit_callbacks(execute=True):
        dispute = world.open_dispute()
        accept(world, dispute)
    due = dispute.due_at.isoformat() if dispute.due_at else ""
    reference = dispute.reference
    with django_capture_on_commit_callbacks(execute=True):
        outbox.deliver_outbox()
    lines = written()
    assert len({line.pop("time") for line in lines}) <= len(lines)
    # In a test, what comes after a commit comes at the end.
    opened, accepted, requested, sweep, paid_event, paid = lines
    seconds = sweep.pop("seconds")
    assert seconds > 0
    assert sweep.pop("message") == f"sweep outbox: 1 delivered in {seconds:.3f} s"
    common = {"level": "INFO", "logger": "disputes.kernel.story", "case": reference}
    assert opened == common | {
        "message": f"{reference} 1: opened by buyer, new → awaiting_seller, due {due}",
        "number": 1,
        "event": "opened",
        "side": "buyer",
        "from": "",
        "to": "awaiting_seller",
        "due": due,
    }
    assert accepted == common | {
        "message": f"{reference} 2: accepted by seller, awaiting_seller → resolved, due never",
        "number": 2,
        "event": "accepted",
        "side": "seller",
        "from": "awaiting_seller",
        "to": "resolved",
        "due": None,
    }
    key = f"refund-{reference}"
    assert requested == common | {
        "message": f"{key} requested",
        "refund": key,
        "result": "requested",
    }
    assert (paid_event["event"], paid_event["number"]) == ("refund_paid", 3)
    assert paid == common | {"message": f"{key} paid", "refund": key, "result": "paid"}
    del common["case"]
    assert sweep == common | {"sweep": "outbox", "counts": {"delivered": 1}}


def test_nothing_is_told_of_what_was_rolled_back(
    written: Lines, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            story.tell_paid([Refund(key="refund-R-2222-2222")])
            transaction.set_rollback(True)
        assert written() == []
        with transaction.atomic():
            story.tell_paid([Refund(key="refund-R-3333-3333")])
        assert written() == []  # not before the commit
    assert [line["case"] for line in written()] == ["R-3333-3333"]


def test_a_line_that_cannot_be_written_stops_nothing_else(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(story.log, "info", fail)
    came_after: list[bool] = []
    with django_capture_on_commit_callbacks(execute=True):
        World().open_dispute()
        transaction.on_commit(lambda: came_after.append(True))
    assert came_after == [True]
    assert Dispute.objects.count() == 1


def test_a_refund_that_fails_is_told_by_its_key(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_story.UnwillingEscrow"
    world = World()
    dispute = world.open_dispute()
    accept(world, dispute)
    outbox.deliver_outbox()
    OutboxMessage.objects.update(attempts=outbox.MAX_ATTEMPTS - 1)
    with moment(OutboxMessage.objects.get().next_attempt_at):
        outbox.deliver_outbox()
    told = [vars(record) for record in caplog.records if "refund" in vars(record)]
    key = f"refund-{dispute.reference}"
    assert [(line["refund"], line["result"]) for line in told] == [
        (key, "failed"),
        (key, "given up"),
    ]


def test_sweeps_tell_what_they_did_and_nothing_when_there_was_nothing(written: Lines) -> None:
    world = World()
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at - timedelta(minutes=1))
    assert written() == []
    enforce_at(dispute.due_at)
    settle_at(dispute.due_at)
    told = [(line["sweep"], line["counts"]) for line in written()]
    assert told == [("deadlines", {"done": 1}), ("standing", {"done": 1})]


def test_a_batch_is_as_many_lines_in_both_forms(form: str) -> None:
    stream = io.StringIO()
    handler = _handler(form, stream)
    record = logging.LogRecord("disputes", logging.INFO, "", 0, "%d lines", (2,), None)
    record.lines = [{"message": "one 100%", "case": "R-7K3M-9QXA"}, {"message": "two"}]
    handler.handle(record)
    first, second = stream.getvalue().splitlines()
    assert "one 100%" in first
    assert "two" in second
    if form == "json":
        assert json.loads(first)["case"] == "R-7K3M-9QXA"
        assert "case" not in json.loads(second)


def printed(reference: str) -> str:
    out = io.StringIO()
    call_command("story", reference, stdout=out)
    return out.getvalue()


def test_the_whole_story_of_a_case(settings: LazySettings) -> None:
    world = World(buyer=make_user("zebulon"))
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assignment.hand_back(world.arbitrator, dispute, comment=WORDS)
    world.rule(world.again(dispute), HALF, by=world.arbitrator2)
    ruled = world.again(dispute)
    assert ruled.due_at is not None
    settings.ESCROW_GATEWAY = "tests.disputes.test_story.UnwillingEscrow"
    enforce_at(ruled.due_at)
    settle_at(ruled.due_at)
    with moment(ruled.due_at + timedelta(minutes=1)):
        outbox.deliver_outbox()
    message = OutboxMessage.objects.get(topic="refund")
    told = printed(dispute.reference)
    assert f"message refund-{dispute.reference} is tried again at " in told.splitlines()[0]
    assert "after 1 attempt: TimeoutError: the gateway did not answer" in told
    settings.ESCROW_GATEWAY = "disputes.gateways.EmbeddedEscrow"
    with moment(message.next_attempt_at):
        outbox.deliver_outbox()
    told = printed(dispute.reference)
    lines = told.splitlines()
    assert lines[0] == f"{dispute.reference} (resolved, due never)"
    for event in dispute.events.all():
        assert f"event {event.number}, {event.kind} by {event.party}" in told
    assert f"case left user {world.arbitrator.pk} for nobody: handed_back" in told
    assert f"refund refund-{dispute.reference} requested: $11.50" in told
    assert f"refund refund-{dispute.reference} paid, gateway says " in told
    assert f"message refund-{dispute.reference} delivered after 2 attempts" in told
    assert (
        f"breach case:{dispute.pk}:ruling_lost of store {world.store.pk}: ruling_lost, penalised"
        in told
    )
    assert "(ruling_lost): given, +" in told
    instants = [line.split()[0] for line in lines[1:]]
    assert instants == sorted(instants)
    assert all(instant.endswith("Z") for instant in instants)
    # Nothing of what people are called or wrote.
    for word in ("zebulon", "Quux", "mug", world.arbitrator.username):
        assert word not in told


def test_a_case_that_was_set_aside_says_why() -> None:
    world = World()
    dispute = world.open_dispute()
    dispute.proposals.update(status=ProposalStatus.LAPSED)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    told = printed(dispute.reference)
    assert "set aside after 1 failures, tried again at " in told.splitlines()[0]
    assert "could not be enforced: " in told


@pytest.mark.parametrize(
    "spelt",
    [str.lower, lambda r: r.replace("-", ""), lambda r: r.replace("-", " ").lower(),
     lambda r: r[2:], lambda r: r[2:].replace("-", ""), lambda r: f"  {r} ",
     lambda r: r.replace("-", "–")],
)  # fmt: skip
def test_a_reference_is_found_however_it_is_typed(spelt: Callable[[str], str]) -> None:
    dispute = World().open_dispute()
    assert printed(spelt(dispute.reference)).startswith(dispute.reference)
    assert as_written(spelt("R-RRRR-RRRR"), "R") == "R-RRRR-RRRR"


@pytest.mark.parametrize("reference", ["R-2222-2222", "", "R", "'; --", "R-7K3M-9QXA-1", "\0"])
def test_a_reference_of_no_case(reference: str) -> None:
    with pytest.raises(CommandError, match="There is no case"):
        printed(reference)
