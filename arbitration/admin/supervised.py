"""Rows that supervisors look after and auditors read; nothing is ever deleted, and nothing done to
many at once."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from disputes.permissions import SUPERVISE, oversees
from disputes.views.people import signed_in

Row = TypeVar("Row", bound=Model)


def supervises(request: HttpRequest) -> bool:
    return signed_in(request).has_perm(SUPERVISE)


class SupervisedAdmin(admin.ModelAdmin[Row]):
    """To be read only. Django's own per-model permissions mean nothing here."""

    actions = None
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return oversees(signed_in(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Row | None:
        """Locked to be changed: of two who save it at once, the second one sees the first."""
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        return self.model._default_manager.select_for_update().get(pk=found.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """No list has a filter, so none is taken from the address either."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))
