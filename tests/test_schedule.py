"""Beat ticks real tasks, and ticks that nobody took up do not pile up."""

from django.conf import settings

from config.celery import app


def test_every_entry_names_a_registered_task() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled == {
        "arbitration.tasks.enforce_deadlines",
        "arbitration.tasks.erase_closed",
        "disputes.tasks.deliver_outbox",
    }
    assert scheduled <= set(app.tasks)


def test_no_tick_expires_by_a_clock_that_may_be_wrong() -> None:
    assert [name for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if "options" in entry] == []


def test_a_task_ends_before_its_message_is_handed_out_again() -> None:
    visible_again = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert visible_again > settings.CELERY_TASK_TIME_LIMIT
