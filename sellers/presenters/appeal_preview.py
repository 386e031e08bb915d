"""What an appeal against a penalty would bring about, tried on a copy of the store's ledger."""

from django.utils.translation import gettext as _

from disputes.models import Policy
from disputes.rules.policy import days
from sellers.kernel.penalty_preview import LedgerPreview
from sellers.models import Penalty
from sellers.wording.measures import moved_in_words
from sellers.wording.penalties import appeal_consequences
from sellers.wording.penalty_preview import points_moved


def appealing(penalty: Penalty, policy: Policy) -> list[str]:
    """In sentences; nothing where there is nothing to appeal any more, as the verb says."""
    key = penalty.breach_id
    ledger = LedgerPreview.of(penalty.store_id, key).ledger
    account, in_account = ledger.account, ledger.account.penalties[key]
    if not in_account.stands or in_account.decide_by is not None:
        return []
    before, moves = account.balance, len(account.moves)
    account.open_appeal(
        key,
        ledger.now,
        decide_by=ledger.now + days(policy.penalty_decision_days),
        suspend=policy.suspend_on_appeal,
    )
    suspended = (
        _("Its points do not count while the appeal is open.")
        if policy.suspend_on_appeal
        else _("Its points count until the appeal is decided.")
    )
    return [
        suspended,
        *points_moved(before, account.balance),
        *(moved_in_words(moved) for moved in account.moves[moves:]),
        *appeal_consequences(policy),
    ]
