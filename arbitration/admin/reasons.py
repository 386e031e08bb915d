"""The reasons that buyers choose from."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.admin.supervised import SupervisedAdmin, supervises
from arbitration.forms.meanwhile import SharedForm
from disputes.models import Policy, Reason, ReasonShot
from disputes.permissions import oversees
from disputes.views.people import signed_in


class ReasonAdminForm(SharedForm):
    """Keeps a reason such that a buyer can still meet it."""

    instance: Reason
    # What the page showed of the photos to ask for, which are rows of their own.
    shots_read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shots = self.instance.shots.select_related("shot") if self.instance.pk else ()
        self.initial["shots_read"] = " · ".join(str(shot) for shot in shots)
        self.fields["shots_read"].show_hidden_initial = False

    def clean_shots_read(self) -> str:
        """A script that sends nothing of it has read nothing."""
        read: str = self.cleaned_data["shots_read"]
        now: str = self.initial["shots_read"]
        if "shots_read" in self.data and read != now:
            raise forms.ValidationError(
                _(
                    "Somebody else changed what to photograph while you were writing. It is now: "
                    "%(now)s. Open this page once more in another window, and enter your changes "
                    "there."
                ),
                params={"now": now or _("nothing")},
            )
        return now

    def clean_photos_required(self) -> int:
        number: int = self.cleaned_data["photos_required"]
        most = Policy.objects.latest().files_at_once
        if number > most:
            raise forms.ValidationError(
                _("Nobody can send more than %(most)d photos."), params={"most": most}
            )
        is_leaf = not self.instance.children.exists()
        if is_leaf and self.instance.received and number == 0:
            raise forms.ValidationError(
                _("Goods that are not as described must be shown in at least one photo.")
            )
        return number


class ReasonShotInline(admin.TabularInline[ReasonShot, Reason]):
    """What to photograph for the reason, in order: as many of the first as photos are required
    must be there."""

    model = ReasonShot
    extra = 1
    ordering = ("position", "pk")
    verbose_name = gettext_lazy("photo to ask for")
    verbose_name_plural = gettext_lazy("What to photograph: the required photos come first")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReasonShot]:
        return super().get_queryset(request).select_related("shot")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return oversees(signed_in(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return supervises(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return supervises(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return supervises(request)


@admin.register(Reason)
class ReasonAdmin(SupervisedAdmin[Reason]):
    """Wording, order and requirements of the tree. Its shape and its codes stay: cases and the
    marketplace's systems refer to them. A reason that is no longer wanted is switched off."""

    form = ReasonAdminForm
    list_display = ("indented", "evidence_hint", "photos_required", "active", "position")
    list_select_related = ("parent__parent",)
    fields = (
        "code",
        "parent",
        "received",
        "undispatched",
        "label",
        "evidence_hint",
        "photos_required",
        "position",
        "active",
        "shots_read",
    )
    readonly_fields = ("code", "parent", "received", "undispatched")

    def get_inlines(self, request: HttpRequest, obj: Reason | None) -> list[Any]:
        """Only a leaf can be chosen, so only a leaf asks for photos."""
        is_leaf = obj is not None and not obj.children.exists()
        return [ReasonShotInline] if is_leaf else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return supervises(request)

    @admin.display(description=gettext_lazy("Reason"))
    def indented(self, reason: Reason) -> str:
        depth = 0 if reason.parent is None else 1 if reason.parent.parent is None else 2
        return "— " * depth + reason.label
