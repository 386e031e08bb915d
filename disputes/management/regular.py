"""Commands that do by hand what the workers do on a tick."""

from django.core.management.base import CommandError

from disputes.background.regular_work import pause_in_force


def require_no_pause() -> None:
    """Nor does anything happen by hand in a database whose regular work is paused."""
    if pause := pause_in_force():
        raise CommandError(
            f"{pause} Nothing was done. `manage.py pending_work` says what waits, and "
            "`manage.py resume_work` lets it go on."
        )
