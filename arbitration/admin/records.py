"""What the platform did by itself, to be looked up."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.access import cases_without_interest
from arbitration.admin.supervised import SupervisedAdmin
from arbitration.views.people import staff
from disputes.models import OutboxMessage
from sellers.models import Penalty


@admin.register(Penalty)
class PenaltyAdmin(SupervisedAdmin[Penalty]):
    """Points of stores."""

    list_display = fields = ("store", "case", "rule", "points", "given_at", "expires_at")
    readonly_fields = ("case",)
    list_select_related = ("store", "dispute")
    search_fields = ("store__name", "dispute__reference")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Penalty]:
        """Of own purchases and own stores one reads as a side, and not here."""
        cases = cases_without_interest(staff(request))
        return super().get_queryset(request).filter(dispute__in=cases)

    @admin.display(description=gettext_lazy("Case"), ordering="dispute__reference")
    def case(self, penalty: Penalty) -> SafeString:
        reference = penalty.dispute.reference
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:case", args=[reference]), reference
        )


@admin.register(OutboxMessage)
class FailureAdmin(SupervisedAdmin[OutboxMessage]):
    """Deliveries that failed: tried again later, or given up (see "Is everything running?")."""

    list_display = (
        "key",
        "topic",
        "attempts",
        "last_error",
        "next_attempt_at",
        "given_up_at",
        "created_at",
    )
    ordering = ("created_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMessage]:
        failed = super().get_queryset(request).filter(delivered_at=None)
        return failed.exclude(last_error="")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": _("Deliveries that failed")}
        return super().changelist_view(request, title | (extra_context or {}))
