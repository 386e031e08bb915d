"""What the page of statistics tells: each part a chart, its table, and the same as CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arbitration.presenters.cells import Cell
from arbitration.presenters.tables import Column, Table
from arbitration.selectors.statistics import Month, PublicNumbers
from disputes.rules.charts import BarChart, Series, bar_chart
from disputes.states import Outcome

Count = Callable[[PublicNumbers], int | None]


@dataclass(frozen=True)
class Block:
    """One part. What is `stacked` adds up to all cases of a month."""

    key: str
    title: Promise
    note: Promise
    counts: Sequence[tuple[str, Promise, Count]]
    stacked: bool = False

    def chart(self, months: Sequence[Month]) -> BarChart:
        series = [
            Series(str(label), [count(month.numbers) for month in months])
            for _key, label, count in self.counts
        ]
        return bar_chart([_short_name(month) for month in months], series, stacked=self.stacked)

    def table(self, months: Sequence[Month]) -> Table[Month]:
        return Table(
            self.key,
            self.title,
            [
                Column("month", _("Month"), lambda month: f"{month.month:%Y-%m}", _name),
                *(Column(key, label, _of(count)) for key, label, count in self.counts),
            ],
            months,
            order="month",
        )


def _of(count: Count) -> Callable[[Month], int | None]:
    return lambda month: count(month.numbers)


def _name(month: Month) -> Cell:
    return Cell(date_format(month.month, "F Y"))


def _short_name(month: Month) -> str:
    return date_format(month.month, "M")


def _outcome(outcome: Outcome) -> Count:
    return lambda numbers: numbers.outcomes[outcome] if numbers.outcomes else None


def _ruled_at_all(numbers: PublicNumbers) -> int | None:
    """Told together with what came of the rulings, or not at all."""
    return None if numbers.appealed is None else numbers.ruled


BLOCKS = (
    Block(
        "cases",
        _("Cases"),
        _("How many cases buyers filed, and how many were closed."),
        [
            ("opened", _("Filed"), lambda numbers: numbers.opened),
            ("closed", _("Closed"), lambda numbers: numbers.closed),
        ],
    ),
    Block(
        "endings",
        _("How cases end"),
        _("Of the cases that were closed in each month."),
        [
            ("agreed", _("Agreed"), lambda numbers: numbers.agreed),
            ("ruled", _("Ruled by the platform"), lambda numbers: numbers.ruled),
            ("silent", _("Seller did not answer"), lambda numbers: numbers.silent),
            ("unruled", _("Platform did not rule in time"), lambda numbers: numbers.unruled),
            ("withdrawn", _("Withdrawn"), lambda numbers: numbers.withdrawn),
        ],
        stacked=True,
    ),
    Block(
        "outcomes",
        _("What buyers got"),
        _("Of the cases that were closed and not withdrawn, whoever decided."),
        [
            ("full", _("Full refund"), _outcome(Outcome.FULL)),
            ("partial", _("Partial refund"), _outcome(Outcome.PARTIAL)),
            ("return", _("Return and refund"), _outcome(Outcome.RETURN)),
            ("none", _("No refund"), _outcome(Outcome.NONE)),
        ],
        stacked=True,
    ),
    Block(
        "days",
        _("How long it takes"),
        _("Half of the cases took so many days or fewer, from the application to the end."),
        [("days", _("Median days"), lambda numbers: numbers.median_days)],
    ),
    Block(
        "appeals",
        _("Rulings and appeals"),
        _(
            "Of the cases that ended with a ruling: how many were appealed, and how often the "
            "appeal came to another result."
        ),
        [
            ("ruled", _("Ruled"), _ruled_at_all),
            ("appealed", _("Appealed"), lambda numbers: numbers.appealed),
            ("overturned", _("Overturned"), lambda numbers: numbers.overturned),
        ],
    ),
)
