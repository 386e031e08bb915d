"""What a case keeps of each of its two sides, in columns of which there are two: read and set by
party."""

from datetime import datetime
from typing import Generic, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.states import OTHER_SIDE, Party

Value = TypeVar("Value")


class _Paired(Generic[Value]):
    """Two columns of the case that are called the same but for the party before it."""

    def __set_name__(self, owner: type["Side"], name: str) -> None:
        self.name = name

    def __get__(self, side: "Side", owner: type["Side"]) -> Value:
        value: Value = getattr(side.dispute, f"{side.party}_{self.name}")
        return value

    def __set__(self, side: "Side", value: Value) -> None:
        setattr(side.dispute, f"{side.party}_{self.name}", value)


class Side:
    """The buyer, or the seller, of one case."""

    finished_at = _Paired[datetime | None]()
    asked = _Paired[bool]()
    extensions = _Paired[int]()
    appealed_at = _Paired[datetime | None]()
    may_appeal = _Paired[bool]()
    accepted_ruling_at = _Paired[datetime | None]()

    def __init__(self, dispute: "TwoSides", party: Party) -> None:
        assert party != Party.PLATFORM, "the platform is no side"
        self.dispute, self.party = dispute, party


class TwoSides(models.Model):
    """The columns, and the sides that read them."""

    # In the hearing that is open, or was the last.
    buyer_finished_at = models.DateTimeField(_("buyer has nothing to add"), null=True)
    seller_finished_at = models.DateTimeField(_("seller has nothing to add"), null=True)
    # By the arbitrator, and has not answered yet.
    buyer_asked = models.BooleanField(_("buyer was asked for evidence"), default=False)
    seller_asked = models.BooleanField(_("seller was asked for evidence"), default=False)
    # How often what it added has moved the end, in the hearing or the appeal that is open.
    buyer_extensions = models.PositiveSmallIntegerField(_("moved the end"), default=0)
    seller_extensions = models.PositiveSmallIntegerField(_("moved the end"), default=0)
    buyer_appealed_at = models.DateTimeField(_("buyer appealed"), null=True)
    seller_appealed_at = models.DateTimeField(_("seller appealed"), null=True)
    # The ruling that stands: worked out when it is made, while both sides' offers are at hand, so
    # that a queue can ask for it.
    buyer_may_appeal = models.BooleanField(_("buyer may appeal"), default=False)
    seller_may_appeal = models.BooleanField(_("seller may appeal"), default=False)
    # The same ruling: a side that has accepted it can no longer appeal it.
    buyer_accepted_ruling_at = models.DateTimeField(_("buyer accepted the ruling"), null=True)
    seller_accepted_ruling_at = models.DateTimeField(_("seller accepted the ruling"), null=True)

    class Meta:
        abstract = True

    def side(self, party: Party) -> Side:
        return Side(self, party)

    @property
    def sides(self) -> list[Side]:
        return [self.side(party) for party in OTHER_SIDE]

    @property
    def asked_sides(self) -> list[Party]:
        """Whom an arbitrator has asked for evidence, and who has not answered yet."""
        return [side.party for side in self.sides if side.asked]
