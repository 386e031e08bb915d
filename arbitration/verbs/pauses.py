"""A supervisor stops the clocks of some cases for a while, and ends that early."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.transactions import one_transaction
from disputes.models import Client, ClockPause, Policy, Store, User
from disputes.permissions import SUPERVISE
from disputes.rules.addresses import countries
from disputes.rules.incoming import check_aware
from disputes.rules.policy import days
from disputes.rules.texts import check_text, one_line
from disputes.states import OPEN_STATES

MOST_WHY = 300  # characters
_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class PausedCases:
    """Which cases a pause is about: all that is said must fit. With nothing said it is about every
    open case, and that is to be meant (`all_cases`)."""

    all_cases: bool = False
    store: Store | None = None
    client: Client | None = None
    carrier: str = ""
    return_country: str = ""
    states: Collection[str] = ()

    def check(self) -> "PausedCases":
        """In its normal form; refused where it says nothing, or two things that do not go."""
        if len(one_line(self.carrier)) > 80:
            raise _wrong("carrier", _("Shorten this to 80 characters."))
        if self.return_country and self.return_country not in dict(countries()):
            raise _wrong("return_country", _("Choose the country."))
        if not OPEN_STATES.issuperset(self.states):
            raise _wrong("states", _("Choose states in which a clock runs."))
        if self.all_cases and self._said:
            raise _wrong(
                "all_cases",
                _("Choose all open cases, or say which ones. Both together is not clear."),
            )
        if not self.all_cases and not self._said:
            raise _wrong("all_cases", _("Say which cases, or choose all open cases."))
        return self

    @property
    def _said(self) -> bool:
        said = (self.store, self.client, one_line(self.carrier), self.return_country, self.states)
        return any(said)


def pause_clocks(
    supervisor: User,
    cases: PausedCases,
    *,
    begins_at: datetime | None = None,
    until: datetime,
    why: str,
) -> ClockPause:
    """Publish that the clocks of these cases stand still from then, or from now on, until then.

    Each clock that runs beyond its begin ends so much later, clocks that are set meanwhile leave it
    out, and a line in each case says why: the sweep sees to it (`background.pauses`), and whoever
    has a case in hand before that. Refused to anybody but supervisors without a part in the store,
    in the past, for longer than the policy's `clock_pause_days`, and where no case is named.
    """
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can pause clocks."))
    why = one_line(
        check_text(why, field="why", most=MOST_WHY, sentence=_("Say why. Both sides read it."))
    )
    with one_transaction():
        # The first policy of all is always there, so it is the lock: whoever reads one number has
        # all the smaller ones.
        Policy.objects.select_for_update().earliest("pk")
        pause = draft_pause(supervisor, cases, begins_at=begins_at, until=until, why=why)
        pause.number = 1 + (ClockPause.objects.aggregate(last=Max("number"))["last"] or 0)
        pause.save(force_insert=True)
    return pause


def draft_pause(
    supervisor: User, cases: PausedCases, *, begins_at: datetime | None, until: datetime, why: str
) -> ClockPause:
    """The pause as it would be published now, not saved; refused where it cannot be."""
    cases = cases.check()
    store = cases.store
    if store is not None and supervisor.memberships.filter(store=store).exists():
        raise Refused(
            Code.NOT_ALLOWED,
            _("You are a member of this store, so others decide."),
            field="store",
        )
    now = clock.now()
    begin = now if begins_at is None else check_aware(begins_at, field="begins_at")
    until = check_aware(until, field="until")
    if begin < now:
        raise _wrong("begins_at", _("A pause cannot begin in the past. Begin it now, or later."))
    if begin > now + _AHEAD:
        raise _wrong("begins_at", _("Begin it within the next year."))
    most = Policy.objects.latest().clock_pause_days
    if until <= begin:
        raise _wrong("until", _("The end lies after the begin."))
    if until > begin + days(most):
        raise _wrong(
            "until",
            ngettext(
                "A pause is %(most)d day long at most. Publish another one if it takes longer.",
                "A pause is %(most)d days long at most. Publish another one if it takes longer.",
                most,
            )
            % {"most": most},
        )
    return ClockPause(
        begins_at=begin,
        until=until,
        why=why,
        store=store,
        client=cases.client,
        carrier=one_line(cases.carrier),
        return_country=cases.return_country,
        states=sorted(cases.states),
        published_at=now,
        published_by=supervisor,
    )


def end_pause(supervisor: User, pause: ClockPause) -> None:
    """Clocks that are set from now on run. Those that ran when the pause was published keep what
    was promised then: nobody loses time that they have counted on."""
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can end a pause."))
    with one_transaction():
        locked = ClockPause.objects.select_for_update().get(pk=pause.pk)
        now = clock.now()
        if locked.ended_at is not None:
            raise Refused(Code.STALE, _("This pause was ended already."))
        if locked.until <= now:
            raise Refused(Code.TOO_LATE, _("This pause is over."))
        locked.ended_at, locked.ended_by = now, supervisor
        locked.save(update_fields=["ended_at", "ended_by"])


def _wrong(field: str, sentence: str) -> Refused:
    return Refused(Code.DAYS_INVALID, sentence, field=field)
