"""The tables of the board about rulings: the grounds they rest on, and whether like is like."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.presenters.board_people import Person, person_column
from arbitration.presenters.cells import Cell, fraction, share_of
from arbitration.presenters.tables import Column, Table
from arbitration.selectors.arbitrator_stats import Rulings
from arbitration.selectors.consistency import Comparison, Direction, Verdict
from disputes.models import Ground
from disputes.states import Outcome

_DIRECTIONS: dict[Direction, str | Promise] = {
    Direction.BUYER: gettext_lazy("For the buyer"),
    Direction.BETWEEN: gettext_lazy("In between"),
    Direction.SELLER: gettext_lazy("For the seller"),
}
_GAPS: dict[Direction, str | Promise] = {
    Direction.BUYER: gettext_lazy("%(points)s points for the buyer"),
    Direction.BETWEEN: gettext_lazy("%(points)s points in between"),
    Direction.SELLER: gettext_lazy("%(points)s points for the seller"),
}
_VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.TOO_FEW: gettext_lazy("Too few to compare"),
    Verdict.ALIKE: gettext_lazy("Could be chance"),
    Verdict.DIFFERS: gettext_lazy("More than chance"),
}
_OUTCOMES: dict[Outcome, str | Promise] = {
    Outcome.FULL: gettext_lazy("Full refund"),
    Outcome.PARTIAL: gettext_lazy("Partial refund"),
    Outcome.RETURN: gettext_lazy("Return and refund"),
    Outcome.NONE: gettext_lazy("No refund"),
}


@dataclass(frozen=True)
class GroundUse:
    """The rulings that rest on a ground, among all of them."""

    ground: Ground
    rulings: Rulings
    of: int


@dataclass(frozen=True)
class Consistency:
    """How one arbitrator decides on one reason."""

    person: Person
    reason: str
    compared: Comparison

    @property
    def gap(self) -> float:
        return round(self.compared.gaps[self.compared.widest], 1)


def grounds_table(rows: Sequence[GroundUse]) -> Table[GroundUse]:
    def outcome(outcome: Outcome, row: GroundUse) -> int:
        return row.rulings.outcomes[outcome]

    return Table(
        "grounds",
        _("Grounds"),
        [
            Column(
                "ground",
                _("Ground"),
                lambda row: row.ground.title,
                lambda row: Cell(row.ground.title, row.ground.article),
                is_text=True,
            ),
            Column(
                "rulings",
                _("Rulings"),
                lambda row: row.rulings.number,
                lambda row: share_of(row.rulings.number, row.of),
            ),
            *(Column(each.value, _OUTCOMES[each], partial(outcome, each)) for each in _OUTCOMES),
            Column(
                "replaced",
                _("Overturned"),
                lambda row: row.rulings.replaced,
                lambda row: share_of(row.rulings.replaced, row.rulings.number),
            ),
        ],
        rows,
        "-rulings",
    )


def consistency_table(rows: Sequence[Consistency]) -> Table[Consistency]:
    """The page shows both shares in one cell; the CSV has the bare numbers."""
    return Table(
        "consistency",
        _("Consistency"),
        [
            person_column(),
            Column("reason", _("Reason"), lambda row: row.reason, is_text=True),
            Column("rulings", _("Rulings"), lambda row: row.compared.own.total()),
            *(
                Column(way.name.lower(), title, partial(_own, way), partial(_shares, way))
                for way, title in _DIRECTIONS.items()
            ),
            Column("gap", _("Widest gap"), lambda row: abs(row.gap), _gap, _("points")),
        ],
        rows,
        "-rulings",
        only_in_csv=[
            *(
                Column(way.name, _("Others: %(way)s") % {"way": title}, partial(_others, way))
                for way, title in _DIRECTIONS.items()
            ),
            Column("verdict", _("Verdict"), lambda row: str(_VERDICTS[row.compared.verdict])),
        ],
    )


def _own(way: Direction, row: Consistency) -> int:
    return row.compared.own[way]


def _others(way: Direction, row: Consistency) -> int:
    return row.compared.others[way]


def _shares(way: Direction, row: Consistency) -> Cell:
    own, others = row.compared.own, row.compared.others
    small = _("others %(share)s") % {"share": fraction(others[way], others.total())}
    return Cell(fraction(own[way], own.total()), small if others else "")


def _gap(row: Consistency) -> Cell:
    verdict = row.compared.verdict
    said = str(_VERDICTS[verdict])
    if verdict == Verdict.TOO_FEW:
        return Cell(said)
    points = number_format(abs(row.gap), decimal_pos=0)
    signed = f"+{points}" if row.gap > 0 else f"−{points}"
    return Cell(str(_GAPS[row.compared.widest]) % {"points": signed}, said)
