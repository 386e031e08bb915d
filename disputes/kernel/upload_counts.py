"""The work that files of one person make in a day (UTC) has an end, whatever becomes of them."""

from datetime import UTC

from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import RefusedUploads, User

# How many files that were refused one person can send in a day: each has cost the work of opening
# it. An honest person with an odd phone sends a few.
MAX_REFUSED = 60
# How many files of one person are opened in a day, taken or not: the work of it has an end even for
# somebody who removes each file again. A buyer with ten cases of ten photos can send all of them
# three times.
MAX_OPENED = 300
# The same of somebody who works for a store: 100 cases of ten photos in a day, half of them twice.
# Nobody makes themselves one: stores and their people come from the marketplace.
MAX_OPENED_OF_STORE = 1_500

FILES_REFUSED = gettext_lazy(
    "%(most)d of the files that you sent today could not be taken. You can send others in "
    "%(wait)s, at midnight UTC, or describe in words what they show."
)
FILES_OPENED = gettext_lazy(
    "You have sent %(most)d files today, with those that you removed again, and that is as many as "
    "can be looked at for one person. You can send more in %(wait)s, at midnight UTC. What lies in "
    "your forms can be sent now."
)


def refuse_too_many(user: User) -> None:
    """Before one more file of this person is opened."""
    now = clock.now().astimezone(UTC)
    today = RefusedUploads.objects.filter(user=user, on=now.date()).first()
    if today is None or (today.opened < MAX_OPENED and today.number < MAX_REFUSED):
        return
    if today.number >= MAX_REFUSED:
        sentence, most = FILES_REFUSED, MAX_REFUSED
    else:
        sentence = FILES_OPENED
        most = MAX_OPENED_OF_STORE if user.memberships.exists() else MAX_OPENED
        if today.opened < most:
            return
    hours = 24 - now.hour
    wait = ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    raise Refused(Code.TOO_MANY_FILES, sentence % {"most": most, "wait": wait})


def count(user: User, *, refused: bool) -> None:
    """One more file of this person was opened, and taken or `refused`."""
    today = clock.now().astimezone(UTC).date()
    with transaction.atomic():
        counts, _made = RefusedUploads.objects.select_for_update().get_or_create(
            user=user, defaults={"on": today}
        )
        if counts.on != today:
            counts.on, counts.opened, counts.number = today, 0, 0
        counts.opened += 1
        counts.number += refused
        counts.save()
