"""What each choice in a case would mean for the store's standing, said before the seller chooses.

The core's pages show it; what they ask for is `disputes.presenters.parts.PreviewChoices`.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes import wording
from disputes.models import Ground
from disputes.presenters.parts import ChoicePreview
from disputes.rules.policy import days
from disputes.selectors import DisputeView
from disputes.states import PLATFORM_STATES, Outcome, Party, Solution, State, Verb
from sellers.kernel.foresight import Foreseen
from sellers.kernel.penalty_preview import LedgerPreview
from sellers.models import Breach, Penalty, Rule
from sellers.selectors.standing import counted_elsewhere, penalties_in
from sellers.selectors.waiting import booked
from sellers.wording.penalty_preview import penalty_in_words, points_in_words, still_to_book


def preview_choices_of_seller(view: DisputeView) -> Sequence[ChoicePreview]:
    """One for each choice that the seller has, and one for doing nothing, where that costs; and
    the penalties that the case has come to."""
    choices = [verb for verb in _SAID if verb in view.allowed]
    given = [_penalty(penalty) for penalty in penalties_in(view.dispute)]
    same = [_same(breach) for breach in counted_elsewhere(view.dispute)]
    if not choices:
        return [*given, *same]
    said = _Previews(view)
    found = [said.of(verb) for verb in choices]
    idle = said.of_doing_nothing()
    so_far = [] if said.preview.is_complete else [_so_far(view.dispute.store_id)]
    return [*so_far, *found, *([idle] if idle else []), *given, *same]


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


def _same(breach: Breach) -> ChoicePreview:
    counted = breach.same_as
    assert counted is not None, "found by it"
    assert counted.dispute is not None, "only what happens in cases is counted once"
    sentence = _("It is one breach with that in case %(case)s, so it costs no further points.")
    return ChoicePreview(
        None,
        breach.get_trigger_display(),
        [sentence % {"case": counted.dispute.reference}],
        url=reverse("sellers:penalty", args=[counted.penalty.pk]),
    )


class _Previews:
    """One case, and its store's ledger as it is now."""

    def __init__(self, view: DisputeView) -> None:
        self.view, dispute = view, view.dispute
        self.idle = self._idle()
        # The clocks that are tried below end by then.
        until = max(
            dispute.blocked_until or view.now,
            view.now + days(dispute.policy.inspection_days),
            *(breach.at for breach in self.idle),
        )
        until += days(dispute.policy.seller_response_days)
        self.preview = LedgerPreview.of(
            dispute.store_id, now=view.now, until=until, disputes=[dispute.pk]
        )

    def of(self, verb: Verb) -> ChoicePreview:
        good = verb == Verb.ACCEPT and self._is_early
        label = wording.label(verb, Party.SELLER)
        return ChoicePreview(verb, label, _SAID[verb](self), "good" if good else "free")

    def of_doing_nothing(self) -> ChoicePreview | None:
        penalty = self._in_words(self.idle)
        if not penalty:
            return None
        dispute = self.view.dispute
        if dispute.state == State.RETURN_IN_TRANSIT and dispute.return_delivered_at is None:
            penalty = str(_UNLESS_IT_ARRIVES) % {"cost": penalty}
        sentences = [capfirst(penalty)]
        if dispute.group_id is not None and dispute.state != State.RETURN_IN_TRANSIT:
            sentences.append(
                _("It counts once for the parcel, however many of its cases you leave unanswered.")
            )
        return ChoicePreview(None, _("If you do nothing"), sentences, "costs")

    def _idle(self) -> Sequence[Breach]:
        """What doing nothing comes to: at once, or once the return has arrived."""
        dispute = self.view.dispute
        if dispute.state == State.RETURN_IN_TRANSIT:
            return self._foreseen().leave_return()
        return [] if dispute.state in PLATFORM_STATES else self._foreseen().run_out()

    def _foreseen(self) -> Foreseen:
        return Foreseen(self.view.dispute, self.view.now)

    @property
    def _is_early(self) -> bool:
        dispute = self.view.dispute
        return self.view.now <= dispute.opened_at + timedelta(hours=dispute.policy.early_hours)

    def accept(self) -> list[str]:
        offered = self.view.offered
        sentences = [_("No points: what you settle yourselves never costs any.")]
        if self._is_early:
            sentences.append(self._good_mark())
        if offered is not None and offered.solution == Solution.RETURN_AND_REFUND:
            penalty = self._in_words(self._foreseen().agree_and_leave_return(offered))
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

    def hold(self) -> list[str]:
        penalty = self._in_words(self._foreseen().hold_and_leave())
        later = _("If you do not answer by the end of the promised time: %(cost)s")
        return [_("No points by itself."), *([later % {"cost": penalty}] if penalty else [])]

    def accept_ruling(self) -> list[str]:
        penalty = self._in_words(self._foreseen().accept_ruling())
        return [capfirst(penalty) or _("No points.")]

    def appeal(self) -> list[str]:
        return [
            _("No points while the appeal is open, and none if it is decided for you."),
            *self._ruling(_("If it is decided against you: %(cost)s")),
        ]

    def confirm_return(self) -> list[str]:
        return [_("No points: the return is answered.")]

    def contest_return(self) -> list[str]:
        return [
            _("No points by itself."),
            *self._ruling(_("If the platform rules against you: %(cost)s"), contested=True),
        ]

    def _good_mark(self) -> str:
        hours = self.view.dispute.policy.early_hours
        return ngettext(
            "Settled within %(number)d hour of the request, it earns your store a good mark.",
            "Settled within %(number)d hours of the request, it earns your store a good mark.",
            hours,
        ) % {"number": hours}

    def _ruling(self, sentence: str, *, contested: bool = False) -> list[str]:
        """What a lost ruling would cost, and what it would on the grounds that weigh more."""
        foreseen = self._foreseen()
        if contested:
            foreseen.contest_return()
        costs: dict[str, list[str]] = {}
        for rule, breach in self._lost(foreseen).items():
            titles = costs.setdefault(self._in_words([breach]), [])
            titles.append(f"“{rule.title}”" if rule.grounds else "")
        if not costs:
            return [_("No further points for a ruling: losing counts once in a case.")]
        return [
            sentence % {"cost": penalty}
            if "" in titles
            else _("For %(rules)s: %(cost)s")
            % {"rules": get_text_list(titles, _("or")), "cost": penalty}
            for penalty, titles in costs.items()
        ]

    def _lost(self, foreseen: Foreseen) -> dict[Rule, Breach]:
        """A breach for each rule that a lost ruling may break, the one with the fewest points
        first."""
        grounds = Ground.objects.filter(active=True, outcomes__overlap=_AGAINST_STORE)
        breaches = [breach for ground in grounds for breach in foreseen.lose(ground)]
        by_rule = {rule: each for each in breaches if (rule := self.preview.rule_for(each))}
        return dict(sorted(by_rule.items(), key=lambda found: (found[0].points, found[0].pk)))

    def _in_words(self, breaches: Sequence[Breach]) -> str:
        penalty = self.preview.of_breaches(breaches)
        return "" if penalty is None else _as_sentence(penalty_in_words(penalty))


_UNLESS_IT_ARRIVES = gettext_lazy(
    "No points while nobody knows that the return has arrived. If you do not answer it in time "
    "after that: %(cost)s"
)
_AGAINST_STORE = [outcome for outcome in Outcome if outcome != Outcome.NONE]
# In the order of the page.
_SAID: dict[Verb, Callable[[_Previews], list[str]]] = {
    Verb.ACCEPT: _Previews.accept,
    Verb.PROPOSE: _Previews.propose,
    Verb.REJECT: _Previews.reject,
    Verb.HOLD: _Previews.hold,
    Verb.ACCEPT_RULING: _Previews.accept_ruling,
    Verb.APPEAL: _Previews.appeal,
    Verb.CONFIRM_RETURN: _Previews.confirm_return,
    Verb.CONTEST_RETURN: _Previews.contest_return,
}


def _as_sentence(words: str) -> str:
    return _("%(sentence)s.") % {"sentence": words}
