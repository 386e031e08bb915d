"""The one door to a case: found, allowed, and locked before it is changed."""

from collections.abc import Callable, Collection, Sequence

from django.db.models import F, Q, QuerySet, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Attachment, Dispute, OrderLine, ParcelItem, Proposal, User
from disputes.models.references import as_written
from disputes.permissions import is_on_side, is_staff_of_platform, may_see
from disputes.states import Party, ProposalStatus, State

# What a page tells of a case besides its own row, in two parts: PostgreSQL weighs every order in
# which up to eight tables could be joined, and to do it for all of these takes longer than to ask
# for the second part where there is one.
_TOLD = ("policy", "store", "buyer", "snapshot")
_TOLD_BESIDE = ("assignee", "settlement")

# Who may see files that lie in no case: apps above the core say so for those that they keep, in
# `AppConfig.ready`.
keepers: list[Callable[[User, Attachment], bool]] = []


def dispute_of_side(user: User, party: Party, reference: str) -> Dispute:
    """The case, for somebody who stands on that side of it; refused as "not found" otherwise."""
    told = Dispute.objects.select_related(*_TOLD).prefetch_related(*_TOLD_BESIDE)
    dispute = _found(told.filter(reference=as_written(reference, "R")))
    if not is_on_side(user, party, dispute):
        raise not_found()
    return dispute


def disputes_of_side(user: User, party: Party) -> QuerySet[Dispute]:
    """The cases of which this person is on that side; the platform's are for its app to say."""
    own = {Party.BUYER: Q(buyer=user), Party.SELLER: Q(store__memberships__user=user)}
    return Dispute.objects.filter(own[party])


def length_of_history(disputes: QuerySet[Dispute], reference: str) -> Subquery:
    """How many events the one of these cases has; nothing where it is none of them."""
    found = disputes.filter(reference=as_written(reference, "R"))
    return Subquery(found.values("event_count")[:1])


def item_of_buyer(user: User, order_reference: str, number: int) -> ParcelItem:
    """One item of an own order, with line, parcel and store; refused as "not found" otherwise."""
    item = (
        ParcelItem.objects.select_related("order__store", "line__order", "parcel__order")
        .filter(order__reference=as_written(order_reference, "O"), number=number, order__buyer=user)
        .first()
    )
    if item is None:
        raise Refused(Code.NOT_FOUND, _("There is no such order."))
    return item


def disputes_about(line: OrderLine) -> QuerySet[Dispute]:
    """All cases about this line, in whichever parcel its pieces came, the latest first: whoever
    judges one reads those before it."""
    return Dispute.objects.filter(line=line).order_by("-opened_at", "-id")


def applied_for_together(dispute: Dispute) -> list[Dispute]:
    """The other cases that its application opened, in the order of their items, with what says what
    a side can do in them."""
    if dispute.group_id is None:
        return []
    others = Dispute.objects.filter(group=dispute.group_id).exclude(pk=dispute.pk)
    told = others.select_related(*_TOLD).prefetch_related("proposals")
    return list(told.order_by("item__number"))


def others_of_side(dispute: Dispute, party: Party, references: Collection[str]) -> list[Dispute]:
    """Other cases with these references in which whoever stands on this side of this case stands on
    it, too: of the same buyer, or the same store. What else is named is not there. What is due
    first comes first."""
    own = {"buyer": dispute.buyer_id} if party == Party.BUYER else {"store": dispute.store_id}
    others = Dispute.objects.filter(**own, reference__in=references).exclude(pk=dispute.pk)
    told = others.select_related(*_TOLD).prefetch_related("proposals")
    return list(told.order_by("due_at", "id"))


def last_withdrawn(line: OrderLine) -> Dispute | None:
    """The case about this line on which the next application follows, if that was withdrawn: what
    is bounded is bounded through these. A case that stands is about other pieces, and does not
    count here."""
    withdrawn = disputes_about(line).filter(state=State.WITHDRAWN)
    return withdrawn.select_related("policy").order_by("-application", "-pk").first()


def may_see_line(user: User, line: OrderLine) -> bool:
    """Buyer and store see what was bought; the platform sees it with a case about it."""
    if line.order.buyer_id == user.pk:
        return True
    if user.memberships.filter(store_id=line.order.store_id).exists():
        return True
    return is_staff_of_platform(user) and line.disputes.exists()


def may_see_attachment(user: User, file: Attachment) -> bool:
    """Who may see the case that it lies in; while it waits in a form, only its uploader."""
    if (dispute := file.dispute) is not None:
        return may_see(user, dispute)
    if file.kept_for_id is not None:
        return any(may_see_kept(user, file) for may_see_kept in keepers)
    return file.uploader_id == user.pk


def lock(dispute_id: int) -> Dispute:
    """The case, under its row's lock until the transaction ends. Waits for whoever holds it.

    With its policy, which every act reads; what else an act needs, it asks for itself.
    """
    found = Dispute.objects.select_related("policy").filter(pk=dispute_id)
    return _found(found.select_for_update(of=("self",)))


def lock_all(ids: Collection[int]) -> list[Dispute]:
    """The bare rows of these cases, locked in one order for all, so that two who lock several do
    not wait for each other. Waits for whoever holds one of them."""
    return list(Dispute.objects.filter(pk__in=ids).order_by("pk").select_for_update())


def lock_free(disputes: QuerySet[Dispute], limit: int) -> list[Dispute]:
    """The first of these cases that nobody else holds, locked. Waits for nobody.

    Each is the bare row with its settlement and the policy (one object for all of its cases):
    what a clock's consequence reads. A sweep takes hundreds at a time.
    """
    bare = disputes.prefetch_related("settlement", "policy")
    return list(bare.select_for_update(of=("self",), skip_locked=True)[:limit])


def live_proposals(disputes: Sequence[Dispute]) -> dict[int, dict[Party, Proposal]]:
    """What is on the table in each of these cases, by case id and side, and what the platform put
    there with its ruling; one query for all, or three."""
    found: dict[int, dict[Party, Proposal]] = {dispute.pk: {} for dispute in disputes}
    live = list(Proposal.objects.filter(dispute__in=found, status=ProposalStatus.LIVE))
    ruled = [proposal for proposal in live if proposal.party == Party.PLATFORM]
    prefetch_related_objects(ruled, "ruling__ground")
    for proposal in live:
        found[proposal.dispute_id][Party(proposal.party)] = proposal
    return found


def left_to_refund(disputes: Sequence[Dispute]) -> dict[int, int]:
    """How much can still be refunded for the line of each of these cases, by case id, in minor
    units: what is paid for it by now, less what was refunded here and elsewhere; one query for all.

    The one thing that a case asks its order, since the books are kept there.
    """
    cases = Dispute.objects.filter(pk__in=[dispute.pk for dispute in disputes])
    left = F("line__paid_minor") - F("line__refunded_minor") - F("line__refunded_elsewhere_minor")
    return {pk: max(0, minor) for pk, minor in cases.values_list("pk", left)}


def not_found() -> Refused:
    return Refused(Code.NOT_FOUND, _("There is no such case."))


def _found(disputes: QuerySet[Dispute]) -> Dispute:
    """The one case of these; refused where there is none.

    Not `first`: for an order, which one row does not need, Django compares all the columns that
    are read with each other, and these are more than a hundred.
    """
    try:
        return disputes.get()
    except Dispute.DoesNotExist:
        raise not_found() from None
