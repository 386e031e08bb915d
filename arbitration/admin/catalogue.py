"""What people choose from: the reasons of buyers and the grounds of rulings."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.admin.supervised import SupervisedAdmin
from disputes.image_checks import MAX_PHOTOS
from disputes.models import Ground, Reason, Ruling


class ReasonForm(forms.ModelForm[Reason]):
    """Keeps a reason such that a buyer can still meet it."""

    def clean_photos_required(self) -> int:
        number: int = self.cleaned_data["photos_required"]
        if number > MAX_PHOTOS:
            raise forms.ValidationError(
                _("Nobody can send more than %(most)d photos."), params={"most": MAX_PHOTOS}
            )
        is_leaf = not self.instance.children.exists()
        if is_leaf and self.instance.received and number == 0:
            raise forms.ValidationError(
                _("Goods that are not as described must be shown in at least one photo.")
            )
        return number


@admin.register(Reason)
class ReasonAdmin(SupervisedAdmin[Reason]):
    """Wording, order and requirements of the tree. Its shape and its codes stay: cases and the
    marketplace's systems refer to them. A reason that is no longer wanted is switched off."""

    form = ReasonForm
    list_display = ("indented", "evidence_hint", "photos_required", "active", "position")
    list_select_related = ("parent__parent",)
    fields = (
        "code",
        "parent",
        "received",
        "label",
        "evidence_hint",
        "photos_required",
        "position",
        "active",
    )
    readonly_fields = ("code", "parent", "received")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    @admin.display(description=gettext_lazy("Reason"))
    def indented(self, reason: Reason) -> str:
        depth = 0 if reason.parent is None else 1 if reason.parent.parent is None else 2
        return "— " * depth + reason.label


@admin.register(Ground)
class GroundAdmin(SupervisedAdmin[Ground]):
    """Grounds can be added and switched off. The words of one that a ruling rests on stay: both
    sides have read them."""

    list_display = ("title", "text", "active", "position")
    fields = ("code", "title", "text", "position", "active")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Ground | None = None) -> list[str]:
        if obj is None:
            return []
        used = Ruling.objects.filter(ground=obj).exists()
        return ["code", "title", "text"] if used else ["code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ground]:
        return super().get_queryset(request).order_by("position", "pk")
