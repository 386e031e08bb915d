"""Beat ticks real tasks, and its ticks neither pile up nor depend on a clock that may be wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from inspect import signature

import pytest
from celery import Celery
from django.conf import settings

from arbitration.background import retention
from config.celery import app
from config.ticker import MOST_WAITING, Ticker
from disputes.background import file_sweep, outbox
from sellers.background import ledger_sweep, rates


@pytest.fixture
def ticker() -> Ticker:
    """On a broker inside this process, with one entry, each two seconds."""
    own = Celery(broker="memory://", set_as_current=False)
    own.conf.beat_schedule = {"one": {"task": "some.task", "schedule": 2.0}}
    ticker = Ticker(own)
    ticker.connection.default_channel.queue_purge("celery")  # type: ignore[attr-defined]
    return ticker


def waiting(ticker: Ticker, queue: str = "celery") -> int:
    found = ticker.connection.default_channel.queue_declare(queue)  # type: ignore[attr-defined]
    return int(found.message_count)


def test_every_entry_names_a_registered_task() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled == {
        "arbitration.tasks.count_months",
        "arbitration.tasks.enforce_deadlines",
        "arbitration.tasks.erase_closed",
        "disputes.tasks.deliver_outbox",
        "disputes.tasks.forget_notices",
        "disputes.tasks.forget_sign_ins",
        "disputes.tasks.remind",
        "disputes.tasks.send_mails",
        "disputes.tasks.sweep_files",
        "sellers.tasks.count_rates",
        "sellers.tasks.enforce_standing",
    }
    assert scheduled <= set(app.tasks)


@pytest.mark.parametrize(
    ("work", "most"),
    [
        (outbox.deliver_outbox, 5),
        (ledger_sweep.enforce_standing, 5),
        (rates.count_rates, 20),
        (retention.erase_closed, 20),
        (file_sweep.sweep_files, 20),
    ],
)
def test_whatever_waits_elsewhere_deadlines_have_their_turn_soon(
    work: Callable[..., object], most: int
) -> None:
    """Beside deadlines, what is ticked every few seconds leaves the worker after as many."""
    assert signature(work).parameters["seconds"].default == most


def test_no_tick_expires_by_a_clock_that_may_be_wrong() -> None:
    entries = settings.CELERY_BEAT_SCHEDULE
    assert [name for name, entry in entries.items() if "options" in entry] == []


def test_mails_have_a_queue_of_their_own() -> None:
    queues = {
        entry["task"]: app.amqp.router.route({}, entry["task"])["queue"].name
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
    assert [task for task, queue in queues.items() if queue != "celery"] == [
        "disputes.tasks.send_mails"
    ]
    assert queues["disputes.tasks.send_mails"] == "mail"


def test_nobody_takes_up_mails_and_the_other_ticks_stay() -> None:
    own = Celery(broker="memory://", set_as_current=False)
    own.conf.beat_schedule = {
        "one": {"task": "some.task", "schedule": 2.0},
        "two": {"task": "some.mail", "schedule": 2.0},
    }
    own.conf.task_routes = {"some.mail": {"queue": "mail"}}
    ticker = Ticker(own)
    for queue in ("celery", "mail"):
        ticker.connection.default_channel.queue_declare(queue)  # type: ignore[attr-defined]
        ticker.connection.default_channel.queue_purge(queue)  # type: ignore[attr-defined]
    other, mail = ticker.schedule["one"], ticker.schedule["two"]
    ticker.apply_async(other, producer=ticker.producer)
    for _each in range(MOST_WAITING):
        ticker.apply_async(mail, producer=ticker.producer)
    assert (waiting(ticker), waiting(ticker, "mail")) == (1, MOST_WAITING)
    ticker.apply_async(mail, producer=ticker.producer)
    assert (waiting(ticker), waiting(ticker, "mail")) == (1, 0)


def test_ticks_that_nobody_takes_up_are_thrown_away(ticker: Ticker) -> None:
    [entry] = ticker.schedule.values()
    for number in range(1, MOST_WAITING + 1):
        ticker.apply_async(entry, producer=ticker.producer)
        assert waiting(ticker) == number
    ticker.apply_async(entry, producer=ticker.producer)
    assert waiting(ticker) == 0


def test_a_clock_that_is_set_back_does_not_stop_beat(
    ticker: Ticker, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)

    def ticks_at(instant: datetime) -> float:
        monkeypatch.setattr(ticker.app, "now", lambda: instant)
        delay = ticker.tick()
        return delay or ticker.tick()  # 0 after it has sent one

    for entry in ticker.schedule.values():
        entry.last_run_at = noon
    assert 1.9 < ticks_at(noon) < 2
    assert 1.9 < ticks_at(noon + timedelta(seconds=2)) < 2
    assert waiting(ticker) == 1
    an_hour_before = noon - timedelta(hours=1)
    assert 1.9 < ticks_at(an_hour_before) < 2
    ticks_at(an_hour_before + timedelta(seconds=2))
    assert waiting(ticker) == 2


def test_a_task_ends_before_its_message_is_handed_out_again() -> None:
    visible_again = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert visible_again > settings.CELERY_TASK_TIME_LIMIT
