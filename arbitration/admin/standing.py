"""The standing of stores: the list of all stores, and pages of our own behind it.

No stock page could change a row: whatever changes the points of a store goes through the verbs,
each of which opens a durable transaction of its own.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.admin.supervised import SupervisedAdmin
from arbitration.selectors import standing as selectors
from arbitration.views.standing import appeals, penalise, penalties, proposals, rules, stores
from arbitration.views.standing.section import sections
from disputes.models import Store
from disputes.templatetags.redress import instant
from disputes.views.people import signed_in
from sellers.states import Measure

# What the stock checks take for the column of points; without a ledger a store has 0 of them.
_BALANCE = "standing__balance"


class NoneLast(ChangeList):
    """What has no value comes last, whichever way the list is sorted."""

    def get_ordering(  # type: ignore[override]  # the stubs know only names
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> Sequence[OrderBy]:
        return [_none_last(str(name)) for name in super().get_ordering(request, queryset)]


def _none_last(name: str) -> OrderBy:
    column = F(name.removeprefix("-").replace(_BALANCE, "points"))
    return column.desc(nulls_last=True) if name[0] == "-" else column.asc(nulls_last=True)


def _column(name: str, title: Any) -> Any:
    """A number in 100 orders; a dash where there were no orders."""

    @admin.display(description=title, ordering=name, empty_value="–")
    def shown(store: Any) -> str | None:
        rate = getattr(store, name)
        return None if rate is None else number_format(round(rate, 1), decimal_pos=1)

    return shown


@admin.register(Store)
class StoreAdmin(SupervisedAdmin[Store]):
    """All stores, those with the most points first."""

    list_display = (
        "store",
        "points",
        "measure",
        "counted_orders",
        _column("cases_rate", gettext_lazy("cases in 100 orders")),
        _column("lost_rate", gettext_lazy("lost rulings in 100 orders")),
        _column("late_rate", gettext_lazy("unanswered in 100 orders")),
        "next_due",
    )
    list_display_links = None
    ordering = (f"-{_BALANCE}",)
    search_fields = ("name",)
    search_help_text = gettext_lazy("By the name of the store. The rates are those of 90 days.")
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        opened = self.admin_site.admin_view
        pages: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
            ("<int:number>/", stores.store_page, "store"),
            ("<int:number>/penalise/", penalise.penalise_page, "penalise"),
            ("penalties/<int:number>/", penalties.penalty_page, "penalty"),
            ("penalties/<int:number>/lower/", penalties.LowerPenalty.as_view(), "lower-penalty"),
            ("sanctions/<int:number>/", stores.statement_page, "statement"),
            ("appeals/", appeals.appeals_page, "penalty-appeals"),
            ("appeals/<int:number>/", appeals.DecideAppeal.as_view(), "penalty-appeal"),
            ("proposals/", proposals.proposals_page, "proposals"),
            ("proposals/<int:number>/", proposals.ReviewProposal.as_view(), "proposal"),
            ("rules/", rules.rules_page, "rules"),
            ("rules/publish/", rules.PublishNewRule.as_view(), "new-rule"),
            ("rules/<slug:code>/versions/", rules.rule_page, "rule"),
            ("rules/<slug:code>/publish/", rules.PublishRule.as_view(), "publish-rule"),
        ]
        return [
            path("", opened(self.changelist_view), name="disputes_store_changelist"),
            *(path(route, opened(view), name=name) for route, view, name in pages),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NoneLast

    def get_queryset(self, request: HttpRequest) -> QuerySet[Store]:
        return selectors.stores_to_oversee(signed_in(request))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tabs = {"sections": sections(signed_in(request), "disputes_store_changelist")}
        return super().changelist_view(request, tabs | (extra_context or {}))

    @admin.display(description=gettext_lazy("store"), ordering="name")
    def store(self, store: Store) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:store", args=[store.pk]), store)

    @admin.display(description=gettext_lazy("points"), ordering=_BALANCE)
    def points(self, store: Any) -> int:
        points: int = store.points
        return points

    @admin.display(description=gettext_lazy("measure in force"), ordering="severity")
    def measure(self, store: Any) -> str:
        return str(Measure(store.measure).label) if store.measure else _("None")

    @admin.display(description=gettext_lazy("orders"), ordering="orders_90", empty_value="–")
    def counted_orders(self, store: Any) -> str | None:
        orders = store.orders_90
        return None if orders is None else number_format(orders, force_grouping=True)

    @admin.display(description=gettext_lazy("next due"), ordering="due_at", empty_value="–")
    def next_due(self, store: Any) -> SafeString | None:
        return instant(store.due_at) if store.due_at else None
