"""Acts that can be done at once in several cases: in those that one application opened, or that
somebody has chosen from a list."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes import access, wording
from disputes.errors import Refused
from disputes.models import Dispute
from disputes.permissions import Actor, not_now
from disputes.presenters.parts import LISTS, case_url
from disputes.selectors import DisputeView, glance
from disputes.states import Party, Verb
from disputes.views.action import FormT, as_number
from disputes.views.actions.side import SideAction

# As many as a page of a list shows.
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class JointCase:
    """One of the others in which the same is done, and what will happen there."""

    title: str
    reference: str
    url: str
    read_to: int | None
    consequences: Sequence[str]


class JointAction(SideAction[FormT]):
    """The address of the page asks for all the cases of the application with `together`, or names
    some others, each with `with`. The form then names each of them, with the number of its last
    event that was shown, and the act is done in all that it names, or in none."""

    others: Sequence[DisputeView] = ()
    was_refused = False

    @property
    def disputes(self) -> list[Dispute]:
        """All the cases in which it is done."""
        return [self.view.dispute, *(other.dispute for other in self.others)]

    def in_all(self) -> str:
        """What it comes to in all of them together, where that is a sum."""
        return ""

    def read_case(self) -> None:
        super().read_case()
        self.others = list(self._read_others())

    @property
    def what_was_done(self) -> str:
        if not self.others:
            return super().what_was_done
        number = len(self.disputes)
        in_all = ngettext(
            "This was done in %(number)d case.", "This was done in %(number)d cases.", number
        )
        return f"{super().what_was_done} {in_all % {'number': number}}"

    def show_refused(self, form: FormT, refused: Refused) -> HttpResponse:
        self.was_refused = True  # what is read now is what is shown from now on
        return super().show_refused(form, refused)

    def context(self, form: FormT) -> dict[str, Any]:
        possible = self._possible()
        return super().context(form) | {
            "others": [self._other(view) for view in self.others],
            "number": len(self.disputes),
            "label": joint_label(self.verb, self.view.viewer, len(self.disputes)),
            "in_all": self.in_all() if self.others else "",
            "could_be": 0 if self.others or not possible else len(possible) + 1,
            "left_out": self._left_out(),
            "list_url": reverse(LISTS[self.actor.party]) if _chosen(self.request) else "",
        }

    def _left_out(self) -> list[str]:
        """What was chosen from a list and cannot be done now."""
        done = {self.view.dispute.reference, *(other.dispute.reference for other in self.others)}
        chosen = _chosen(self.request) if self.request.method != "POST" else []
        return [reference for reference in chosen if reference not in done]

    def _possible(self) -> list[Dispute]:
        others = access.applied_for_together(self.view.dispute)
        return possible_in(others, self.verb, self.actor, self.view.now)

    def _read_others(self) -> Sequence[DisputeView]:
        if self.request.method != "POST":
            others = self._asked_for()
            shown = {other.reference: other.event_count for other in others}
        else:
            shown = _shown(self.request)
            others = access.others_of_side(self.view.dispute, self.actor.party, shown)
            if self.was_refused:
                others = possible_in(others, self.verb, self.actor, self.view.now)
                shown = {other.reference: other.event_count for other in others}
        for other in others:
            other.read_to = min(shown[other.reference], other.event_count)
        return [glance(other, self.actor, self.view.now) for other in others]

    def _asked_for(self) -> list[Dispute]:
        """By the address, as far as it can be done there now."""
        if "together" in self.request.GET:
            return self._possible()
        chosen = _chosen(self.request)
        others = access.others_of_side(self.view.dispute, self.actor.party, chosen)
        return possible_in(others, self.verb, self.actor, self.view.now)

    def _other(self, view: DisputeView) -> JointCase:
        dispute = view.dispute
        there = copy(self)
        there.view, there.others = view, ()
        return JointCase(
            title=dispute.snapshot.title,
            reference=dispute.reference,
            url=case_url(self.actor.party, dispute),
            read_to=dispute.read_to,
            consequences=there.consequences_now() if there.possible else [],
        )


def joint_label(verb: Verb, party: Party, number: int) -> str:
    """Of the link and of the button."""
    label = wording.label(verb, party)
    if number == 1:
        return label
    return _("%(act)s in all %(number)d cases") % {"act": label, "number": number}


def possible_in(
    others: Sequence[Dispute], verb: Verb, actor: Actor, now: datetime
) -> list[Dispute]:
    """Those of the other cases, on the same side of which the actor stands, in which this can be
    done now."""
    return [other for other in others if not_now(other, verb, actor, now) is None]


def _chosen(request: HttpRequest) -> list[str]:
    return request.GET.getlist("with")[:MOST_AT_ONCE]


def _shown(request: HttpRequest) -> dict[str, int]:
    """How far each case that the form names was read; nothing of it where that is no number."""
    named = [each.rpartition(":") for each in request.POST.getlist("others")[:MOST_AT_ONCE]]
    return {reference: as_number(number) for reference, _colon, number in named}
