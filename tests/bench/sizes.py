"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """One size of the bench. `judged`: is it large enough to hold the figures to their targets?"""

    name: str
    judged: bool
    repeats: int
    seconds: float  # how long one repeat of something short goes on
    many: int  # open cases, in the large database
    some: int  # in the middle one
    few: int  # in the small one
    due: int  # cases in one sweep
    messages: int  # in the outbox
    opened: int  # cases, one by one
    late: int  # cases that fall due while the site is under load …
    late_seconds: int  # … and for how long
    stores: int  # with ledgers of ten entries
    stores_due: int  # in one sweep over them
    acts: int  # of one store, that wait for its ledger …
    few_acts: int  # … and beside them so few

    @property
    def spare(self) -> int:
        """Cases beyond the `many` for the sweeps to close, so that `many` stay open.

        Enforcement is repeated in four ways and once to warm up; delivery in two.
        """
        return (self.repeats + 1) * (4 * self.due + 2 * self.messages) + self.late + 1


SIZES = {
    size.name: size
    for size in (
        Size(
            name="full",
            judged=True,
            repeats=5,
            seconds=1,
            many=1_000_000,
            some=10_000,
            few=1_000,
            due=10_000,
            messages=2_000,
            opened=500,
            late=2_000,
            late_seconds=40,
            stores=100_000,
            stores_due=10_000,
            acts=60_000,
            few_acts=600,
        ),
        Size(
            name="small",
            judged=False,
            repeats=2,
            seconds=0.2,
            many=10_000,
            some=2_000,
            few=1_000,
            due=500,
            messages=100,
            opened=50,
            late=100,
            late_seconds=2,
            stores=2_000,
            stores_due=50,
            acts=2_000,
            few_acts=200,
        ),
    )
}
