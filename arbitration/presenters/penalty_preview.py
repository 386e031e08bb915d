"""What an act on a store's ledger would bring about, in sentences, tried on a copy of it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.models import Policy
from disputes.rules.instants import instant
from disputes.rules.policy import days
from sellers.kernel.penalty_preview import LedgerPreview
from sellers.models import Breach, Penalty, Rule
from sellers.rules.account import AccountEntry, SanctionMoved
from sellers.states import Measure, SanctionEnding, SanctionMove
from sellers.wording.penalty_preview import penalty_in_words, points_in_words

_MOVES = {
    SanctionMove.DECIDED: gettext_lazy(
        "A sanction is decided: %(measure)s, from %(points)d points."
    ),
    SanctionMove.STARTED: gettext_lazy("The sanction of %(points)d points starts: %(measure)s."),
    SanctionMove.INTERRUPTED: gettext_lazy(
        "The sanction of %(points)d points stands still: %(measure)s."
    ),
    SanctionMove.RESUMED: gettext_lazy("The sanction of %(points)d points goes on: %(measure)s."),
    SanctionMove.ENDED: gettext_lazy("The sanction of %(points)d points ends: %(measure)s."),
}


def giving(store_id: int, rule: Rule) -> list[str]:
    """What a penalty by hand would bring about."""
    preview, policy = LedgerPreview.of(store_id), Policy.objects.latest()
    penalty = preview.preview_by(rule)
    words = {"cost": penalty_in_words(penalty)}
    if penalty.points < policy.second_person_points:
        comes_to = _("This comes to %(cost)s.") % words
        return [comes_to, _lasting(rule, preview.ledger.now), *_afterwards(policy)]
    return [
        ngettext(
            "From %(number)d point on a second supervisor must approve, so nothing counts yet.",
            "From %(number)d points on a second supervisor must approve, so nothing counts yet.",
            policy.second_person_points,
        )
        % {"number": policy.second_person_points},
        _("If it is approved, it comes to %(cost)s.") % words,
        *_afterwards(policy),
    ]


def approving(breach: Breach) -> list[str]:
    """What approving this penalty would bring about."""
    assert breach.rule is not None, "what is found by hand names its rule"
    preview = LedgerPreview.of(breach.store_id)
    penalty = preview.preview_by(breach.rule)
    return [
        _("This comes to %(cost)s.") % {"cost": penalty_in_words(penalty)},
        _lasting(breach.rule, preview.ledger.now),
        *_afterwards(Policy.objects.latest()),
    ]


def leaving(penalty: Penalty, points: int) -> list[str]:
    """What a decision that leaves so many points of a penalty would bring about."""
    key = penalty.breach_id
    preview = LedgerPreview.of(penalty.store_id, key)
    ledger, account = preview.ledger, preview.ledger.account
    in_account = account.penalties[key]
    if not in_account.stands and in_account.decide_by is None:
        return []  # nothing is left to decide: the verb says so
    so_far = [] if preview.is_complete else [_("Other acts of the store are still being booked.")]
    before, lines, moves = in_account.points, len(account.lines), len(account.moves)
    account.decide(key, ledger.now, points=points)
    return [
        _what_stays(before, points),
        *(_lowered(line) for line in account.lines[lines:] if line.penalty != key),
        *so_far,
        _("The store then has %(points)s.") % {"points": points_in_words(account.balance)},
        *(_moved(each) for each in account.moves[moves:]),
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


def _moved(moved: SanctionMoved) -> str:
    sanction = moved.sanction
    lifted = moved.move == SanctionMove.ENDED and sanction.ending == SanctionEnding.LIFTED
    sentence = _LIFTED if lifted else _MOVES[moved.move]
    return str(sentence) % {
        "points": sanction.points,
        "measure": Measure(sanction.measure).label,
    }


_LIFTED = gettext_lazy(
    "The sanction of %(points)d points is lifted, since the store falls below: %(measure)s."
)


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
