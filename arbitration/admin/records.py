"""What the platform did by itself, to be looked up."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from arbitration.admin.supervised import SupervisedAdmin
from disputes.models import OutboxMessage


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
