"""What beat ticks: thin, since the work and its safety lie in `background`."""

from celery import shared_task

from disputes.background import file_sweep, mail_plans, mails, old_notices, outbox, reminders, runs
from disputes.background.regular_work import unless_paused
from disputes.forms.kept_files import forget_kept_files
from disputes.verbs import sign_ins


@shared_task(name="disputes.tasks.deliver_outbox")
@unless_paused
def deliver_outbox() -> int:
    """Deliver what is due in the outbox; how many deliveries succeeded."""
    done = outbox.deliver_outbox()
    runs.outbox_ran(done)
    return done.delivered


@shared_task(name="disputes.tasks.remind")
@unless_paused
def remind() -> int:
    """Remind whoever a clock waits for; of how many cases."""
    return reminders.remind()


@shared_task(name="disputes.tasks.send_mails")
@unless_paused
def send_mails() -> int:
    """Plan and send the mails that are due, in a process of its own; how many went out."""
    mail_plans.plan_mails()
    done = mails.send_mails()
    runs.mails_ran(done)
    return done.sent


@shared_task(name="disputes.tasks.sweep_files")
@unless_paused
def sweep_files() -> None:
    """Delete files that belong to nothing any more."""
    file_sweep.sweep_files()
    forget_kept_files()


@shared_task(name="disputes.tasks.forget_notices")
@unless_paused
def forget_notices() -> None:
    """Delete notices and mails that are older than the policy keeps them."""
    old_notices.forget_old()


@shared_task(name="disputes.tasks.forget_sign_ins")
def forget_sign_ins() -> None:
    """Delete sessions that are over, and counts of wrong passwords that say nothing any more."""
    sign_ins.forget()
