"""The numbers that the platform has published. A case keeps those it was opened under."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.laws import NeverEmptied
from disputes.models.numbers import NumberField
from disputes.models.published import Published


def large_amounts() -> dict[str, int]:
    """About 500 euros, in minor units."""
    return {
        "AUD": 80000,
        "BRL": 300000,
        "CAD": 70000,
        "CHF": 50000,
        "CNY": 360000,
        "EUR": 50000,
        "GBP": 43000,
        "INR": 4500000,
        "JPY": 80000,
        "KRW": 720000,
        "KWD": 150000,
        "MXN": 950000,
        "PLN": 215000,
        "RUB": 4500000,
        "TRY": 2000000,
        "USD": 55000,
    }


class Policy(Published):
    """One version of all the numbers; published once, never edited. Days are N x 24 hours, UTC.

    Version 1 comes from the design, section 3. `rules.policy.PolicyNumbers` is what the rules
    read of it. A case keeps the version it was opened under, except for the limits of files:
    those are what the service can take now, so the latest version says them for all.
    """

    version = models.PositiveIntegerField(_("version"), unique=True)

    apply_after_dispatch_days = NumberField(
        _("not received: apply this many days after dispatch"), default=5, least=0
    )
    apply_at_once_under_days = NumberField(
        _("not received: apply at once if fewer days were promised"), default=5, least=0
    )
    apply_after_promise_days = NumberField(
        _("not received: apply until this many days after the promised date"), default=15, least=0
    )
    apply_after_receipt_days = NumberField(
        _("received: apply until this many days after delivery"), default=5
    )
    handling_days = NumberField(
        _("never dispatched: apply this many days after the order, unless it says otherwise"),
        default=7,
    )
    seller_response_days = NumberField(_("days for the seller to answer"), default=5)
    request_changes = NumberField(
        _("how often a buyer may change a request"), default=3, least=0, most=20
    )
    applications_per_line = NumberField(
        _("how often a buyer may apply for a refund of one item"), default=2, most=20
    )
    # Of closed days the latest version holds for all.
    holiday_days = NumberField(
        _("days in a year on which a store can be closed"), default=15, least=0, most=60
    )
    holiday_notice_days = NumberField(
        _("days ahead that a store announces when it is closed"), default=7, least=1, most=90
    )
    clock_pause_days = NumberField(
        _("days that the platform can pause clocks at once"), default=30, most=90
    )
    negotiation_days = NumberField(_("days to negotiate"), default=7)
    hearing_days = NumberField(_("days to add evidence"), default=3)
    ruling_days = NumberField(_("days to rule"), default=2)
    appeal_days = NumberField(_("days to appeal"), default=7)
    appeal_ruling_days = NumberField(_("days to rule on appeal"), default=5)
    platform_days = NumberField(
        _("days for the platform in all, until it has ruled, or ruled on an appeal"), default=14
    )
    address_days = NumberField(_("days for the seller to give a return address"), default=2)
    address_changes = NumberField(
        _("how often a seller may change a return address that was given"),
        default=1,
        least=0,
        most=10,
    )
    return_days = NumberField(_("days to send a return"), default=10)
    freight_percent = NumberField(
        _("of what was paid, percent that somebody else pays for the way back at most"),
        default=50,
        most=200,
    )
    inspection_days = NumberField(_("days to inspect a delivered return"), default=3)
    return_transit_days = NumberField(
        _("days after sending until a return counts as delivered"), default=30
    )
    return_missing_days = NumberField(
        _("days after sending from which a return can be said not to have arrived"), default=14
    )
    evidence_requests = NumberField(
        _("how often an arbitrator may ask for evidence in a case"), default=3, least=0, most=10
    )
    # Longer than the time to rule, nobody could ever cite what came last.
    notice_hours = NumberField(
        _("hours that a side has at least to answer what the other one adds"),
        default=24,
        least=0,
        most=48,
    )
    answer_extensions = NumberField(
        _("how often a side may move the end of the evidence by what it adds late"),
        default=2,
        least=0,
        most=10,
    )
    least_ruling_reasons = NumberField(
        _("letters that the reasons of a ruling have at least"), default=30, most=500
    )
    cases_in_hand = NumberField(
        _("cases that an arbitrator can have at once"), default=20, most=200
    )
    # By ISO 4217 code, in minor units. Of a currency that is not named, every amount is large.
    large_amounts = models.JSONField(
        _("amounts from which a second arbitrator must approve"), default=large_amounts
    )
    # Of the standing of stores, where the latest version holds for all. What the points of a
    # penalty are says its rule, in `sellers`.
    early_hours = NumberField(
        _("hours within which an agreement earns a good mark"), default=48, least=0, most=720
    )
    warning_points = NumberField(_("points that lead to a warning"), default=6, most=1000)
    restrict_points = NumberField(_("points that restrict a store"), default=12, most=1000)
    restrict_days = NumberField(_("days of that restriction"), default=7)
    restrict_longer_points = NumberField(
        _("points that restrict a store for longer"), default=24, most=1000
    )
    restrict_longer_days = NumberField(_("days of the longer restriction"), default=14)
    pause_points = NumberField(_("points that also pause the listings"), default=36, most=1000)
    pause_days = NumberField(_("days of that pause"), default=21)
    close_points = NumberField(_("points that close a store"), default=48, most=1000)
    close_notice_days = NumberField(_("days of notice before a store is closed"), default=30)
    # Six months: Regulation (EU) 2022/2065, article 20, for complaints against restrictions.
    penalty_appeal_days = NumberField(_("days to appeal a penalty"), default=183)
    penalty_decision_days = NumberField(
        _("days to decide on that appeal; then it is for the store"), default=10
    )
    suspend_on_appeal = models.BooleanField(
        _("points do not count while their appeal is open"), default=True
    )
    second_person_points = NumberField(
        _("points by hand from which a second person must approve"), default=12, most=500
    )
    # What one person gives one store by hand counts together.
    second_person_days = NumberField(
        _("days in which points by hand of one person for one store count together"), default=30
    )
    least_reasons = NumberField(
        _("letters and digits in reasons of the platform at least"), default=10, most=200
    )
    least_orders = NumberField(
        _("orders in 90 days below which rates only warn"), default=50, most=10_000
    )
    most_cases = NumberField(_("cases in 100 orders, in 90 days, at most"), default=10, most=100)
    most_lost = NumberField(
        _("lost rulings in 100 orders, in 90 days, at most"), default=3, most=100
    )
    most_late = NumberField(
        _("unanswered requests in 100 orders, in 90 days, at most"), default=2, most=100
    )
    message_characters = NumberField(
        _("characters of a message between the sides at most"), default=2000, least=100, most=4000
    )
    messages_a_day = NumberField(
        _("messages that a side may send in a case in 24 hours"), default=20, most=200
    )
    # At least what every phone sends. A front lets 20 MB in, and some of that is not the file.
    file_megabytes = NumberField(_("megabytes of a file at most"), default=15, least=5, most=18)
    photo_megapixels = NumberField(
        _("megapixels of a photo at most"), default=64, least=12, most=100
    )
    files_at_once = NumberField(_("files in one statement at most"), default=10, most=20)
    files_per_side = NumberField(_("files of one side in a case at most"), default=60, most=500)
    keep_draft_days = NumberField(
        _("days to keep files that were added to a form and never sent"), default=30
    )
    # Longer than any case is open, and a penalty can be appealed.
    keep_notice_days = NumberField(
        _("days to keep notices and mails"), default=365, least=190, most=3650
    )
    # A bank may ask about a payment for half a year, and what is erased does not come back.
    keep_days = NumberField(
        _("days to keep words and photos of a closed case"), default=730, least=180, most=3650
    )

    class Meta:
        triggers = [NeverEmptied(name="policy_never_emptied")]
        verbose_name_plural = _("policies")
        ordering = ["-version"]
        get_latest_by = "version"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(keep_days__gte=models.F("penalty_appeal_days")),
                name="kept_while_it_can_be_appealed",
            )
        ]

    def __str__(self) -> str:
        return f"version {self.version}"
