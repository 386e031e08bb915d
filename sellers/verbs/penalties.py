"""Penalties that a supervisor gives by hand, and lowers; a second person approves those of many
points."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Attachment, Dispute, Policy, Store, User
from disputes.permissions import INTERESTS, has_part
from disputes.verbs.uploads import confirmed_uploads
from sellers.kernel.by_hand import PenaltyTerms, breach_by_hand
from sellers.kernel.kept_uploads import keep_uploads
from sellers.kernel.ledger_chain import breach_data, record_event
from sellers.kernel.ledger_of import ledger_of
from sellers.kernel.ledgers import Ledger
from sellers.kernel.written_reasons import check_penalty_reasons
from sellers.models import Breach, Penalty, Rule
from sellers.permissions import (
    refuse_changed_evidence,
    refuse_second_look,
    refuse_supervision,
    refuse_unread,
)
from sellers.states import BreachState, LedgerEventKind, PenaltyState


def penalise(
    supervisor: User,
    store: Store,
    *,
    rule: Rule,
    reasons: str,
    idempotency_key: UUID,
    dispute: Dispute | None = None,
    cites: Sequence[int] = (),
    files: Sequence[Attachment] = (),
    read_to: int | None = None,
) -> Breach:
    """Give the store the points of this rule, or propose to: see `BreachState`.

    What shows it is a case, in which `cites` are numbers of evidence, or uploads of the supervisor.
    `idempotency_key` is the form's: sent twice, it gives one penalty. `read_to` is the last line of
    the ledger that was read.
    """
    policy = Policy.objects.latest()
    reasons = check_penalty_reasons(reasons)
    with ledger_of(store.pk, ahead=True) as ledger:
        if refused := refuse_supervision(supervisor, store.pk):
            raise refused
        key = f"hand:{idempotency_key}"
        if again := Breach.objects.filter(key=key).first():
            return again
        if refused := refuse_unread(supervisor, store.pk, read_to):
            raise refused
        _check_rule(ledger, rule)
        _check_case(supervisor, store, dispute, cites)
        if store.disputes.filter(buyer=supervisor, closed_at=None).exists():
            raise Refused(Code.NOT_ALLOWED, _("You have a case with this store, so others decide."))
        files = confirmed_uploads(supervisor, files)
        if dispute is None and not files:
            raise Refused(
                Code.CITATION_INVALID,
                _("Name the case in which it happened, or add a file that shows it."),
                field="case",
            )
        terms = PenaltyTerms(rule, reasons, dispute, tuple(sorted(set(cites))))
        breach = breach_by_hand(ledger, supervisor, store, terms)
        breach.key = key
        if files:
            breach.attachment_owner = keep_uploads(files, policy)
        breach.save()
        record_event(ledger, LedgerEventKind.FOUND, supervisor, key, **breach_data(breach))
        if breach.state == BreachState.NOTED:
            _book(ledger, breach)
        return breach


def approve_penalty(reviewer: User, breach: Breach, *, read_to: int | None = None) -> None:
    """A second person finds the same, on the same evidence: the penalty is given, as of now.
    `read_to`: as above."""
    with ledger_of(breach.store_id, ahead=True) as ledger:
        found = _proposed(reviewer, breach)
        if refused := (
            refuse_unread(reviewer, breach.store_id, read_to) or refuse_changed_evidence(found)
        ):
            raise refused
        found.reviewed_by, found.at, found.state = reviewer, ledger.now, BreachState.NOTED
        found.save(update_fields=["reviewed_by", "at", "state"])
        record_event(ledger, LedgerEventKind.APPROVED, reviewer, found.key)
        _book(ledger, found)


def decline_penalty(
    reviewer: User, breach: Breach, *, reasons: str, read_to: int | None = None
) -> None:
    """A second person does not: no penalty, and the proposer reads why. `read_to`: as above."""
    reasons = check_penalty_reasons(reasons, sentence=_("Say why you do not approve it."))
    with ledger_of(breach.store_id) as ledger:
        found = _proposed(reviewer, breach)
        if refused := refuse_unread(reviewer, breach.store_id, read_to):
            raise refused
        found.reviewed_by, found.review, found.state = reviewer, reasons, BreachState.DECLINED
        found.save(update_fields=["reviewed_by", "review", "state"])
        record_event(ledger, LedgerEventKind.DECLINED, reviewer, found.key, review=reasons)


def lower_penalty(
    supervisor: User, penalty: Penalty, *, points: int, reasons: str, read_to: int | None = None
) -> None:
    """The platform sees without an appeal that it was wrong. So many points stay; none revokes it.

    The supervisor who gave it may do this, too; while an appeal is open, that is decided instead.
    """
    reasons = check_penalty_reasons(reasons)
    with ledger_of(penalty.store_id, penalty.breach_id) as ledger:
        if refused := (
            refuse_supervision(supervisor, penalty.store_id)
            or refuse_unread(supervisor, penalty.store_id, read_to)
        ):
            raise refused
        in_account = ledger.account.penalties[penalty.breach_id]
        if in_account.state != PenaltyState.LIVE or not ledger.runs(in_account):
            raise Refused(Code.STALE, _("This penalty does not count any more."))
        if in_account.decide_by is not None:
            raise Refused(Code.STALE, _("Decide the appeal against this penalty instead."))
        if not 0 <= points < in_account.points:
            raise Refused(
                Code.AMOUNT_INVALID,
                _("Choose from 0 to %(points)d points.") % {"points": in_account.points - 1},
                field="points",
            )
        lowered = {"points": points, "reasons": reasons}
        record_event(ledger, LedgerEventKind.LOWERED, supervisor, penalty.breach.key, **lowered)
        ledger.say(supervisor, reasons)
        ledger.account.decide(penalty.breach_id, ledger.now, points=points)


def _book(ledger: Ledger, breach: Breach) -> None:
    """At once; where others wait before it, by the sweep, in its turn."""
    if not ledger.behind:
        ledger.unbooked.append(breach)
        ledger.catch_up()


def _proposed(reviewer: User, breach: Breach) -> Breach:
    """Under the ledger's lock."""
    found = Breach.objects.select_related("dispute").get(pk=breach.pk)
    if refused := refuse_second_look(reviewer, found):
        raise refused
    if found.state != BreachState.PROPOSED:
        raise Refused(Code.STALE, _("Somebody has decided on this penalty already."))
    return found


def _check_rule(ledger: Ledger, rule: Rule) -> None:
    if rule not in ledger.rulebook.in_force(ledger.now):
        raise Refused(
            Code.REASON_INVALID,
            _("This rule, or this version of it, is not in force any more. Choose again."),
            field="rule",
        )


def _check_case(
    supervisor: User, store: Store, dispute: Dispute | None, cites: Sequence[int]
) -> None:
    if dispute is not None and dispute.store_id != store.pk:
        raise Refused(Code.NOT_FOUND, _("This case is not one of the store."), field="case")
    if dispute is not None and has_part(supervisor, dispute.pk, *INTERESTS):
        raise Refused(
            Code.NOT_ALLOWED, _("You are involved in this case, so others decide."), field="case"
        )
    if dispute is not None and dispute.erased_at is not None:
        raise Refused(
            Code.CITATION_INVALID,
            _("The words and photos of this case were erased. Add a file that shows it instead."),
            field="case",
        )
    there = set(dispute.evidence.values_list("number", flat=True)) if dispute else set()
    if missing := sorted(set(cites) - there):
        raise Refused(
            Code.CITATION_INVALID,
            _("There is no evidence %(number)d in this case.") % {"number": missing[0]},
            field="cites",
        )
