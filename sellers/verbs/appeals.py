"""A store appeals a penalty, and somebody who had no part in it decides."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Attachment, Policy, User
from disputes.rules.policy import days
from disputes.rules.texts import check_text
from disputes.verbs.uploads import confirmed_uploads
from sellers.kernel.kept_uploads import keep_uploads
from sellers.kernel.ledger_chain import files_data, record_event
from sellers.kernel.ledger_of import ledger_of
from sellers.kernel.ledgers import Ledger
from sellers.kernel.written_reasons import check_penalty_reasons
from sellers.models import Penalty, PenaltyAppeal
from sellers.permissions import refuse_appeal, refuse_second_look, refuse_unread
from sellers.states import AppealDecision, LedgerEventKind, PenaltyState


def appeal_penalty(
    user: User,
    penalty: Penalty,
    *,
    text: str,
    files: Sequence[Attachment] = (),
    read_to: int | None = None,
) -> PenaltyAppeal:
    """A member of the store says why the penalty is wrong; once. `read_to` is the last line of the
    ledger that was read.

    Until it is decided the points do not count, where the policy says so; when nobody decides in
    time, the penalty is revoked.
    """
    text = check_text(text, sentence=_("Say why the penalty is wrong."))
    with ledger_of(penalty.store_id, penalty.breach_id) as ledger:
        penalty, policy = _as_it_stands(ledger, penalty), Policy.objects.latest()
        if refused := refuse_appeal(user, penalty, ledger.now):
            raise refused
        if refused := refuse_unread(user, penalty.store_id, read_to, penalty):
            raise refused
        appeal = PenaltyAppeal.objects.create(
            penalty=penalty,
            by=user,
            text=text,
            attachment_owner=keep_uploads(confirmed_uploads(user, files), policy),
            opened_at=ledger.now,
            decide_by=ledger.now + days(policy.penalty_decision_days),
        )
        said = {"text": text, "files": files_data(appeal.files)}
        record_event(ledger, LedgerEventKind.APPEALED, user, penalty.breach.key, **said)
        ledger.say(user)
        ledger.account.open_appeal(
            penalty.breach_id,
            ledger.now,
            decide_by=appeal.decide_by,
            suspend=policy.suspend_on_appeal,
        )
        return appeal


def decide_appeal(
    supervisor: User,
    appeal: PenaltyAppeal,
    *,
    points: int,
    reasons: str,
    read_to: int | None = None,
) -> None:
    """So many of the penalty's points stay: all of them, some, or none, which revokes it. `read_to`
    is the last line of the ledger that was read."""
    reasons = check_penalty_reasons(reasons)
    key = appeal.penalty.breach_id
    with ledger_of(appeal.penalty.store_id, key) as ledger:
        if refused := refuse_second_look(supervisor, appeal.penalty.breach):
            raise refused
        in_account = ledger.account.penalties[key]
        # Past its time it is decided for the store, also where the ledger has not come so far.
        if in_account.decide_by is None or in_account.decide_by <= ledger.now:
            raise Refused(Code.STALE, _("This appeal has been decided already."))
        if refused := refuse_unread(supervisor, appeal.penalty.store_id, read_to):
            raise refused
        found = ledger.appeals[key]
        if not 0 <= points <= in_account.points:
            raise Refused(
                Code.AMOUNT_INVALID,
                _("Choose from 0 to %(points)d points.") % {"points": in_account.points},
                field="points",
            )
        found.decision = _decision(points, in_account.points)
        found.decided_at, found.decided_by, found.reasons = ledger.now, supervisor, reasons
        found.save()
        decided = {"decision": found.decision, "points": points, "reasons": reasons}
        key_of_act = appeal.penalty.breach.key
        record_event(ledger, LedgerEventKind.DECIDED, supervisor, key_of_act, **decided)
        ledger.say(supervisor, reasons)
        ledger.account.decide(key, ledger.now, points=points)


def _as_it_stands(ledger: Ledger, penalty: Penalty) -> Penalty:
    """Under the lock, and after all that was due."""
    found = Penalty.objects.select_related("appeal").get(pk=penalty.pk)
    in_account = ledger.account.penalties[found.breach_id]
    found.state = (
        PenaltyState.EXPIRED
        if in_account.stands and not ledger.runs(in_account)
        else in_account.state
    )
    return found


def _decision(points: int, before: int) -> AppealDecision:
    if points == before:
        return AppealDecision.REFUSED
    return AppealDecision.REDUCED if points else AppealDecision.REVOKED
