"""Logs say what happened to which case, and nothing about people."""

import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.module_loading import import_string

from config.celery import app
from config.logs import logging_as
from disputes.kernel.failures import brief
from disputes.kernel.transactions import one_transaction
from disputes.models import Dispute, User
from disputes.states import ProposalStatus, State
from disputes.verbs import negotiation
from tests.support.moments import enforce_at
from tests.support.people import make_user
from tests.support.terms import HALF
from tests.support.web_server import said, web_server
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

# What people are called, write, search for and send; none of it may be in any line.
NAME, FULL_NAME, SEARCHED = "zebulon", "Zebulon Xyzzy", "plugh"
WORDS = "Quux is green, not blue."
PERSONAL = (NAME, "Zebulon", "Xyzzy", "Quux", SEARCHED, "198.51.100.7", "sessionid", "grault")

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything that this process logs, as production writes it."""
    app.loader.import_default_modules()  # it sets up Django anew, with its logging
    written = StringIO()
    chosen = logging_as("json")
    handler = logging.StreamHandler(written)
    handler.setFormatter(import_string(chosen["formatters"]["json"]["()"])(brief))
    handler.addFilter(import_string(chosen["filters"]["nothing_personal"]["()"])(brief))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.fixture
def world() -> World:
    """A buyer with a name of which the logs must not hold a letter."""
    world = World(buyer=make_user(NAME), seller=make_user("xyzzy"))
    User.objects.filter(pk=world.buyer.pk).update(first_name=FULL_NAME)
    return world


@pytest.fixture
def fails_with_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def reject(*args: Any, **kwargs: Any) -> None:
        raise ValueError(f"no seller '{FULL_NAME}'")

    monkeypatch.setattr(negotiation, "reject", reject)


class TalkativeEscrow:
    """A provider whose errors tell more than they should."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        raise ValueError(f"no account for '{FULL_NAME}' <{NAME}@grault.example>")


def browser(user: User) -> Client:
    client = signed_in(user)
    client.raise_request_exception = False
    client.defaults |= {"REMOTE_ADDR": "198.51.100.7"}
    return client


def rejected(client: Client, dispute: Dispute) -> int:
    return client.post(f"/seller/cases/{dispute.reference}/reject/", {"text": WORDS}).status_code


def of_requests(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["logger"] == "config.requests"]


def assert_nothing_personal(lines: list[dict[str, Any]]) -> None:
    text = json.dumps(lines, ensure_ascii=False)
    assert [word for word in PERSONAL if word in text] == []


def test_a_case_from_filing_to_ruling(world: World, lines: Lines) -> None:
    dispute = world.open_dispute()
    buyer, seller = browser(world.buyer), browser(world.seller)
    staff = browser(world.arbitrator)
    assert buyer.get(f"/buyer/cases/{dispute.reference}/?tz={SEARCHED}").status_code == 200
    assert rejected(seller, dispute) == 302
    negotiation.escalate(world.as_buyer, dispute)
    assert staff.get(f"/admin/disputes/dispute/?tab=all&words={NAME}").status_code == 200
    world.rule(world.dispute_in(State.AWAITING_RULING), HALF)
    assert buyer.get(f"/buyer/cases/{NAME}/").status_code == 404
    assert buyer.get(f"/{SEARCHED}/{NAME}").status_code == 404
    told = lines()
    assert [(line["method"], line["route"], line["status"]) for line in of_requests(told)] == [
        ("GET", "buyers:case", 200),
        ("POST", "sellers:act", 302),
        ("GET", "admin:disputes_dispute_changelist", 200),
        ("GET", "buyers:case", 404),
        ("GET", "unknown", 404),
    ]
    assert [line.get("case") for line in of_requests(told)] == [
        dispute.reference, dispute.reference, None, None, None,
    ]  # fmt: skip
    for line in of_requests(told):
        assert line["duration_ms"] > 0
        assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta()
    assert_nothing_personal(told)


def test_an_act_that_fails_tells_where_and_not_about_whom(
    world: World, lines: Lines, fails_with_a_name: None
) -> None:
    dispute = world.open_dispute()
    client = browser(world.seller)
    assert rejected(client, dispute) == 500
    error, request = lines()
    assert (error["level"], error["logger"]) == ("ERROR", "django.request")
    assert error["message"] == "Internal Server Error: sellers:act"
    assert error["case"] == request["case"] == dispute.reference
    assert error["request"] == request["request"]
    assert "disputes/views/actions/side.py" in error["exception"]
    assert "ValueError: no seller “…”" in error["exception"]
    assert_nothing_personal([error, request])


