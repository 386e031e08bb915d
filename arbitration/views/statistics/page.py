"""What came of all cases, for everybody to read; nobody can be recognised in it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from arbitration.presenters.cells import percent
from arbitration.presenters.statistics_blocks import BLOCKS
from arbitration.selectors.statistics import LEAST, PublicNumbers, statistics

SHOWN = 12  # months


@dataclass(frozen=True)
class StatisticsFact:
    """One number of the latest months together; no number where it is not told."""

    label: str
    number: str


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponse:
    """The latest months. The numbers were counted before: the page costs one query."""
    found = statistics()
    months = found.months(SHOWN)
    tables = [(block, block.table(months)) for block in BLOCKS]
    context = {
        "as_of": found.as_of,
        "least": LEAST,
        "months": SHOWN,
        "facts": _facts(found.together(SHOWN)),
        "blocks": [
            {
                "block": block,
                "chart": block.chart(months),
                "columns": table.columns,
                # The latest month first: it is what people look for.
                "rows": [[column.cell(row) for column in table.columns] for row in months[::-1]],
            }
            for block, table in tables
        ],
    }
    return render(request, "arbitration/statistics/page.html", context)


@require_safe
def statistics_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One of the tables, with all months that were ever counted."""
    blocks = {block.key: block for block in BLOCKS}
    if table not in blocks:
        raise Http404
    return blocks[table].table(statistics().months()).as_csv(f"statistics-{table}")


def _facts(numbers: PublicNumbers) -> list[StatisticsFact]:
    closed, ruled = numbers.closed, numbers.ruled
    return [
        StatisticsFact(_("Cases closed"), _number(closed)),
        StatisticsFact(_("Half of them took at most"), _days(numbers.median_days)),
        StatisticsFact(_("Settled by agreement"), _share(numbers.agreed, closed)),
        StatisticsFact(_("Rulings overturned on appeal"), _share(numbers.overturned, ruled)),
    ]


def _number(number: int | None) -> str:
    return "–" if number is None else number_format(number, use_l10n=True)


def _days(days: int | None) -> str:
    if days is None:
        return "–"
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _share(number: int | None, of: int | None) -> str:
    return "–" if number is None or not of else percent(number, of)
