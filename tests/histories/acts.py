"""Who acts, and what they try: the words that the model and the product are both told in."""

from dataclasses import dataclass
from datetime import datetime

from disputes.rules.solutions import Offer
from disputes.states import Party, ReturnClaim, Verb
from tests.histories.offers import NOTHING


@dataclass(frozen=True)
class Person:
    """Somebody who acts, on the side that they claim to be on."""

    name: str
    party: Party
    staff: bool = False  # of the platform; all of them but the clock may also judge
    supervisor: bool = False


@dataclass(frozen=True)
class Act:
    """One thing that somebody tries; which of the details count depends on the verb."""

    verb: Verb
    who: Person
    offer: Offer = NOTHING
    text: str = ""
    photo: bool = False
    to: Person | None = None
    shown: tuple[Party, int] | None = None  # the proposal on the page: whose, which version
    delivered_at: datetime | None = None
    number: int = 0  # of the statement that is changed, or cited
    of: frozenset[Party] = frozenset()  # who is asked for evidence
    claim: ReturnClaim = ReturnClaim.NOT_IN_ORDER
    freight: int = 0
    pieces: int | None = None  # that a request is about, or that came back
    reason: str = ""  # of a request

    def __str__(self) -> str:
        """With those details that the act gives."""
        details = (
            self.text,
            self.photo and "photo",
            self.to and self.to.name,
            self.shown,
            self.delivered_at,
            self.number and f"evidence {self.number}",
            self.of and f"of {', '.join(sorted(self.of))}",
            self.claim,
            self.freight,
            self.pieces is not None and f"{self.pieces} pieces",
            self.reason,
        )
        said = [str(detail) for detail in details if detail]
        if self.offer != NOTHING:
            said.append(f"{self.offer.solution} {self.offer.amount_minor}")
        return " ".join([self.who.name, "as", self.who.party, self.verb, *said])
