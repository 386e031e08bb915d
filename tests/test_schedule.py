"""Beat ticks real tasks, and ticks that nobody took up do not pile up."""

from django.conf import settings

from config.celery import app


def test_every_entry_names_a_registered_task() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled == {
        "arbitration.tasks.enforce_deadlines",
        "disputes.tasks.deliver_outbox",
    }
    assert scheduled <= set(app.tasks)


def test_every_tick_expires_before_the_next_one() -> None:
    assert [
        name
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
        if entry["options"]["expires"] > entry["schedule"]
    ] == []


def test_a_task_ends_before_its_message_is_handed_out_again() -> None:
    visible_again = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert visible_again > settings.CELERY_TASK_TIME_LIMIT
