"""A store's standing as its seller sees it, and who did what about it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbitration.views.standing.penalties import may_be_lowered
from arbitration.views.standing.section import overseer, page_context, refuse_own_store
from disputes import clock
from disputes.models import Store
from disputes.permissions import SUPERVISE
from disputes.wording.rests import whole_days
from sellers.models import Breach, Penalty, PenaltyAppeal, Sanction
from sellers.selectors.closed_days import to_come
from sellers.selectors.standing import SHOWN, Links, standing_of
from sellers.selectors.statements import statement_of
from sellers.states import STANDING, BreachState
from sellers.wording.measures import MEANING, STILL_POSSIBLE, state_of

LINKS = Links(
    record=lambda penalty: reverse("admin:penalty", args=[penalty.pk]),
    statement=lambda sanction: reverse("admin:statement", args=[sanction.pk]),
    case=lambda reference: reverse("admin:case", args=[reference]),
)


@dataclass(frozen=True)
class InHand:
    """A penalty that stands, and whether a supervisor can lower it; else there is an appeal to
    decide on."""

    penalty: Penalty
    may_be_lowered: bool


@require_safe
def store_page(request: HttpRequest, number: int) -> HttpResponse:
    """All that the seller sees; beside it names, and what a supervisor can do."""
    user = overseer(request)
    store = get_object_or_404(Store, pk=number)
    refuse_own_store(user, store.pk)
    page, now = request.GET.get("page"), clock.now()
    context = page_context(
        request,
        store.name,
        store=store,
        standing=standing_of(store, now, LINKS, page=page),
        closed_days=[(each, whole_days(each)) for each in to_come(store.pk, now)],
        in_hand=_in_hand(store),
        proposals=_proposals(store),
        supervises=user.has_perm(SUPERVISE),
    )
    return render(request, "arbitration/standing/store.html", context)


@require_safe
def statement_page(request: HttpRequest, number: int) -> HttpResponse:
    """A sanction and its reasons, as the store reads them."""
    user = overseer(request)
    sanction = get_object_or_404(Sanction.objects.select_related("store"), pk=number)
    refuse_own_store(user, sanction.store_id)
    context = page_context(
        request,
        _("Statement of reasons: %(measure)s") % {"measure": sanction.get_measure_display()},
        store=sanction.store,
        statement=statement_of(sanction, LINKS),
        state=state_of(sanction),
        meaning=MEANING[sanction.measure],
        still_possible=STILL_POSSIBLE,
    )
    return render(request, "arbitration/standing/statement.html", context)


def _in_hand(store: Store) -> list[InHand]:
    """The penalties that stand: those under appeal, then the latest of the others."""
    found = Penalty.objects.filter(store=store, state__in=STANDING).select_related(
        "rule", "appeal", "breach__found_by", "breach__reviewed_by"
    )
    appeals = PenaltyAppeal.objects.filter(penalty_store=store, decision="")
    contested = appeals.order_by("decide_by", "penalty").values_list("penalty", flat=True)[:SHOWN]
    first = sorted(found.filter(pk__in=list(contested)), key=lambda each: each.appeal.decide_by)
    latest = [each for each in found[:SHOWN] if may_be_lowered(each)]
    return [InHand(each, may_be_lowered(each)) for each in [*first, *latest]]


def _proposals(store: Store) -> list[Breach]:
    """Penalties by hand that wait for a second person, the oldest first."""
    waiting = Breach.objects.filter(store=store, state=BreachState.PROPOSED)
    return list(waiting.select_related("rule", "found_by").order_by("at", "pk")[:SHOWN])
