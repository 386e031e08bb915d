"""The supervisors' board: what to look at now, and how the work went."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbitration.operations.alerts import duration
from arbitration.presenters import board_outcomes, board_people
from arbitration.presenters.board_people import Person
from arbitration.presenters.tables import Table
from arbitration.selectors import board as selectors
from arbitration.selectors.arbitrator_stats import (
    NONE_MADE,
    ArbitratorStats,
    Given,
    arbitrator_stats,
    given_up,
)
from arbitration.selectors.board import SHOWN, TOLD, WaitingCases
from arbitration.selectors.consistency import comparisons
from disputes import clock, pages
from disputes.models import Ground, User
from disputes.permissions import arbitrators, judges, oversees
from disputes.views.people import signed_in

PERIODS = (7, 30, 90)  # days
# In the session: until when its owner has been told whose clock ran out.
_LOOKED_AT = "board_looked_at"
_MOST_NEWS = 99


@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """For supervisors and auditors. Whatever they have not been told yet is marked."""
    board = _Board(request)
    waiting = board.waiting.get(None, WaitingCases())
    context = admin.site.each_context(request) | {
        "title": _("Board"),
        "told": board.told.for_page(request, SHOWN),
        "told_days": TOLD.days,
        "untaken": waiting,
        "untaken_for": duration(board.now - waiting.since) if waiting.since else "",
        "to_approve": sum(each.to_approve for each in board.waiting.values()),
        "without_judge": board.without_judge[:SHOWN],
        "more_without_judge": len(board.without_judge) > SHOWN,
        "last_round": selectors.last_round(board.viewer)[:SHOWN],
        "load": board.load.for_page(request),
        "periods": PERIODS,
        "days": board.days,
        "total": board.stats.total,
        "work": board.work.for_page(request),
        "grounds": board.grounds.for_page(request),
        "consistency": board.consistency.for_page(request, SHOWN),
    }
    response = render(request, "arbitration/board/page.html", context)
    request.session[_LOOKED_AT] = board.now.timestamp()
    return response


@require_safe
def board_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One table of the board, with all of its rows."""
    board = _Board(request)
    tables: Mapping[str, Callable[[], Table[Any]]] = {
        "told": lambda: board.told,
        "load": lambda: board.load,
        "work": lambda: board.work,
        "grounds": lambda: board.grounds,
        "consistency": lambda: board.consistency,
    }
    if table not in tables:
        raise Http404
    return tables[table]().as_csv(f"board-{table}-{board.now:%Y-%m-%d}")


def news(request: HttpRequest) -> int:
    """For the navigation: how many clocks ran out since the viewer last looked at the board."""
    user = signed_in(request)
    if not oversees(user):
        return 0
    late = selectors.ran_out(user, _looked_at(request))
    return late.filter(at__gt=clock.expression() - TOLD)[:_MOST_NEWS].count()


def _looked_at(request: HttpRequest) -> datetime:
    return datetime.fromtimestamp(request.session.get(_LOOKED_AT, 0), UTC)


class _Board:
    """What is on it, each part read when it is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.viewer = signed_in(request)
        if not oversees(self.viewer):
            raise PermissionDenied
        asked = request.GET.get("days", "")
        self.days = int(asked) if asked in map(str, PERIODS) else 30
        self.now = clock.now()
        self.since = self.now - timedelta(days=self.days)
        self.looked_at = _looked_at(request)

    @cached_property
    def arbitrators(self) -> set[int]:
        return set(arbitrators().values_list("pk", flat=True))

    @cached_property
    def waiting(self) -> Mapping[int | None, WaitingCases]:
        return selectors.waiting(self.viewer, self.now)

    @cached_property
    def without_judge(self) -> list[Any]:
        able = set(judges().values_list("pk", flat=True))
        return list(selectors.without_judge(self.viewer, able)[: SHOWN + 1])

    @cached_property
    def stats(self) -> ArbitratorStats:
        return arbitrator_stats(self.since)

    @cached_property
    def given_up(self) -> Mapping[int, Given]:
        return given_up(self.since)

    @cached_property
    def people(self) -> Mapping[int, Person]:
        """All arbitrators, and whoever else has cases or had some."""
        known = {*self.arbitrators, *self.waiting, *self.stats.by_arbitrator, *self.given_up}
        users = User.objects.in_bulk(known - {None})
        return {pk: Person(user, rules=pk in self.arbitrators) for pk, user in users.items()}

    @property
    def told(self) -> Table[Any]:
        rows = selectors.ran_out(self.viewer, self.now - TOLD)
        related = rows.select_related("dispute__snapshot", "giver", "taker")
        return board_people.told_table(list(related[: pages.MOST]), self.looked_at)

    @property
    def load(self) -> Table[Any]:
        rows = [
            board_people.Load(person, self.waiting.get(pk, WaitingCases()), self.now)
            for pk, person in self.people.items()
            if person.rules or pk in self.waiting
        ]
        return board_people.load_table(rows)

    @property
    def work(self) -> Table[Any]:
        rows = [
            board_people.Work(
                person,
                self.stats.by_arbitrator.get(pk, NONE_MADE),
                self.given_up.get(pk, Given()),
            )
            for pk, person in self.people.items()
        ]
        return board_people.work_table(rows)

    @property
    def grounds(self) -> Table[Any]:
        total, used = self.stats.total.number, self.stats.by_ground
        rows = [
            board_outcomes.GroundUse(ground, used.get(ground.pk, NONE_MADE), total)
            for ground in Ground.objects.all()
            if ground.active or ground.pk in used
        ]
        return board_outcomes.grounds_table(rows)

    @property
    def consistency(self) -> Table[Any]:
        rows = [
            board_outcomes.Consistency(self.people[each.arbitrator], each.reason[-1], each)
            for each in comparisons(self.stats.by_reason)
        ]
        return board_outcomes.consistency_table(rows)
