"""What an act on a store's ledger would bring about, in sentences, tried on a copy of it."""

from copy import copy
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.models import Policy, Store, User
from disputes.rules.instants import instant
from disputes.rules.policy import days
from sellers.kernel.by_hand import PenaltyTerms, breach_by_hand, given_alone
from sellers.kernel.penalty_preview import LedgerPreview
from sellers.models import Breach, Penalty, Rule
from sellers.rules.account import AccountEntry
from sellers.states import BreachState
from sellers.wording.measures import moved_in_words
from sellers.wording.penalty_preview import penalty_in_words, points_in_words, points_moved


def giving(supervisor: User, store: Store, terms: PenaltyTerms) -> list[str]:
    """What a penalty by hand would bring about."""
    preview, policy = LedgerPreview.of(store.pk), Policy.objects.latest()
    breach = breach_by_hand(preview.ledger, supervisor, store, terms)
    comes_to = _comes_to(preview, breach)
    if breach.state == BreachState.NOTED:
        sentence = _("This comes to %(cost)s.") % {"cost": comes_to}
        return [sentence, _lasting(terms.rule, preview.ledger.now), *_afterwards(policy)]
    return [
        _second_person(policy, given_alone(preview.ledger, supervisor, policy)),
        _("If it is approved, it comes to %(cost)s.") % {"cost": comes_to},
        *_afterwards(policy),
    ]


def approving(breach: Breach) -> list[str]:
    """What approving this penalty would bring about."""
    assert breach.rule is not None, "what is found by hand names its rule"
    preview, approved = LedgerPreview.of(breach.store_id), copy(breach)
    approved.at = preview.ledger.now
    return [
        _("This comes to %(cost)s.") % {"cost": _comes_to(preview, approved)},
        _lasting(breach.rule, preview.ledger.now),
        *_afterwards(Policy.objects.latest()),
    ]


def _comes_to(preview: LedgerPreview, breach: Breach) -> str:
    penalty = preview.of_breaches([breach])
    assert penalty is not None, "what is found by hand names its rule"
    return penalty_in_words(penalty)


def leaving(penalty: Penalty, points: int) -> list[str]:
    """What a decision that leaves so many points of a penalty would bring about."""
    key = penalty.breach_id
    preview = LedgerPreview.of(penalty.store_id, key)
    ledger, account = preview.ledger, preview.ledger.account
    in_account = account.penalties[key]
    if not in_account.stands and in_account.decide_by is None:
        return []  # nothing is left to decide: the verb says so
    so_far = [] if preview.is_complete else [_("Other acts of the store are still being booked.")]
    had = account.balance
    before, lines, moves = in_account.points, len(account.lines), len(account.moves)
    account.decide(key, ledger.now, points=points)
    return [
        _what_stays(before, points),
        *(_lowered(line) for line in account.lines[lines:] if line.penalty != key),
        *so_far,
        *points_moved(had, account.balance),
        *(moved_in_words(each) for each in account.moves[moves:]),
        _("The store reads your reasons."),
    ]


def _lowered(line: AccountEntry) -> str:
    return _("A penalty that counted more because of this one is lowered by %(points)s.") % {
        "points": points_in_words(-line.points)
    }


def _what_stays(before: int, points: int) -> str:
    if points == 0:
        return _("The penalty is revoked.")
    if points == before:
        return _("The penalty stands: %(points)s.") % {"points": points_in_words(points)}
    return _("The penalty is reduced from %(before)d to %(points)s.") % {
        "before": before,
        "points": points_in_words(points),
    }


def _second_person(policy: Policy, given: int) -> str:
    number = policy.second_person_points
    if not given:
        return ngettext(
            "From %(number)d point on a second supervisor must approve, so nothing counts yet.",
            "From %(number)d points on a second supervisor must approve, so nothing counts yet.",
            number,
        ) % {"number": number}
    return _(
        "You alone have given this store %(given)s in %(days)d days. Together with these it is at "
        "least %(number)d, so a second supervisor must approve, and nothing counts yet."
    ) % {
        "given": points_in_words(given),
        "days": policy.second_person_days,
        "number": number,
    }


def _lasting(rule: Rule, now: datetime) -> str:
    return _("The points expire on %(at)s.") % {"at": instant(now + days(rule.days))}


def _afterwards(policy: Policy) -> list[str]:
    return [
        _("The store reads your reasons, the rule and the evidence that you cite."),
        ngettext(
            "It can appeal within %(number)d day; then somebody else decides.",
            "It can appeal within %(number)d days; then somebody else decides.",
            policy.penalty_appeal_days,
        )
        % {"number": policy.penalty_appeal_days},
    ]