def test_an_act_that_the_database_refuses_tells_which_constraint_and_not_about_whom(
    world: World, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL names the value in its DETAIL."""

    def reject(*args: Any, **kwargs: Any) -> None:
        with one_transaction():
            name = User.objects.get(first_name=FULL_NAME).username
            get_user_model().objects.bulk_create([User(username=name)])

    monkeypatch.setattr(negotiation, "reject", reject)
    dispute = world.open_dispute()
    assert rejected(browser(world.seller), dispute) == 200  # the form again, with the sentence
    [error] = [line for line in lines() if line["level"] == "ERROR"]
    assert error["case"] == dispute.reference
    assert error["message"].startswith(
        "the database refused an act: disputes_user_username_key (test_logs.py:"
    )
    assert_nothing_personal([error])


def test_a_sweep_and_a_delivery_that_fail_name_the_case(
    world: World, lines: Lines, settings: LazySettings
) -> None:
    settings.ESCROW_GATEWAY = "tests.config.test_logs.TalkativeEscrow"
    accepted, damaged = world.open_dispute(), world.open_dispute()
    negotiation.accept(world.as_seller, accepted, accepted.proposals.get())
    app.tasks["disputes.tasks.deliver_outbox"].apply()
    damaged.proposals.update(status=ProposalStatus.LAPSED)
    assert damaged.due_at is not None
    enforce_at(damaged.due_at)
    told = lines()
    assert [line.get("case") for line in told] == [accepted.reference, None, damaged.reference]
    assert told[1]["counts"] == {"failed": 1}
    assert_nothing_personal(told)


def test_a_task_that_fails_is_told_without_what_it_was_given(
    world: World, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError(f"no account for '{FULL_NAME}'")

    monkeypatch.setattr("disputes.background.outbox.deliver_outbox", fail)
    app.tasks["disputes.tasks.deliver_outbox"].apply(kwargs={})
    [told] = lines()
    assert told["message"] == "Task disputes.tasks.deliver_outbox raised unexpected"
    assert "disputes/tasks.py" in told["exception"]
    assert told["exception"].endswith("ValueError: no account for “…”")
    assert_nothing_personal([told])


def test_the_causes_of_an_error_are_told_first(lines: Lines) -> None:
    try:
        try:
            raise KeyError(SEARCHED)
        except KeyError as cause:
            raise RuntimeError("it could not be read") from cause
    except RuntimeError:
        logging.getLogger("disputes").exception("%s failed", "refund-R-7K3M-9QXA")
    [told] = lines()
    assert told["case"] == "R-7K3M-9QXA"
    first, second = told["exception"].split("\n\n")
    assert first.endswith("KeyError: “…”")
    assert second.endswith("RuntimeError: it could not be read")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("0123456789abcdef0123456789abcdef", True),
        ("6f1c1c1e-0000-4000-8000-0123456789ab", True),
        ("short", False),
        ("zebulon xyzzy, of grault street", False),
        ("a" * 65, False),
    ],
)
def test_the_number_that_a_proxy_gave_is_kept_if_it_is_one(
    client: Client, lines: Lines, sent: str, kept: bool
) -> None:
    answered = client.get("/healthz", headers={"X-Request-ID": sent})["X-Request-ID"]
    assert (answered == sent) is kept
    assert [line["request"] for line in of_requests(lines())] == [answered]


def test_every_request_without_one_gets_its_own(client: Client) -> None:
    numbers = {client.get("/healthz")["X-Request-ID"] for _request in range(3)}
    assert len(numbers) == 3


@pytest.mark.slow
def test_the_web_server_itself_logs_the_same_lines(tmp_path: Path) -> None:
    address = tmp_path / "web"
    with web_server(address, LOG_FORMAT="json") as log:
        host = "Host: localhost\r\nX-Forwarded-For: 198.51.100.7\r\n"
        said(address, f"GET /healthz?q={SEARCHED} HTTP/1.0\r\n{host}\r\n".encode())
        said(address, f"GET /{NAME}\x01 {SEARCHED}\r\n\r\n".encode())
    told = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["route"], line["status"]) for line in of_requests(told)] == [("healthz", 200)]
    assert "Invalid request" in {line["message"] for line in told}
    assert_nothing_personal(told)
