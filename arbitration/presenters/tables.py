"""Tables that people sort by links, and take away as CSV."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from arbitration.presenters.cells import Cell, Value, plain

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """`value` is what rows are sorted by, and what stands in the CSV."""

    key: str
    title: str | Promise
    value: Callable[[Row], Value]
    shown: Callable[[Row], Cell] | None = None
    unit: str | Promise = ""  # named in the CSV, where a bare number stands
    is_text: bool = False  # else numbers, which stand below each other

    def cell(self, row: Row) -> Cell:
        return self.shown(row) if self.shown else plain(self.value(row))

    @property
    def heading(self) -> str:
        """The heading of its column in the CSV."""
        return f"{self.title} ({self.unit})" if self.unit else str(self.title)


@dataclass(frozen=True)
class Heading:
    """The top of a column: a link that sorts by it, the other way round when it is sorted by."""

    column: Column[Any]
    url: str
    direction: str  # as `aria-sort` says it


@dataclass(frozen=True)
class Table(Generic[Row]):
    """`order` is the key of a column, "-" before it for the largest first."""

    key: str
    title: str | Promise
    columns: Sequence[Column[Row]]
    rows: Sequence[Row]
    order: str
    only_in_csv: Sequence[Column[Row]] = ()

    def for_page(self, request: HttpRequest, most: int | None = None) -> dict[str, object]:
        """Context of board/table.html. The order is in the address, under the table's key."""
        order = request.GET.get(self.key, "")
        if order.removeprefix("-") not in [column.key for column in self.columns]:
            order = self.order
        rows = self.sorted(order)[:most]
        return {
            "key": self.key,
            "title": self.title,
            "headings": [self._heading(request, column, order) for column in self.columns],
            "rows": [[(column, column.cell(row)) for column in self.columns] for row in rows],
            "more": len(self.rows) - len(rows),
        }

    def sorted(self, order: str) -> list[Row]:
        """What has no value comes last in either direction."""
        value = next(c.value for c in self.columns if c.key == order.removeprefix("-"))
        known = [row for row in self.rows if value(row) is not None]
        unknown = [row for row in self.rows if value(row) is None]
        return sorted(known, key=lambda row: _order(value(row)), reverse=order[0] == "-") + unknown

    def as_csv(self, name: str) -> HttpResponse:
        columns = [*self.columns, *self.only_in_csv]
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
        )
        response.write("\ufeff")  # by which Excel knows that it is UTF-8
        writer = csv.writer(response)
        writer.writerow([column.heading for column in columns])
        for row in self.sorted(self.order):
            writer.writerow([_in_csv(column.value(row)) for column in columns])
        return response

    def _heading(self, request: HttpRequest, column: Column[Row], order: str) -> Heading:
        asked = request.GET.copy()
        # Numbers begin with the largest, words with the first.
        wanted = column.key if column.is_text else f"-{column.key}"
        direction = "none"
        if order.removeprefix("-") == column.key:
            wanted = column.key if order.startswith("-") else f"-{column.key}"
            direction = "descending" if order.startswith("-") else "ascending"
        asked[self.key] = wanted
        return Heading(column, f"?{asked.urlencode()}#{self.key}", direction)


def _order(value: Value) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _in_csv(value: Value) -> Value:
    """Words that a spreadsheet would take for a formula are kept from being one."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
