"""The laws can fail: each of these mistakes is found by some of the same histories."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given

from sellers.rules.account import PenaltyAccount
from sellers.rules.penalties import AccountPenalty
from sellers.rules.sanctions import AccountSanction
from sellers.states import EntryKind, PenaltyState, SanctionEnding
from tests.standing.histories import Step, histories, played
from tests.standing.test_account_histories import check_laws

Patch = Callable[[pytest.MonkeyPatch], None]


def _sanctions_outlive_their_cause(patch: pytest.MonkeyPatch) -> None:
    end = PenaltyAccount._end

    def end_what_is_served(
        self: PenaltyAccount, sanction: AccountSanction, at: datetime, why: SanctionEnding
    ) -> None:
        if why == SanctionEnding.SERVED:
            end(self, sanction, at, why)

    patch.setattr(PenaltyAccount, "_end", end_what_is_served)


def _appeals_interrupt_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(AccountSanction, "interrupt", lambda sanction, now: None)


def _what_stood_still_is_not_made_up_for(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        AccountSanction, "resume", lambda sanction, now: setattr(sanction, "interrupted_at", None)
    )


def _suspended_points_go_on_counting(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(PenaltyAccount, "_counted", lambda self, held: held.points)


def _doubled_points_stay_when_the_first_is_revoked(patch: pytest.MonkeyPatch) -> None:
    def revoke(self: PenaltyAccount, held: AccountPenalty, at: datetime) -> None:
        self._change(EntryKind.REVOKED, held, at, PenaltyState.REVOKED)

    patch.setattr(PenaltyAccount, "_revoke", revoke)


def _what_is_noted_late_goes_back_in_time(patch: pytest.MonkeyPatch) -> None:
    note = PenaltyAccount._record

    def keep_the_time(self: PenaltyAccount, *args: Any) -> None:
        before = self.at
        note(self, *args)
        self.at = before

    patch.setattr(PenaltyAccount, "_record", keep_the_time)


@pytest.mark.parametrize(
    "mistake",
    [
        _sanctions_outlive_their_cause,
        _appeals_interrupt_nothing,
        _what_stood_still_is_not_made_up_for,
        _suspended_points_go_on_counting,
        _doubled_points_stay_when_the_first_is_revoked,
        _what_is_noted_late_goes_back_in_time,
    ],
)
def test_a_mistake_is_found(mistake: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    @played(400, shrink=False)
    @given(histories(late=True))
    def some_histories(history: list[Step]) -> None:
        check_laws(history)

    mistake(monkeypatch)
    with pytest.raises(AssertionError):
        some_histories()
