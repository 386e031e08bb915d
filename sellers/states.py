"""The closed vocabularies of a store's standing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Trigger(TextChoices):
    """Which act breaks a rule. All but the last are noticed by the platform itself."""

    NO_RESPONSE = "no_response", _("A request was not answered in time")
    RULING_LOST = "ruling_lost", _("A final ruling gives the buyer more than the store offered")
    AGREEMENT_BROKEN = "agreement_broken", _("An agreed return arrived and was not answered")
    MANY_CASES = "many_cases", _("Too many cases for the number of orders")
    MANY_LOST = "many_lost", _("Too many lost rulings for the number of orders")
    MANY_LATE = "many_late", _("Too many requests without an answer for the number of orders")
    BY_HAND = "by_hand", _("A supervisor finds it")


RATES = (Trigger.MANY_CASES, Trigger.MANY_LOST, Trigger.MANY_LATE)


class BreachState(TextChoices):
    """What came of an act that breaks a rule."""

    PROPOSED = "proposed", _("Waits for a second person")
    DECLINED = "declined", _("Not approved")
    NOTED = "noted", _("Waits for the ledger")
    PENALISED = "penalised", _("Penalty given")
    SAME = "same", _("Same breach as another, counted once")
    WARNED = "warned", _("Warning, no points")
    FREE = "free", _("No rule gives points for it")


class PenaltyState(TextChoices):
    """Does a penalty count, and if not, why?"""

    LIVE = "live", _("Counts")
    SUSPENDED = "suspended", _("Suspended, under appeal")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")


# Of penalties that are neither revoked nor expired.
STANDING = (PenaltyState.LIVE, PenaltyState.SUSPENDED)


class EntryKind(TextChoices):
    """One line of a store's ledger."""

    GIVEN = "given", _("Points given")
    SUSPENDED = "suspended", _("Suspended by an appeal")
    RESUMED = "resumed", _("Counts again after an appeal")
    REDUCED = "reduced", _("Reduced")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")


class LedgerEventKind(TextChoices):
    """What somebody did about a penalty: one line of the chain of decisions."""

    FOUND = "found", _("Found by hand")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Not approved")
    LOWERED = "lowered", _("Lowered")
    APPEALED = "appealed", _("Appealed")
    DECIDED = "decided", _("Appeal decided")


class Measure(TextChoices):
    """What points lead to, the mildest first."""

    WARNING = "warning", _("Warning")
    RESTRICTED = "restricted", _("Restricted")
    PAUSED = "paused", _("Restricted, listings paused")
    CLOSED = "closed", _("Closed")


class SanctionMove(TextChoices):
    """What happens to a sanction; each is told to the marketplace."""

    DECIDED = "decided", _("Decided")
    STARTED = "started", _("Came into force")
    INTERRUPTED = "interrupted", _("Interrupted by an appeal")
    RESUMED = "resumed", _("Goes on after an appeal")
    ENDED = "ended", _("Ended")


class SanctionEnding(TextChoices):
    """Why a sanction ended."""

    SERVED = "served", _("Its time was over")
    LIFTED = "lifted", _("The points fell below its threshold")


class AppealDecision(TextChoices):
    """What came of an appeal."""

    REFUSED = "refused", _("The penalty stands")
    REDUCED = "reduced", _("The penalty is reduced")
    REVOKED = "revoked", _("The penalty is revoked")
    TIMED_OUT = "timed_out", _("Revoked: nobody decided in time")
