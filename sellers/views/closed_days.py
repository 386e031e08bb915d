"""The pages on which a store says when it is closed, and takes it back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes import clock
from disputes.access import not_found
from disputes.errors import Code, Refused
from disputes.models import ClosedDays, Policy, Store
from disputes.views.action import ActionPage
from disputes.views.people import signed_in
from disputes.wording.rests import whole_days
from sellers.forms.closed_days import ClosedDaysForm
from sellers.selectors.closed_days import days_left, to_come
from sellers.verbs.closed_days import announce_closed_days, take_back_closed_days
from sellers.views.members import chosen_store, for_members


class AnnounceClosedDays(ActionPage[ClosedDaysForm]):
    """One store at a time: the one that is asked for, or the first."""

    template_name = "sellers/closed_days.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user, [self.stores] = signed_in(request), args
        self.store: Store = chosen_store(self.stores, request.GET.get("store", ""))

    @property
    def after(self) -> str:
        return page_of(self.store)

    def form(self, data: QueryDict | None) -> ClosedDaysForm:
        return ClosedDaysForm(data)

    def consequences(self, form: ClosedDaysForm) -> Sequence[str]:
        return [
            _(
                "When your store must answer a request, give a return address or look at a return, "
                "and the time for it reaches these days, they are added."
            ),
            _(
                "That is so for times that begin after you announce it. A time that runs already "
                "stays as it is."
            ),
            _("Buyers read it before they apply, and in their case."),
            _("Negotiations, evidence and appeals go on: the other side acts in them, too."),
        ]

    def perform(self, form: ClosedDaysForm) -> str:
        closed = announce_closed_days(self.user, self.store, **form.cleaned_data)
        return _("Announced: %(days)s.") % {"days": whole_days(closed)}

    def context(self, form: ClosedDaysForm) -> dict[str, Any]:
        now, policy = clock.now(), Policy.objects.latest()
        return {
            "stores": self.stores,
            "store": self.store,
            "announced": [(each, whole_days(each)) for each in to_come(self.store.pk, now)],
            "limits": [*_limits(policy), _left(self.store, now.year)],
            "consequences": self.consequences(form),
        }


class TakeBackClosedDays(ActionPage[forms.Form]):
    """One step: the page says what it comes to, its button does it."""

    template_name = "sellers/take_back_closed_days.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user, [stores] = signed_in(request), args
        found = ClosedDays.objects.filter(pk=kwargs["number"], store__in=stores)
        closed = found.select_related("store").first()
        if closed is None:
            raise not_found()
        self.closed: ClosedDays = closed

    @property
    def after(self) -> str:
        return page_of(self.closed.store)

    def refusal(self) -> Refused | None:
        if self.closed.cancelled_at is None and self.closed.ends_at > clock.now():
            return None
        return Refused(Code.STALE, _("These days are over, or were taken back already."))

    def form(self, data: QueryDict | None) -> forms.Form:
        return forms.Form(data)

    def consequences(self, form: forms.Form) -> Sequence[str]:
        said = [
            _("Cases whose time was set later for these days keep that time."),
            _("Times that begin from now on do not leave these days out any more."),
        ]
        if self.closed.is_used or self.closed.begins_at <= clock.now():
            return [*said, _("The days still count in the year, since they were used.")]
        return [*said, _("The days do not count in the year. You can announce others instead.")]

    def perform(self, form: forms.Form) -> str:
        take_back_closed_days(self.user, self.closed)
        return _("Taken back: %(days)s.") % {"days": whole_days(self.closed)}

    def context(self, form: forms.Form) -> dict[str, Any]:
        return {
            "closed": self.closed,
            "days": whole_days(self.closed),
            "store": self.closed.store,
            "back": self.after,
            "consequences": self.consequences(form),
        }


def page_of(store: Store) -> str:
    return f"{reverse('sellers:closed-days')}?store={store.pk}"


def _limits(policy: Policy) -> list[str]:
    return [
        ngettext(
            "Announce closed days at least %(number)d day ahead.",
            "Announce closed days at least %(number)d days ahead.",
            policy.holiday_notice_days,
        )
        % {"number": policy.holiday_notice_days},
        ngettext(
            "A store can be closed on %(number)d day in a year.",
            "A store can be closed on %(number)d days in a year.",
            policy.holiday_days,
        )
        % {"number": policy.holiday_days},
    ]


def _left(store: Store, year: int) -> str:
    return _("Left: %(this)d in %(year)d, %(next)d in %(next_year)d.") % {
        "this": days_left(store.pk, year),
        "year": year,
        "next": days_left(store.pk, year + 1),
        "next_year": year + 1,
    }


closed_days_page = for_members(AnnounceClosedDays.as_view())
take_back_page = for_members(TakeBackClosedDays.as_view())
