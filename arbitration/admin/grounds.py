"""The grounds that rulings rest on."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.admin.supervised import SupervisedAdmin, supervises
from arbitration.forms.grounds import GroundForm, reason_choices
from arbitration.models import ProposedRuling
from disputes.models import Ground, Reason, Ruling
from disputes.states import Outcome

# What both sides have read with a ruling.
_READ = ("code", "article", "title", "text", "fits")


@admin.register(Ground)
class GroundAdmin(SupervisedAdmin[Ground]):
    """Grounds can be added and switched off. What a ruling rests on stays: both sides read it."""

    form = GroundForm
    list_display = ("article", "title", "text", "fits", "fits_reasons", "active", "position")
    list_display_links = ("title",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return supervises(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return supervises(request)

    def get_fieldsets(self, request: HttpRequest, obj: Ground | None = None) -> Any:
        is_used = obj is not None and _is_used(obj)
        is_fixed = is_used or not supervises(request)
        fields = ("code", "article", "title", "text", "fits" if is_fixed else "outcomes")
        why = _(
            "Rulings rest on this ground, so its words, article and outcomes stay. To say it "
            "otherwise, add a new ground and switch this one off."
        )
        return [
            (None, {"fields": fields, "description": why if is_used else ""}),
            (_("For which cases"), {"fields": ("reasons", "only_returns", "needs")}),
            (_("In the list of arbitrators"), {"fields": ("position", "active")}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Ground | None = None) -> list[str]:
        if obj is None:
            return []
        return list(_READ) if _is_used(obj) else ["code", "fits"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new ground fits nothing yet: the supervisor chooses."""
        return {"outcomes": []}

    def formfield_for_dbfield(
        self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "reasons":
            return forms.MultipleChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=reason_choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=db_field.help_text,
            )
        if db_field.name != "outcomes":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label=capfirst(db_field.verbose_name),
            choices=Outcome.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("A ruling for anything else cannot rest on this ground."),
            error_messages={"required": _("Choose at least one outcome.")},
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ground]:
        return super().get_queryset(request).order_by("position", "pk")

    @admin.display(description=gettext_lazy("Outcomes that it fits"))
    def fits(self, ground: Ground) -> SafeString:
        labels = ((Outcome(outcome).label,) for outcome in ground.outcomes)
        return format_html_join("; ", "{}", labels)

    @admin.display(description=gettext_lazy("Reasons that it fits"))
    def fits_reasons(self, ground: Ground) -> SafeString:
        labels = dict(Reason.objects.filter(code__in=ground.reasons).values_list("code", "label"))
        found = [(labels.get(code, code),) for code in ground.reasons] or [(_("All"),)]
        return format_html_join("; ", "{}", found)


def _is_used(ground: Ground) -> bool:
    """Does a ruling rest on it, or one that waits for approval or was sent back?"""
    rulings = Ruling.objects.filter(ground=ground)
    return rulings.exists() or ProposedRuling.objects.filter(ground=ground).exists()
