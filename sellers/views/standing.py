"""The standing of a seller's store: the ledger in words, and the reasons of a sanction."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from disputes import clock
from disputes.models import Store
from disputes.views.people import signed_in
from sellers.access import sanction_of_member
from sellers.models import Penalty, Sanction
from sellers.selectors.rules import rules_in_force
from sellers.selectors.standing import Links, standing_of
from sellers.selectors.statements import statement_of
from sellers.views.members import chosen_store, for_members
from sellers.wording.measures import MEANING, STILL_POSSIBLE, state_of


def _record(penalty: Penalty) -> str:
    return reverse("sellers:penalty", args=[penalty.pk])


def _statement(sanction: Sanction) -> str:
    return reverse("sellers:sanction", args=[sanction.pk])


def case_url(reference: str) -> str:
    return reverse("sellers:case", args=[reference])


LINKS = Links(_record, _statement, case_url)


@require_safe
@for_members
def standing_page(request: HttpRequest, stores: list[Store]) -> HttpResponse:
    """One store at a time: the one that is asked for, or the first."""
    store = chosen_store(stores, request.GET.get("store", ""))
    standing = standing_of(store, clock.now(), LINKS, page=request.GET.get("page"))
    context = {
        "stores": stores,
        "standing": standing,
        "still_possible": STILL_POSSIBLE,
        "rules": rules_in_force(),
    }
    return render(request, "sellers/standing.html", context)


@require_safe
@for_members
def sanction_page(request: HttpRequest, stores: list[Store], number: int) -> HttpResponse:
    """The statement of reasons of one sanction."""
    sanction = sanction_of_member(signed_in(request), number)
    context = {
        "statement": statement_of(sanction, LINKS),
        "state": state_of(sanction),
        "meaning": MEANING[sanction.measure],
        "still_possible": STILL_POSSIBLE,
    }
    return render(request, "sellers/sanction.html", context)
