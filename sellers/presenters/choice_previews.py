"""What each choice in a case would mean for the store's standing, said before the seller chooses.

The core's pages show it; what they ask for is `disputes.presenters.parts.PreviewChoices`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes import wording
from disputes.models import Policy
from disputes.presenters.parts import ChoicePreview
from disputes.selectors import DisputeView
from disputes.states import Party, SettledBy, Solution, State, Verb
from sellers.kernel.penalty_preview import LedgerPreview
from sellers.models import Penalty
from sellers.selectors.standing import has_lost, penalties_in
from sellers.selectors.waiting import booked
from sellers.states import Trigger
from sellers.wording.penalty_preview import penalty_in_words, points_in_words, still_to_book


def preview_choices_of_seller(view: DisputeView) -> Sequence[ChoicePreview]:
    """One for each choice that the seller has, and one for doing nothing, where that costs; and
    the penalties that the case has come to."""
    choices = [verb for verb in _SAID if verb in view.allowed]
    given = [_penalty(penalty) for penalty in penalties_in(view.dispute)]
    if not choices:
        return given
    preview = LedgerPreview.of(view.dispute.store_id, now=view.now)
    said = _Previews(view, preview, Policy.objects.latest())
    found = [said.of(verb) for verb in choices]
    idle = said.of_doing_nothing()
    so_far = [] if preview.is_complete else [_so_far(view.dispute.store_id)]
    return [*so_far, *found, *([idle] if idle else []), *given]


def _so_far(store_id: int) -> ChoicePreview:
    """Not all that the store has done is in what the other previews say."""
    waiting = booked([store_id])[store_id].waiting
    return ChoicePreview(None, _("So far booked."), [still_to_book(waiting)], "note")


def _penalty(penalty: Penalty) -> ChoicePreview:
    points, rule = points_in_words(penalty.points), penalty.rule.title
    return ChoicePreview(
        None,
        _("Penalty: %(rule)s") % {"rule": rule},
        [f"{points}. {penalty.get_state_display()}."],
        "costs" if penalty.stands else "free",
        reverse("sellers:penalty", args=[penalty.pk]),
    )


@dataclass(frozen=True)
class _Previews:
    """One case, and its store's ledger as it is now."""

    view: DisputeView
    preview: LedgerPreview
    policy: Policy

    def of(self, verb: Verb) -> ChoicePreview:
        good = verb == Verb.ACCEPT and self._is_early
        label = wording.label(verb, Party.SELLER)
        return ChoicePreview(verb, label, _SAID[verb](self), "good" if good else "free")

    def of_doing_nothing(self) -> ChoicePreview | None:
        trigger = self._silence_is
        penalty = self._penalty(trigger) if trigger else ""
        if not penalty:
            return None
        return ChoicePreview(None, _("If you do nothing"), [penalty], "costs")

    @property
    def _is_early(self) -> bool:
        early = timedelta(hours=self.policy.early_hours)
        return self.view.now < self.view.dispute.opened_at + early

    @property
    def _silence_is(self) -> Trigger | None:
        """What doing nothing comes to in the end, if it is a breach."""
        dispute, ruling = self.view.dispute, self.view.ruling
        match dispute.state:
            case State.AWAITING_SELLER:
                return Trigger.NO_RESPONSE
            case State.RETURN_IN_TRANSIT if dispute.settled_by == SettledBy.AGREEMENT:
                return Trigger.AGREEMENT_BROKEN
            case State.RULED if ruling is not None and ruling.against_store:
                return Trigger.RULING_LOST
        return None

    def accept(self) -> list[str]:
        offered = self.view.offered
        sentences = [_("No points: what you settle yourselves never costs any.")]
        if self._is_early:
            sentences.append(self._good_mark())
        if offered is not None and offered.solution == Solution.RETURN_AND_REFUND:
            penalty = self._penalty(Trigger.AGREEMENT_BROKEN)
            if penalty:
                sentences.append(
                    _("If the return arrives and you do not answer it in time: %(cost)s")
                    % {"cost": penalty}
                )
        return sentences

    def propose(self) -> list[str]:
        sentences = [_("No points by itself, and none if the buyer accepts.")]
        if self._is_early:
            sentences.append(self._good_mark())
        return sentences + self._ruling(
            _("If the platform rules, and gives the buyer more than you offered: %(cost)s")
        )

    def reject(self) -> list[str]:
        return [
            _("No points by itself, and none if you agree with the buyer later."),
            *self._ruling(_("If the platform rules against you: %(cost)s")),
        ]

    def appeal(self) -> list[str]:
        return [
            _("No points while the appeal is open, and none if it is decided for you."),
            *self._ruling(_("If it is decided against you: %(cost)s")),
        ]

    def confirm_return(self) -> list[str]:
        return [_("No points: the agreement is carried out.")]

    def contest_return(self) -> list[str]:
        return [
            _("No points by itself."),
            *self._ruling(_("If the platform rules against you: %(cost)s")),
        ]

    def _good_mark(self) -> str:
        return ngettext(
            "Settled within %(number)d hour of the request, it earns your store a good mark.",
            "Settled within %(number)d hours of the request, it earns your store a good mark.",
            self.policy.early_hours,
        ) % {"number": self.policy.early_hours}

    def _ruling(self, sentence: str) -> list[str]:
        """What a lost ruling would cost, and what it would on the grounds that weigh more."""
        if has_lost(self.view.dispute):
            return [_("No further points for a ruling: losing counts once in a case.")]
        costs: dict[str, list[str]] = {}
        for rule in self.preview.rules(Trigger.RULING_LOST):
            penalty = _as_sentence(penalty_in_words(self.preview.preview_by(rule)))
            costs.setdefault(penalty, []).append(f"“{rule.title}”" if rule.grounds else "")
        return [
            sentence % {"cost": penalty}
            if "" in titles
            else _("For %(rules)s: %(cost)s")
            % {"rules": get_text_list(titles, _("or")), "cost": penalty}
            for penalty, titles in costs.items()
        ]

    def _penalty(self, trigger: Trigger) -> str:
        penalty = self.preview.penalty_preview(trigger)
        return "" if penalty is None else _as_sentence(penalty_in_words(penalty))


# In the order of the page.
_SAID: dict[Verb, Callable[[_Previews], list[str]]] = {
    Verb.ACCEPT: _Previews.accept,
    Verb.PROPOSE: _Previews.propose,
    Verb.REJECT: _Previews.reject,
    Verb.APPEAL: _Previews.appeal,
    Verb.CONFIRM_RETURN: _Previews.confirm_return,
    Verb.CONTEST_RETURN: _Previews.contest_return,
}


def _as_sentence(words: str) -> str:
    return _("%(sentence)s.") % {"sentence": words}
