"""Pauses of the platform, and the days on which stores are closed: time that clocks leave out."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disputes.models.clients import Client
from disputes.models.laws import Law, NeverEmptied
from disputes.models.stores import Store
from disputes.rules.rests import PauseTerms, Rest
from disputes.states import OPEN_STATES, State

# Whoever relied on what was published has a row that still says it.
_STAYS = """
    RAISE EXCEPTION 'what was published stays as it is: %', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
"""


class ClockPause(models.Model):
    """The platform stops the clocks of some cases for a while: a strike, an outage.

    Clocks that ran when it was published leave out all of it, also where it is ended early;
    `kernel.rests` moves each once. Of what is said of the cases all must fit; nothing said: all
    that are open.
    """

    # In the order in which they were published, without a gap.
    number = models.PositiveIntegerField(_("number"), unique=True)
    begins_at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    why = models.CharField(_("why"), max_length=300)
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("store")
    )
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("marketplace")
    )
    carrier = models.CharField(_("carrier"), max_length=80, blank=True)
    return_country = models.CharField(_("country of the return"), max_length=2, blank=True)
    states = ArrayField(
        models.CharField(max_length=20, choices=State.choices),
        verbose_name=_("states"),
        default=list,
    )
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("published by"),
    )
    # Before `until`, or even before it began: clocks that are set from then on run.
    ended_at = models.DateTimeField(_("ended early"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    # When every case that it moves was found; see `background.pauses`.
    spread_at = models.DateTimeField(_("carried out"), null=True)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("begins_at"), begins_at__gte=F("published_at")),
                name="pause_is_not_in_the_past",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_at__lt=F("until")),
                name="pause_is_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(states__contained_by=sorted(OPEN_STATES)), name="paused_states_are_open"
            ),
        ]
        triggers = [
            NeverEmptied(name="pause_never_emptied"),
            Law(
                name="pause_stays_as_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'ended_at' - 'ended_by_id' - 'spread_at'
            = to_jsonb(OLD) - 'ended_at' - 'ended_by_id' - 'spread_at'
        AND (OLD.ended_at IS NULL OR NEW.ended_at = OLD.ended_at)
    THEN
        RETURN NEW;
    END IF;
"""
                + _STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.number}"

    @property
    def terms(self) -> PauseTerms:
        return PauseTerms(
            number=self.number,
            begins_at=self.begins_at,
            promised_until=self.until,
            why=self.why,
            ends_at=self.ended_at,
            store=self.store_id,
            client=self.client_id,
            carrier=self.carrier,
            country=self.return_country,
            states=frozenset(self.states),
        )

    @property
    def cases(self) -> Q:
        """The same as a condition on open cases, as `PauseTerms.is_about` says it."""
        found = Q(due_at__isnull=False)
        if self.store_id is not None:
            found &= Q(store=self.store_id)
        if self.client_id is not None:
            found &= Q(store__client=self.client_id)
        if self.carrier:
            found &= Q(return_carrier__iexact=self.carrier) | Q(
                return_carrier="", snapshot__carrier__iexact=self.carrier
            )
        if self.return_country:
            found &= Q(return_country=self.return_country)
        return found & Q(state__in=self.states) if self.states else found

    @property
    def moves(self) -> Q:
        """Those of them that run, or are decided, beyond its begin."""
        return self.cases & (Q(due_at__gt=self.begins_at) | Q(decide_by__gt=self.begins_at))


class ClosedDays(models.Model):
    """A store says ahead that it is closed: whole days, in a zone of its choice."""

    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="closed_days", db_index=False
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    zone = models.CharField(_("time zone"), max_length=64)
    # The same as instants: a zone may be given other rules later.
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    announced_at = models.DateTimeField(_("announced"))
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # From then on no clock that is set leaves them out.
    cancelled_at = models.DateTimeField(_("taken back"), null=True)
    # Some clock leaves them out, so that they count in the year, taken back or not.
    is_used = models.BooleanField(_("a clock leaves them out"), default=False)

    class Meta:
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        ordering = ["store", "begins_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on"), ends_at__gt=F("begins_at")),
                name="closed_days_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(begins_at__gt=F("announced_at")), name="closed_days_are_ahead"
            ),
        ]
        indexes = [models.Index(fields=["store", "ends_at"], name="closed_days_of_a_store")]
        triggers = [
            NeverEmptied(name="closed_days_never_emptied"),
            Law(
                name="closed_days_stay_announced",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'cancelled_at' - 'is_used' = to_jsonb(OLD) - 'cancelled_at' - 'is_used'
        AND (OLD.cancelled_at IS NULL OR NEW.cancelled_at = OLD.cancelled_at)
        AND (NEW.is_used OR NOT OLD.is_used)
    THEN
        RETURN NEW;
    END IF;
"""
                + _STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store}: {self.first_on} to {self.last_on}"

    @property
    def rest(self) -> Rest:
        return Rest(self.begins_at, self.ends_at, closed=self.pk)
