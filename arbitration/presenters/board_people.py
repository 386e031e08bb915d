"""The tables of the board about arbitrators: what a row is, and its columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from arbitration.models import Handover
from arbitration.operations.alerts import duration
from arbitration.presenters.cells import Cell, plain, share_of
from arbitration.presenters.tables import Column, Table
from arbitration.selectors.arbitrator_stats import Given, Rulings
from arbitration.selectors.board import WaitingCases
from disputes.models import User


@dataclass(frozen=True)
class Person:
    """An arbitrator, or somebody who was one and still has cases, or had some in this time."""

    user: User
    rules: bool


class OfPerson(Protocol):
    @property
    def person(self) -> Person: ...


PersonRow = TypeVar("PersonRow", bound=OfPerson)


@dataclass(frozen=True)
class Load:
    """What one arbitrator has in hand."""

    person: Person
    waiting: WaitingCases
    now: datetime

    @property
    def age(self) -> timedelta | None:
        return self.now - self.waiting.since if self.waiting.since else None


@dataclass(frozen=True)
class Work:
    """What one arbitrator did in this time."""

    person: Person
    rulings: Rulings
    given: Given


def told_table(rows: Sequence[Handover], looked_at: datetime) -> Table[Handover]:
    """The cases whose time ran out; those that came after the viewer last looked are new."""

    def case(row: Handover) -> Cell:
        title, reference = row.dispute.snapshot.title, row.dispute.reference
        return Cell(title, reference, case_url(reference), news=row.at > looked_at)

    return Table(
        "told",
        _("Time to rule ran out"),
        [
            Column("case", _("Case"), lambda row: row.dispute.reference, case, is_text=True),
            Column("at", _("Ran out"), lambda row: row.at, is_text=True),
            Column("had", _("Had it"), lambda row: _name(row.giver), is_text=True),
            Column("has", _("Got it then"), lambda row: _name(row.taker), is_text=True),
        ],
        rows,
        "-at",
    )


def load_table(rows: Sequence[Load]) -> Table[Load]:
    return Table(
        "load",
        _("In hand"),
        [
            person_column(),
            Column("cases", _("Cases in hand"), lambda row: row.waiting.cases),
            Column("soon", _("Due within 24 hours"), lambda row: row.waiting.due_soon),
            Column(
                "oldest", _("The oldest waits"), lambda row: _hours(row.age), _oldest, _("hours")
            ),
        ],
        rows,
        "-cases",
    )


def work_table(rows: Sequence[Work]) -> Table[Work]:
    return Table(
        "work",
        _("Rulings"),
        [
            person_column(),
            Column("rulings", _("Rulings"), lambda row: row.rulings.number),
            Column(
                "median",
                _("Time to rule, median"),
                lambda row: _hours(row.rulings.median),
                lambda row: _span(row.rulings.median),
                _("hours"),
            ),
            Column(
                "ninetieth",
                _("90th percentile"),
                lambda row: _hours(row.rulings.ninetieth),
                lambda row: _span(row.rulings.ninetieth),
                _("hours"),
            ),
            Column("appealed", _("Decided on appeal"), lambda row: row.rulings.appealed),
            Column(
                "replaced",
                _("Overturned"),
                lambda row: row.rulings.replaced,
                lambda row: share_of(row.rulings.replaced, row.rulings.number),
            ),
            Column("timed_out", _("Time ran out"), lambda row: row.given.timed_out),
            Column("reassigned", _("Reassigned"), lambda row: row.given.reassigned),
            Column("handed_back", _("Handed back"), lambda row: row.given.handed_back),
            Column("sent_back", _("Sent back"), lambda row: row.given.sent_back),
        ],
        rows,
        "-rulings",
    )


def person_column() -> Column[PersonRow]:
    def shown(row: PersonRow) -> Cell:
        small = "" if row.person.rules else _("No longer an arbitrator")
        return Cell(row.person.user.name, small)

    return Column(
        "arbitrator", _("Arbitrator"), lambda row: row.person.user.name, shown, is_text=True
    )


def case_url(reference: str) -> str:
    return reverse("admin:case", args=[reference])


def _oldest(row: Load) -> Cell:
    if row.age is None:
        return plain(None)
    return Cell(duration(row.age), row.waiting.oldest, case_url(row.waiting.oldest))


def _name(user: User | None) -> str:
    return user.name if user else _("Nobody")


def _hours(span: timedelta | None) -> float | None:
    return None if span is None else round(span / timedelta(hours=1), 1)


def _span(span: timedelta | None) -> Cell:
    return plain(None) if span is None else Cell(duration(span))
