"""From the queue to one page about all the cases that a seller has chosen there."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disputes import clock
from disputes.models import Dispute, Store
from disputes.permissions import Actor
from disputes.presenters.parts import action_url
from disputes.states import Party, Verb
from disputes.views.actions.joint import MOST_AT_ONCE, possible_in
from disputes.views.people import signed_in
from sellers.views.members import for_members

# What a seller answers in many cases alike.
VERBS = (Verb.ACCEPT, Verb.REJECT)


@require_safe
@for_members
def several(request: HttpRequest, stores: list[Store]) -> HttpResponse:
    """The page of the act in the most pressing of them names all the others of its store."""
    verb = next((each for each in VERBS if each == request.GET.get("verb")), None)
    references = request.GET.getlist("case")[:MOST_AT_ONCE]
    if verb is None or not references:
        messages.warning(request, _("Choose the cases first, then what to do in all of them."))
        return redirect("sellers:queue")
    chosen = Dispute.objects.filter(store__in=stores, reference__in=references)
    told = chosen.select_related("policy", "snapshot", "store").prefetch_related("proposals")
    actor = Actor(signed_in(request), Party.SELLER)
    possible = possible_in(list(told.order_by("due_at", "id")), verb, actor, clock.now())
    if not possible:
        messages.warning(request, _("In none of these cases this can be done now."))
        return redirect("sellers:queue")
    first = possible[0]
    others = [("with", reference) for reference in references if reference != first.reference]
    return redirect(
        "&".join(filter(None, [action_url(Party.SELLER, first, verb), urlencode(others)]))
    )
