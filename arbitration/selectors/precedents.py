"""Decided cases like the one in hand: so that like cases are decided alike."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from arbitration.access import disputes_without_interest
from disputes import pages
from disputes.models import Dispute, Ground, Ruling, User
from disputes.rules.solutions import outcome_of
from disputes.states import BY_RULING, Outcome

FEW = 5
_LATEST_FIRST = ("-closed_at", "-id")


class CaseSimilarity(TextChoices):
    """What a decided case has in common with this one; the closest come first."""

    LISTING = "listing", _("Same listing, same reason")
    REASON = "reason", _("Same reason")
    STORE = "store", _("Same store")
    GROUND = "ground", _("Same ground")


@dataclass(frozen=True)
class Precedent:
    """A decided case. `replaced` is the ruling that did not stand, if one was overturned."""

    dispute: Dispute
    ruling: Ruling  # the final one
    outcome: Outcome
    share: int  # per cent of what was paid
    replaced: Ruling | None

    @property
    def decided_at(self) -> datetime:
        return self.ruling.ruled_at


@dataclass(frozen=True)
class Precedents:
    """Those with one thing in common, at least one; none stands under two headings."""

    similarity: CaseSimilarity
    found: Sequence[Precedent]


def precedents(dispute: Dispute, viewer: User, ground: Ground | None) -> list[Precedents]:
    """A few for each `CaseSimilarity`, without the cases in which the viewer has an interest.

    `ground` is what the ruling in this case rests on, once there is one. Eight queries at most;
    each reads as far as it must along an index, or the latest `pages.MOST` of the store or the
    ground.
    """
    decided = (
        disputes_without_interest(viewer)
        .filter(settled_by__in=BY_RULING)
        .exclude(pk=dispute.pk)
        .order_by(*_LATEST_FIRST)
    )
    alike = {
        CaseSimilarity.LISTING: _of_the_listing(decided, dispute),
        CaseSimilarity.REASON: _for_the_reason(decided, dispute),
        CaseSimilarity.STORE: decided.filter(store=dispute.store_id),
    }
    if ground is not None:
        alike[CaseSimilarity.GROUND] = _on_the_ground(decided, ground)
    ids: dict[CaseSimilarity, list[int]] = {}
    seen: list[int] = []
    for similarity, disputes in alike.items():
        ids[similarity] = list(disputes.exclude(pk__in=seen).values_list("pk", flat=True)[:FEW])
        seen += ids[similarity]
    found = _precedents(seen)
    return [
        Precedents(similarity, [found[pk] for pk in those])
        for similarity, those in ids.items()
        if those
    ]


def _of_the_listing(decided: QuerySet[Dispute], dispute: Dispute) -> QuerySet[Dispute]:
    """A listing is known by its store and its title."""
    latest = decided.filter(store=dispute.store_id).values("pk")[: pages.MOST]
    of_it = Dispute.objects.filter(pk__in=latest, snapshot__title=dispute.snapshot.title)
    return _for_the_reason(of_it, dispute).order_by(*_LATEST_FIRST)


def _for_the_reason(decided: QuerySet[Dispute], dispute: Dispute) -> QuerySet[Dispute]:
    """One that was said otherwise then is not the same."""
    return decided.filter(reason=dispute.reason_id, reason_labels=dispute.reason_labels)


def _on_the_ground(decided: QuerySet[Dispute], ground: Ground) -> QuerySet[Dispute]:
    rulings = Ruling.objects.filter(ground=ground).order_by("-ruled_at", "-id")
    return decided.filter(pk__in=rulings.values("dispute")[: pages.MOST])


def _precedents(ids: Sequence[int]) -> dict[int, Precedent]:
    related = Dispute.objects.select_related("snapshot", "store", "settlement")
    disputes = related.prefetch_related("rulings__ground", "rulings__proposal").in_bulk(ids)
    return {pk: _precedent(dispute) for pk, dispute in disputes.items()}


def _precedent(dispute: Dispute) -> Precedent:
    rulings, paid = list(dispute.rulings.all()), dispute.snapshot.paid_minor
    offer = rulings[-1].proposal.offer
    return Precedent(
        dispute=dispute,
        ruling=rulings[-1],
        outcome=outcome_of(offer, paid_minor=paid),
        share=round(100 * offer.amount_minor / paid) if paid else 0,
        replaced=_overturned(rulings),
    )


def _overturned(rulings: Sequence[Ruling]) -> Ruling | None:
    """The latest one that an appeal has replaced."""
    pairs = itertools.pairwise(rulings)
    return next((old for old, new in reversed(list(pairs)) if new.confirms is False), None)
